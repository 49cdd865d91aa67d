import type { Resource } from "../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "./model-gap";

/**
 * Load balancers whose listeners no model follows: application and gateway ones. The provider creates an application load balancer
 * where the argument is left out.
 */
export function loadBalancerGaps(resource: Resource): readonly ModelGap[] {
  const { address, mode, type, values } = resource;
  if (mode !== "managed" || type !== "aws_lb" || values.load_balancer_type === "network") {
    return [];
  }
  const text = `${address} accepts connections and forwards them; only Network Load Balancers are modeled`;
  return [modelGap(["network", "data"], text, resource, { type })];
}
