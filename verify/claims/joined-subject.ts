import { memoize } from "../collections/memoize";
import type { Posture } from "../posture/posture";
import { sagemakerTypes } from "../terraform/resource-types/groups/type-groups";
import type { TerraformConfiguration } from "../terraform/terraform-configuration";
import type { Claim, ClaimSubject, Verdict } from "../verdict/claim";

/**
 * Decides a claim about a stack and those that are joined with it. Without Studio, a stack is judged alone: what a joined one has is held
 * to the posture of that one. Only paths that go on in another stack are followed there.
 *
 * @param decide decides the claim over one configuration
 */
export function decideJoined(
  { topic }: Claim<Posture>,
  subject: ClaimSubject<Posture>,
  decide: (subject: ClaimSubject<Posture>) => Verdict,
): Verdict {
  const { configuration, posture } = subject;
  const { together } = configuration;
  if (together === undefined) {
    return decide(subject);
  }
  if (!("studio" in posture && posture.studio === "elsewhere")) {
    return decide({ ...subject, configuration: together });
  }
  const alone = decide(subject);
  return alone.kind === "undecided" && topic === "network"
    ? decide({ ...subject, configuration: withoutStudio(together) })
    : alone;
}

/** Without the Studio of joined stacks, every VPC is a source of packets, and not only those that have Studio. */
const withoutStudio = memoize(
  (configuration: TerraformConfiguration): TerraformConfiguration => ({
    ...configuration,
    resources: configuration.resources.filter(({ mode, type }) => mode !== "managed" || !sagemakerTypes.has(type)),
  }),
);
