import fc from "fast-check";
import { claimDifferences } from "../../../review/compare/claim-differences";
import type { Verdict } from "../../../verify/verdict/claim";
import { sampleClaim } from "../../verify/fixtures/sample-verdicts";

function judged(name: string, kind: Verdict["kind"], ...texts: readonly string[]) {
  return { claim: sampleClaim(name), verdict: { kind, evidence: texts.map((text) => ({ text, addresses: [text] })) } };
}

const meaning = 'a holds for <all> & "any" | packets';

test.each([
  ["proved", "violated", "opens", `a no longer holds: ${meaning}`, ["new"]],
  ["undecided", "violated", "opens", `a could not be decided, and does not hold: ${meaning}`, ["new"]],
  ["proved", "undecided", "unclear", `a held, and can no longer be decided: ${meaning}`, ["new"]],
  ["violated", "undecided", "unclear", `a did not hold, and can no longer be decided: ${meaning}`, ["new"]],
  ["violated", "proved", "closes", `a did not hold, and holds now: ${meaning}`, ["old"]],
  ["undecided", "proved", "closes", `a could not be decided, and holds now: ${meaning}`, ["old"]],
] as const)("a claim that was %s and is %s %s, with what shows it", (was, is, severity, text, details) => {
  const differences = claimDifferences([judged("a", was, "old")], [judged("a", is, "new")]);

  expect(differences).toEqual([{ severity, text, addresses: [...details], details: [...details] }]);
});

test("a claim that holds before and after is not worth a word, whatever proves it", () => {
  expect(claimDifferences([judged("a", "proved", "old")], [judged("a", "proved", "new")])).toEqual([]);
});

test("a claim that stays broken stands there, and what breaks it newly opens all the same", () => {
  const before = [judged("a", "violated", "one"), judged("b", "undecided", "one")];
  const after = [judged("a", "violated", "one", "two"), judged("b", "undecided", "one", "two")];

  const differences = claimDifferences(before, after);

  expect(differences.map(({ severity, details }) => [severity, details])).toEqual([
    ["opens", ["two"]],
    ["stands", ["one", "two"]],
    ["unclear", ["two"]],
    ["stands", ["one", "two"]],
  ]);
});

test("a claim that is newly asked is measured against a perimeter that held it", () => {
  const differences = claimDifferences(
    [],
    [judged("a", "proved"), judged("b", "violated", "x"), judged("c", "undecided", "y")],
  );

  expect(differences.map(({ severity }) => severity)).toEqual(["opens", "unclear"]);
});

test("the way back closes what the way there opened, claim by claim", () => {
  const kind = fc.constantFrom<Verdict["kind"]>("proved", "violated", "undecided");
  const side = fc.tuple(kind, fc.uniqueArray(fc.constantFrom("x", "y", "z"), { minLength: 1 }));

  fc.assert(
    fc.property(side, side, ([was, old], [is, now]) => {
      const [before, after] = [[judged("a", was, ...old)], [judged("a", is, ...now)]];
      const there = claimDifferences(before, after).map(({ severity }) => severity);
      const back = claimDifferences(after, before).map(({ severity }) => severity);
      const isWorse = there.includes("opens") || there.includes("unclear");
      const isNotComparable = was !== is && was !== "proved" && is !== "proved";

      return isNotComparable || isWorse === back.includes("closes");
    }),
  );
});
