import type { Resource } from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";

/** What a claim is about; a loose end leaves every claim of its subjects undecided. */
export type ClaimTopic = "network" | "names" | "data" | "identities";

export const allTopics: readonly ClaimTopic[] = ["network", "names", "data", "identities"];

/** Something that changes the perimeter in a way this JSON does not show, and what it is about. */
export interface ModelGap {
  readonly topics: readonly ClaimTopic[];
  readonly evidence: Evidence;
}

export function modelGap(topics: readonly ClaimTopic[], text: string, { address }: Resource): ModelGap {
  return { topics, evidence: { text, addresses: [address] } };
}
