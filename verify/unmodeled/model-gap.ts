import type { SubjectKind } from "../terraform/resource-types/resource-type";
import type { Resource } from "../terraform/terraform-configuration";
import type { ClaimTopic, Evidence, Unmodeled } from "../verdict/claim";

/** Topics that a gap can affect. */
export type GapTopic = ClaimTopic;

/** Something that can change the perimeter in a way that no model reads, and the topics that it affects. */
export interface ModelGap {
  readonly topics: readonly GapTopic[];
  readonly evidence: Evidence;
  /** What the unmodeled thing is certainly not: a claim about it stays without a subject. @default - it may be anything */
  readonly cannotBe?: readonly SubjectKind[];
}

/**
 * A gap with one resource as its evidence.
 *
 * @param unmodeled what a posture can declare harmless. @default - nothing
 */
export function modelGap(
  topics: readonly GapTopic[],
  text: string,
  { address }: Resource,
  unmodeled?: Unmodeled,
): ModelGap {
  return { topics, evidence: { text, addresses: [address], ...(unmodeled && { unmodeled }) } };
}

/**
 * The gap, which a posture can declare to be elsewhere.
 *
 * @param names of what is not known; with none, no declaration closes the gap
 */
export function gapElsewhere(gap: ModelGap, names: readonly string[]): ModelGap {
  return names.length === 0 ? gap : { ...gap, evidence: { ...gap.evidence, elsewhere: names } };
}
