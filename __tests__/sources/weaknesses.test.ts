import { expectedFindings, systemLabel } from "./fixtures/expected-findings";
import { evidenceOfFinding, verdictOn } from "./fixtures/judged-source";
import { weaknessesBeyondClaims, weaknessRegister } from "./fixtures/weakness-register";

const cases = expectedFindings.map(
  (finding) =>
    [
      `${finding.weakness}: ${finding.claim} finds in source system ${systemLabel(finding)}: ${finding.says.join(" ... ")}`,
      finding,
    ] as const,
);

test.each(cases)("%s", (_sentence, finding) => {
  const evidence = evidenceOfFinding(finding);

  const { kind, evidence: instead } = verdictOn(finding.system, finding.claim, finding.posture);
  expect(evidence === undefined ? [kind, ...instead.map(({ text }) => text)] : "found").toBe("found");
});

test("every weakness in the register is found by a claim, or the register says why no claim decides it", () => {
  const answered = new Set([
    ...expectedFindings.map(({ weakness }) => weakness),
    ...Object.keys(weaknessesBeyondClaims),
  ]);

  expect([...answered].sort()).toEqual(Object.keys(weaknessRegister).sort());
});

test("the weakness register has W1 to W36 and W1b", () => {
  const numbers = Array.from({ length: 36 }, (_, index) => `W${index + 1}`);

  const numbered = Object.keys(weaknessRegister).filter((id) => id.startsWith("W"));
  expect(numbered.sort()).toEqual([...numbers, "W1b"].sort());
});
