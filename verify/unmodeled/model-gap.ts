import type { Resource } from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";

/** What a claim is about. A model gap makes every claim of its topics undecided. */
export type ClaimTopic = "network" | "names" | "data" | "identities";

export const allTopics: readonly ClaimTopic[] = ["network", "names", "data", "identities"];

/** Something that can change the perimeter in a way that no model reads, and the topics that it affects. */
export interface ModelGap {
  readonly topics: readonly ClaimTopic[];
  readonly evidence: Evidence;
}

/** A gap with one resource as its evidence. */
export function modelGap(topics: readonly ClaimTopic[], text: string, { address }: Resource): ModelGap {
  return { topics, evidence: { text, addresses: [address] } };
}
