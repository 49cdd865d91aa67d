import type { ClaimResult } from "../claims/decide-claims";
import type { Verdict } from "../verdict/claim";

export const verdictKinds = ["proved", "violated", "undecided"] as const satisfies readonly Verdict["kind"][];

export function countVerdicts(claimResults: readonly ClaimResult[]): Readonly<Record<Verdict["kind"], number>> {
  const count = (kind: Verdict["kind"]) => claimResults.filter(({ verdict }) => verdict.kind === kind).length;
  return { proved: count("proved"), violated: count("violated"), undecided: count("undecided") };
}
