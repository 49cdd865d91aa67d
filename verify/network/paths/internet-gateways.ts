import type { NetworkModel } from "../network-model";

/**
 * Internet gateways through which packets can enter a VPC: attached to it, or the target of a route in one of its
 * tables.
 */
export function internetGatewaysIntoVpc({ graph, routeTables: tables }: NetworkModel, vpc: string): readonly string[] {
  const attached = graph
    .ofType("aws_internet_gateway")
    .filter(({ values }) => graph.referenceKey(values.vpc_id) === vpc)
    .map(({ address }) => address);
  const separately = graph
    .ofType("aws_internet_gateway_attachment")
    .filter(({ values }) => graph.referenceKey(values.vpc_id) === vpc)
    .map(({ address, values }) => graph.referenceKey(values.internet_gateway_id) ?? address);
  const routed = [...tables.values()]
    .filter((table) => table.vpc === vpc)
    .flatMap(({ routes }) => routes.flatMap(({ targets }) => targets))
    .flatMap((target) => (target.kind === "internet-gateway" && target.ipVersions.includes(4) ? [target.address] : []));
  return [...new Set([...attached, ...separately, ...routed])];
}
