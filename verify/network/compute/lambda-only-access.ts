import { doubt, type Findings, mergeFindings } from "../../verdict/findings";
import { securityGroupRules } from "../endpoints/packet-filters";
import { studioVpcEndpoints, type VpcEndpoint } from "../endpoints/vpc-endpoints";
import { securityGroupHolders } from "../filters/security-group-holders";
import type { NetworkModel } from "../network-model";
import { mainRouteTableKey } from "../routes/route-tables";

/** Terraform addresses of the gateway endpoints that certainly only Lambda functions of the stack can use. */
export function lambdaOnlyEndpoints(network: NetworkModel): readonly string[] {
  return studioVpcEndpoints(network)
    .filter((endpoint) => lambdaOnlyAccess(network, endpoint) === "certain")
    .map(({ address }) => address);
}

/**
 * The findings over an endpoint where it counts whether only Lambda functions of the stack can use it. What only others must not do is a doubt
 * as long as it is not known whether there are others.
 *
 * @param address Terraform address of the endpoint
 */
export function judgeByUsers(
  network: NetworkModel,
  address: string,
  judge: (isLambdaOnly: boolean) => Findings,
): Findings {
  const endpoint = studioVpcEndpoints(network).find((one) => one.address === address);
  const access = endpoint === undefined ? "no" : lambdaOnlyAccess(network, endpoint);
  const findings = judge(access === "certain");
  return access === "unknown" && findings.counterexamples.length > 0
    ? mergeFindings([judge(true), doubt(otherServicesText(address), address)])
    : findings;
}

/** Why it is not known who uses a gateway endpoint of Lambda functions. */
export function otherServicesText(address: string): string {
  return `${address} serves subnets of Lambda functions, and other interfaces are in subnets that are not in this configuration, which may be the same; join the state that has them with --join`;
}

/**
 * Whether only Lambda functions of the stack can use a gateway endpoint: every subnet of its route tables contains only
 * network interfaces of functions.
 *
 * @returns `unknown` when a route table, or the subnet of an interface, is not in the configuration
 */
export function lambdaOnlyAccess(
  network: NetworkModel,
  { type, routeTables: tables, areRouteTablesKnown }: VpcEndpoint,
): "certain" | "unknown" | "no" {
  const { routeTableAssociations: associations, perimeterSubnets: perimeter, interfaceOwners, vpcs } = network;
  // A subnet that somebody creates later uses the main route table.
  const isMain = [...vpcs.keys()].some((vpc) => tables.includes(mainRouteTableKey(vpc)));
  const servedSubnets = perimeter.filter((subnet) =>
    associations.ofSubnet(subnet).some(({ routeTable: table }) => tables.includes(table)),
  );
  const ownersInServedSubnets = servedSubnets.flatMap(({ key }) => interfaceOwners.bySubnet.get(key) ?? []);
  const isOnlyLambda =
    type === "Gateway" &&
    !isMain &&
    ownersInServedSubnets.length > 0 &&
    ownersInServedSubnets.every((owner) => owner.type === "aws_lambda_function");
  const isKnown =
    areRouteTablesKnown && associations.unresolved.length === 0 && interfaceOwners.inUndeclaredSubnets.length === 0;
  return isOnlyLambda ? (isKnown ? "certain" : "unknown") : "no";
}

/** Whether the security group is attached only to Lambda functions of the stack and has no ingress rule. */
export function isLambdaOnlySecurityGroup(network: NetworkModel, key: string): boolean {
  const holders = securityGroupHolders(network.graph, key);
  return (
    holders.length > 0 &&
    holders.every(({ type }) => type === "aws_lambda_function") &&
    network.securityGroups.has(key) &&
    securityGroupRules(network, [key], "ingress").length === 0
  );
}
