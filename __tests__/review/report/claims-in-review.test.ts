import fc from "fast-check";
import { claimDifferences } from "../../../review/compare/claim-differences";
import { withUnreadParts } from "../../../review/compare/unread-part-differences";
import { headline, rankSections } from "../../../review/report/headline";
import type { Review } from "../../../review/review";
import type { ClaimResult } from "../../../verify/claims/decide-claims";
import type { TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { isSettled, type Verdict } from "../../../verify/verdict/claim";
import { sampleClaim } from "../../verify/fixtures/sample-verdicts";

const reasons = ["first.tf: is not read", "second.tf: is not read", "third reason", "fourth reason"];
const names = ["a", "b", "c", "d", "e", "f"].map((letter) => `claim-${letter}`);

const verdicts = fc.record({
  kind: fc.constantFrom("proved" as const, "violated" as const, "undecided" as const, "notApplicable" as const),
  texts: fc.subarray(reasons),
});
const several = { minLength: names.length, maxLength: names.length };
/** Often one verdict for all claims, which then share their reasons. */
const sides = fc
  .oneof(
    verdicts.map((one) => names.map(() => one)),
    fc.array(verdicts, several),
  )
  .map((drawn) =>
    drawn.map(({ kind, texts }, index): ClaimResult => {
      const verdict: Verdict = { kind, evidence: texts.map((text) => ({ text, addresses: [] })) };
      return { claim: sampleClaim(names[index] ?? ""), verdict };
    }),
  );

/** Texts of parts that a side does not read; each may also be the reason of claims. */
const unreadTexts = fc.subarray(reasons.slice(0, 2));

function configurationWithout(texts: readonly string[]): TerraformConfiguration {
  return {
    source: "a",
    form: "synthesized",
    resources: [],
    outputs: {},
    unreadParts: texts.map((text) => ({ address: text, text })),
  };
}

function reviewOf(
  before: readonly ClaimResult[],
  after: readonly ClaimResult[],
  unreadBefore: readonly string[] = [],
  unreadAfter: readonly string[] = [],
): Review {
  const claims = claimDifferences(before, after);
  return {
    ...{ name: "a", file: "a.json", kind: "nothing", changes: [], neutral: [] },
    differences: withUnreadParts(configurationWithout(unreadBefore), configurationWithout(unreadAfter), claims),
  };
}

function unsettled(results: readonly ClaimResult[]): readonly string[] {
  return results.flatMap(({ claim, verdict }) => (isSettled(verdict) ? [] : [claim.name]));
}

test("Every claim that is not settled after a change is named by a sentence of the review, whatever its reasons share with others.", () => {
  fc.assert(
    fc.property(sides, sides, unreadTexts, unreadTexts, (before, after, unreadBefore, unreadAfter) => {
      const { differences } = reviewOf(before, after, unreadBefore, unreadAfter);
      const said = differences.flatMap(({ text, details = [] }) => [text, ...details]).join("\n");

      expect(unsettled(after).filter((name) => !said.includes(name))).toEqual([]);
    }),
  );
});

test("The sections of a review count each claim once, and every claim that is not settled.", () => {
  fc.assert(
    fc.property(sides, sides, unreadTexts, unreadTexts, (before, after, unreadBefore, unreadAfter) => {
      const found = reviewOf(before, after, unreadBefore, unreadAfter);
      const others = found.differences.filter(({ claims }) => claims === undefined).length;
      const claims = new Set(found.differences.flatMap((difference) => difference.claims ?? []));
      const total = rankSections(found).reduce((sum, { count }) => sum + count, 0);

      expect(total).toBe(claims.size + others);
      expect(unsettled(after).filter((name) => !claims.has(name))).toEqual([]);
    }),
  );
});

test("A change of nothing counts in its headline the claims that its last line counts as violated or undecided.", () => {
  fc.assert(
    fc.property(sides, unreadTexts, (results, unread) => {
      const found = reviewOf(results, results, unread, unread);
      const open = unsettled(results).length;

      expect(headline(found, rankSections(found))).toBe(
        open === 0 ? "changes nothing" : `changes nothing, ${open} violated or undecided as before`,
      );
    }),
  );
});

test("Claims that one new resource leaves undecided are lost claims, with their number and names.", () => {
  const judged = (kind: "proved" | "undecided") =>
    names.map((name) => ({
      claim: sampleClaim(name),
      verdict: { kind, evidence: [{ text: "aws_lb.internal is not modeled", addresses: ["aws_lb.internal"] }] },
    }));
  const found: Review = { ...reviewOf(judged("proved"), judged("undecided")), kind: "changes" };

  expect(headline(found, rankSections(found))).toBe("loses 6 claims");
  expect(found.differences).toMatchObject([{ kind: "claim-lost", details: [`Claims: ${names.join(", ")}`] }]);
});
