import type { Construct } from "constructs";
import type { PerimeterContext } from "../../constructs/context/perimeter-context";
import { CentralEgress } from "../../constructs/egress/central-egress";
import { TransitGatewayLookup } from "../../constructs/egress/transit-gateway-lookup";
import type { PerimeterNetwork } from "../../constructs/network/tiered-network";
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

/**
 * Attaches the network of an environment with central egress to the transit gateway, and routes it there.
 *
 * @param transitGatewayId what {@link centralGatewayId} returned
 * @returns `undefined` for any other egress, and for an existing network, which its owner attaches and routes
 */
export function addCentralEgress(
  scope: Construct,
  context: PerimeterContext,
  { egress, network: selected }: Pick<Environment, "egress" | "network">,
  { network, transitGatewayId }: { readonly network: PerimeterNetwork; readonly transitGatewayId: string | undefined },
): CentralEgress | undefined {
  if (egress.kind !== "central" || transitGatewayId === undefined || selected.kind === "existing") {
    return undefined;
  }
  return new CentralEgress(scope, "central_egress", {
    context,
    network,
    cidrBlock: network.cidrBlock,
    transitGatewayId,
    isShared: egress.transitGatewayAccount !== undefined,
  });
}
