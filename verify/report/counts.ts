import type { Verdict } from "../claim";
import type { Judgement } from "../judge";

export const verdictKinds = ["proved", "violated", "undecided"] as const satisfies readonly Verdict["kind"][];

export function countVerdicts(judgements: readonly Judgement[]): Readonly<Record<Verdict["kind"], number>> {
  const count = (kind: Verdict["kind"]) => judgements.filter(({ verdict }) => verdict.kind === kind).length;
  return { proved: count("proved"), violated: count("violated"), undecided: count("undecided") };
}
