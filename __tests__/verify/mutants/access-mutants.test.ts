import { describeMutants, unmutatedVerdicts } from "../fixtures/mutant-suites";
import { accessMutants } from "./fixtures/access-mutants";

test("staging with access: every claim that its posture asks for is proved", () => {
  const others = [...unmutatedVerdicts("staging with access")].filter(([, kind]) => kind !== "proved");

  expect(others).toEqual([]);
});

describeMutants("access", accessMutants);
