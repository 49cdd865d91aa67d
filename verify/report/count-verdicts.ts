import type { ClaimResult } from "../claims/decide-claims";
import type { Verdict } from "../verdict/claim";

/** The verdicts in the order in which reports count them. */
export const verdictKinds = [
  "proved",
  "violated",
  "undecided",
  "accepted",
  "notApplicable",
] as const satisfies readonly Verdict["kind"][];

/** Each verdict as reports for people write it. */
export const verdictTexts: Readonly<Record<Verdict["kind"], string>> = {
  proved: "proved",
  violated: "violated",
  undecided: "undecided",
  accepted: "accepted",
  notApplicable: "not applicable",
};

/** Numbers of claims by verdict. */
export function countVerdicts(claimResults: readonly ClaimResult[]): Readonly<Record<Verdict["kind"], number>> {
  const count = (kind: Verdict["kind"]) => claimResults.filter(({ verdict }) => verdict.kind === kind).length;
  return {
    proved: count("proved"),
    violated: count("violated"),
    undecided: count("undecided"),
    accepted: count("accepted"),
    notApplicable: count("notApplicable"),
  };
}
