import type { Severity } from "./severity";

/**
 * What a difference means for the owners of the perimeter, worst first. Reports have a section for each rank, in this order.
 *
 * - `outside`: a packet, a name or a request is newly allowed from or to outside.
 * - `claim`: a claim was proved and is not proved any more.
 * - `worsened`: a claim was not proved before, and now fails for additional reasons.
 * - `unproved`: a claim is not proved of what nobody judged before, such as a new stack.
 * - `data`: data is lost.
 * - `detection`: what happens is no longer recorded, watched or reported.
 * - `service`: a service that people use, or a safeguard, is lost.
 * - `unknown`: what the change allows cannot be determined.
 * - `execution`: Terraform or a resource runs something else.
 * - `inside`: something is newly allowed that stays inside the perimeter and the account.
 * - `person`: a person gains or changes access.
 * - `plumbing`: what the parts of a new option need among each other.
 * - `standing`: a claim was not proved before, and is not proved after the change.
 * - `information`: opens and closes nothing.
 * - `closed`: something is refused that was allowed before.
 */
export const ranks = [
  "outside",
  "claim",
  "worsened",
  "unproved",
  "data",
  "detection",
  "service",
  "unknown",
  "execution",
  "inside",
  "person",
  "plumbing",
  "standing",
  "information",
  "closed",
] as const;

/** One of the {@link ranks}. */
export type Rank = (typeof ranks)[number];

interface KindOfDifference {
  readonly rank: Rank;
  /** Why differences of the kind have their rank: one sentence. */
  readonly sentence: string;
}

/** Every kind of difference, with its rank and the reason for it. Public: the JSON report names the kinds. */
export const differenceKinds = {
  "newly-allowed": {
    rank: "outside",
    sentence: "Something is newly allowed, and nothing shows that it stays inside the perimeter.",
  },
  "outside-request": {
    rank: "outside",
    sentence: "A request is newly allowed from a principal or a network outside, or on a resource of somebody else.",
  },
  "claim-lost": { rank: "claim", sentence: "A claim does not hold any more." },
  "claim-worsened": { rank: "worsened", sentence: "A claim that did not hold has another reason not to hold." },
  "claim-unproved": { rank: "unproved", sentence: "A claim does not hold, and nothing was judged before." },
  "declared-harmless": { rank: "claim", sentence: "Claims no longer count what the stack declares harmless." },
  "declared-elsewhere": {
    rank: "claim",
    sentence: "Claims no longer count what the stack declares part of another root module.",
  },
  "data-lost": { rank: "data", sentence: "Data is deleted, becomes unreadable, or can be deleted by the next apply." },
  "detection-lost": {
    rank: "detection",
    sentence: "Nobody records, watches or reports any more what was recorded, watched or reported.",
  },
  "service-lost": { rank: "service", sentence: "A service that people use stops, or is reached by fewer of them." },
  "safeguard-lost": {
    rank: "service",
    sentence: "A setting no longer refuses, checks or renews what it did, and no claim relies on it.",
  },
  undetermined: { rank: "unknown", sentence: "What the change allows cannot be read from the configuration." },
  execution: {
    rank: "execution",
    sentence: "Another program, provider or credential runs, or state is kept elsewhere.",
  },
  "inside-path": { rank: "inside", sentence: "Packets reach more addresses of the VPC." },
  "service-endpoint": { rank: "inside", sentence: "An AWS service is reached through a VPC endpoint with its policy." },
  "aws-service-name": {
    rank: "inside",
    sentence: "DNS resolves more names of AWS services in the region of the stack.",
  },
  "security-group-peer": { rank: "inside", sentence: "Traffic is allowed between security groups of the stack." },
  "inside-request": {
    rank: "inside",
    sentence: "A principal of the account, or a service for it, can call more on the account's own resources.",
  },
  "new-role-request": { rank: "inside", sentence: "A role that the change creates can call something." },
  "service-trust": { rank: "inside", sentence: "An AWS service can assume a role of the stack." },
  person: { rank: "person", sentence: "A person gains or changes access of their own." },
  plumbing: {
    rank: "plumbing",
    sentence: "The parts of a new option need this among each other, and every claim holds.",
  },
  "standing-claim": { rank: "standing", sentence: "The claim was not proved before, either." },
  change: { rank: "information", sentence: "The change opens and closes nothing." },
  refusal: { rank: "closed", sentence: "Something is refused that was allowed before." },
} as const satisfies Readonly<Record<string, KindOfDifference>>;

/** The name of a kind of difference. */
export type DifferenceKind = keyof typeof differenceKinds;

/** The kind of a difference of which only the severity is known: the worst that it can mean. */
export const kindBySeverity: Readonly<Record<Severity, DifferenceKind>> = {
  opens: "newly-allowed",
  unclear: "undetermined",
  executes: "execution",
  loses: "data-lost",
  stands: "standing-claim",
  changes: "change",
  closes: "refusal",
};

/** Meaning of a difference. */
export function kindOf({
  severity,
  kind,
}: {
  readonly severity: Severity;
  readonly kind?: DifferenceKind;
}): DifferenceKind {
  return kind ?? kindBySeverity[severity];
}

/** Rank of a difference. */
export function rankOf(difference: { readonly severity: Severity; readonly kind?: DifferenceKind }): Rank {
  return differenceKinds[kindOf(difference)].rank;
}
