import { evidenceOf, verdictOn } from "./fixtures/judged-source";
import { findings, labelOf } from "./fixtures/source-verdicts";
import { beyondClaims, register } from "./fixtures/weakness-register";

const cases = findings.map(
  (finding) =>
    [
      `${finding.weakness}: ${finding.claim} finds of ${labelOf(finding)}: ${finding.says.join(" ... ")}`,
      finding,
    ] as const,
);

test.each(cases)("%s", (_sentence, finding) => {
  const evidence = evidenceOf(finding);

  const { kind, evidence: instead } = verdictOn(finding.system, finding.claim, finding.posture);
  expect(evidence === undefined ? [kind, ...instead.map(({ text }) => text)] : "found").toBe("found");
});

test("every weakness of the register is found by a claim, or it is said why none decides it", () => {
  const answered = new Set([...findings.map(({ weakness }) => weakness), ...Object.keys(beyondClaims)]);

  expect([...answered].sort()).toEqual(Object.keys(register).sort());
});

test("the register has W1 to W36, and the second half of W1", () => {
  const numbers = Array.from({ length: 36 }, (_, index) => `W${index + 1}`);

  const numbered = Object.keys(register).filter((id) => id.startsWith("W"));
  expect(numbered.sort()).toEqual([...numbers, "W1b"].sort());
});
