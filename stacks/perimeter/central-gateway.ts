import type { Construct } from "constructs";
import { TransitGatewayLookup } from "../../constructs/egress/transit-gateway-lookup";
import { resourceNamePrefix } from "../../envs/prefix";
import type { Environment } from "../../envs/schema/environment";

/**
 * Id of the transit gateway of central egress, which is looked up where the environment names the inspection environment that creates it.
 *
 * @returns `undefined` for any other egress
 */
export function centralGatewayId(scope: Construct, { egress }: Pick<Environment, "egress">): string | undefined {
  if (egress.kind !== "central") {
    return undefined;
  }
  return (
    egress.transitGatewayId ??
    new TransitGatewayLookup(scope, "transit_gateway", { name: resourceNamePrefix(egress.hub ?? "") }).gatewayId
  );
}
