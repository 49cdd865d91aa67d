import { resourceTypeOf } from "../terraform/resource-types";
import { argumentUse } from "../terraform/resource-types/argument-uses";
import { everyTopic } from "../terraform/resource-types/resource-type";
import type { Guess, TerraformConfiguration } from "../terraform/terraform-configuration";
import type { ModelGap } from "./model-gap";

/**
 * Arguments of a plan whose value is a guess, because the plan lists only what their expression refers to. A guess decides nothing:
 * it neither proves a claim nor violates one.
 */
export function guessGaps({ guesses = [] }: TerraformConfiguration): readonly ModelGap[] {
  return guesses.flatMap(({ address, type, argument }): ModelGap[] => {
    const topics = guessTopics(type, argument);
    const text = `${address}: the plan does not hold the expression of ${argument}; pass the folder that was planned with --source`;
    return topics.length === 0 ? [] : [{ topics, evidence: { text, addresses: [address] } }];
  });
}

function guessTopics(type: Guess["type"], argument: string): ModelGap["topics"] {
  const known = resourceTypeOf(type);
  if (known === undefined) {
    return everyTopic;
  }
  switch (known.kind) {
    case "neutral":
      return [];
    case "modeled":
      return argumentUse(known, argument)?.kind === "neutral" ? [] : known.topics;
    default:
      return known.topics;
  }
}
