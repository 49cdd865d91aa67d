import type { NetworkModel } from "../network-model";
import { studioVpcEndpoints, type VpcEndpoint } from "./vpc-endpoints";

/**
 * Terraform addresses of the endpoints that Studio itself uses: of its VPC, and for a gateway endpoint with a route table of a
 * Studio subnet, for an interface endpoint with private DNS or in a Studio subnet. Without Studio, those of every VPC of the
 * configuration.
 */
export function insideEndpoints(network: NetworkModel): readonly string[] {
  if (network.studioSubnets.length === 0) {
    return network.graph.ofType("aws_vpc_endpoint").map(({ address }) => address);
  }
  return studioVpcEndpoints(network)
    .filter((endpoint) => endpoint.vpc !== undefined && isUsedByStudio(network, endpoint))
    .map(({ address }) => address);
}

function isUsedByStudio(network: NetworkModel, { type, routeTables, subnets, privateDns }: VpcEndpoint): boolean {
  const studio = network.studioSubnets;
  if (type === "Gateway") {
    return studio.some((subnet) =>
      network.routeTableAssociations.ofSubnet(subnet).some(({ routeTable }) => routeTables.includes(routeTable)),
    );
  }
  return privateDns === true || subnets.some(({ key }) => studio.some((subnet) => subnet.key === key));
}
