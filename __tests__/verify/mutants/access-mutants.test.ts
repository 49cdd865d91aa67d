import { isSettled } from "../../../verify/verdict/claim";
import { describeMutants, unmutatedVerdicts } from "../fixtures/mutant-suites";
import { accessMutants } from "./fixtures/access-mutants";

test("staging with access: every claim of its posture is proved, or has no subject there", () => {
  const others = [...unmutatedVerdicts("staging with access")].filter(([, kind]) => !isSettled({ kind }));

  expect(others).toEqual([]);
});

describeMutants("access", accessMutants, ["network", "data", "identities", "operations"]);
