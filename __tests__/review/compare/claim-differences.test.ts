import fc from "fast-check";
import { claimDifferences } from "../../../review/compare/claim-differences";
import type { ClaimResult } from "../../../verify/claims/decide-claims";
import type { Verdict } from "../../../verify/verdict/claim";
import { sampleClaim } from "../../verify/fixtures/sample-verdicts";

function judged(name: string, kind: Exclude<Verdict["kind"], "accepted">, ...texts: readonly string[]) {
  return { claim: sampleClaim(name), verdict: { kind, evidence: texts.map((text) => ({ text, addresses: [text] })) } };
}

const meaning = 'a holds for <all> & "any" | packets';

test.each([
  ["proved", "violated", "opens", `a was proved and is now violated: ${meaning}`, ["new"]],
  ["undecided", "violated", "opens", `a was undecided and is now violated: ${meaning}`, ["new"]],
  ["proved", "undecided", "unclear", `a was proved and is now undecided: ${meaning}`, ["new"]],
  ["violated", "undecided", "unclear", `a was violated and is now undecided: ${meaning}`, ["new"]],
  ["violated", "proved", "closes", `a was violated and is now proved: ${meaning}`, ["old"]],
  ["undecided", "proved", "closes", `a was undecided and is now proved: ${meaning}`, ["old"]],
] as const)(
  "A claim that was %s and is now %s has severity '%s', with its evidence.",
  (before, after, severity, text, details) => {
    const differences = claimDifferences([judged("a", before, "old")], [judged("a", after, "new")]);

    expect(differences).toMatchObject([{ severity, text, addresses: [...details], details: [...details] }]);
  },
);

test("A reason that three claims have in common is one item with all names, and each claim counts once.", () => {
  const names = ["a", "b", "c", "d"];
  const sides = (kind: "proved" | "undecided") => names.map((name) => judged(name, kind, "one reason"));
  const [difference, ...others] = claimDifferences(sides("proved"), sides("undecided"));

  expect(others).toEqual([]);
  expect(difference).toMatchObject({
    severity: "unclear",
    kind: "claim-lost",
    claims: names,
    text: "4 claims, each of which was proved and is now undecided: one reason",
    addresses: ["one reason"],
    details: ["Claims: a, b, c, d"],
  });
  expect(claimDifferences(sides("proved").slice(2), sides("undecided").slice(2))).toHaveLength(2);
});

test("Of claims with several reasons, each shared reason is one item, and a claim has an item of its own for what is left.", () => {
  const undecided = [
    judged("a", "undecided", "first", "second"),
    judged("b", "undecided", "first", "second", "of b alone"),
    judged("c", "undecided", "first", "second"),
    judged("d", "undecided", "first"),
    judged("e", "undecided", "of e alone"),
  ];
  const differences = claimDifferences(undecided, undecided);

  expect(differences.map(({ text, details, claims }) => [text, details, claims])).toEqual([
    ["4 claims, each of which is undecided, as before: first", ["Claims: a, b, c, d"], ["a", "b", "c", "d"]],
    ["3 claims, each of which is undecided, as before: second", ["Claims: a, b, c"], ["a", "b", "c"]],
    ["b is undecided, as before", ["of b alone"], ["b"]],
    ["e is undecided, as before", ["of e alone"], ["e"]],
  ]);
});

test("A finding that shows another example of the same requests is no further reason.", () => {
  const [one, same, other] = ["key/a calls it [1234abcd]", "key/b calls it [1234abcd]", "key/b calls it [99990000]"];
  const texts = (before: string, after: string): readonly string[] =>
    claimDifferences([judged("a", "violated", before)], [judged("a", "violated", after)]).map(({ text }) => text);

  expect(texts(one, same)).toEqual(["a is violated, as before"]);
  expect(texts(one, other)).toContain("a is still violated, for additional reasons");
});

test("A claim that is proved before and after is not reported, even if its evidence changes.", () => {
  expect(claimDifferences([judged("a", "proved", "old")], [judged("a", "proved", "new")])).toEqual([]);
});

test("A claim that stays violated or undecided is reported, and additional evidence against it is reported separately and once.", () => {
  const before = [judged("a", "violated", "one"), judged("b", "undecided", "one")];
  const after = [judged("a", "violated", "one", "two"), judged("b", "undecided", "one", "two")];

  const differences = claimDifferences(before, after);

  expect(differences.map(({ severity, kind, details }) => [severity, kind, details])).toEqual([
    ["opens", "claim-worsened", ["two"]],
    ["stands", undefined, ["one"]],
    ["unclear", "claim-worsened", ["two"]],
    ["stands", undefined, ["one"]],
  ]);
});

test("A claim that is violated for other reasons than before has one sentence, because the earlier reasons may only be shown in another way.", () => {
  const differences = claimDifferences([judged("a", "violated", "one")], [judged("a", "violated", "two")]);

  expect(differences.map(({ severity, text, details }) => [severity, text, details])).toEqual([
    ["opens", "a is still violated, for additional reasons", ["two"]],
  ]);
});

test("A claim that breaks within what is accepted opens, stays reported while it is accepted, and opens again beyond that.", () => {
  const proved = judged("a", "proved");
  const violated = judged("a", "violated", "x");
  const accepted = { ...violated, verdict: { ...violated.verdict, kind: "accepted", of: "violated" } as const };
  const severities = (before: ClaimResult, after: ClaimResult) =>
    claimDifferences([before], [after]).map(({ severity }) => severity);

  expect(severities(proved, accepted)).toEqual(["opens"]);
  expect(severities(accepted, accepted)).toEqual(["stands"]);
  expect(severities(accepted, violated)).toEqual(["opens"]);
  expect(severities(accepted, proved)).toEqual(["closes"]);
});

test("An open claim that nobody judged before is not proved, and was never lost.", () => {
  const differences = claimDifferences(
    [],
    [judged("a", "proved"), judged("b", "violated", "x"), judged("c", "undecided", "y")],
  );

  expect(differences).toMatchObject([
    {
      severity: "opens",
      kind: "claim-unproved",
      text: expect.stringMatching(/^b is violated: b holds/),
      details: ["x"],
    },
    {
      severity: "unclear",
      kind: "claim-unproved",
      text: expect.stringMatching(/^c is undecided: c holds/),
      details: ["y"],
    },
  ]);
  expect(
    claimDifferences(
      [],
      ["a", "b", "c"].map((name) => judged(name, "violated", "x")),
    ),
  ).toMatchObject([
    { claims: ["a", "b", "c"], text: "3 claims, each of which is violated: x", details: ["Claims: a, b, c"] },
  ]);
});

test("Reversing a change closes each proved claim that the change opened, and nothing else counts as closed.", () => {
  const kind = fc.constantFrom<"proved" | "violated" | "undecided">("proved", "violated", "undecided");
  const verdict = fc.tuple(kind, fc.uniqueArray(fc.constantFrom("x", "y", "z"), { minLength: 1 }));

  fc.assert(
    fc.property(verdict, verdict, ([kindBefore, textsBefore], [kindAfter, textsAfter]) => {
      const [before, after] = [[judged("a", kindBefore, ...textsBefore)], [judged("a", kindAfter, ...textsAfter)]];
      const forward = claimDifferences(before, after).map(({ severity }) => severity);
      const backward = claimDifferences(after, before).map(({ severity }) => severity);
      const isWorse = forward.includes("opens") || forward.includes("unclear");

      return backward.includes("closes") === (kindBefore === "proved" && isWorse);
    }),
  );
});
