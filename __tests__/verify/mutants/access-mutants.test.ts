import { accessMutants } from "./fixtures/access-mutants";
import { describeMutants, verdictsBefore } from "./fixtures/describe-mutants";

test("staging with access: every claim that its posture asks for is proved", () => {
  const others = [...verdictsBefore("staging with access")].filter(([, kind]) => kind !== "proved");

  expect(others).toEqual([]);
});

describeMutants("access", accessMutants);
