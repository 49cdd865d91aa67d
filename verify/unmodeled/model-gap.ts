import type { Resource } from "../terraform/configuration";
import type { Evidence } from "../verdict/claim";

/** What a claim is about; a loose end leaves every claim of its subjects undecided. */
export type Topic = "network" | "names" | "data" | "identities";

export const everyTopic: readonly Topic[] = ["network", "names", "data", "identities"];

/** Something that changes the perimeter in a way this JSON does not show, and what it is about. */
export interface LooseEnd {
  readonly topics: readonly Topic[];
  readonly evidence: Evidence;
}

export function looseEnd(topics: readonly Topic[], text: string, { address }: Resource): LooseEnd {
  return { topics, evidence: { text, addresses: [address] } };
}
