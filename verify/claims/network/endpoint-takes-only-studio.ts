import { contains, overlaps, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { isEc2SecurityGroupWithoutIngress, ssmAgentServices } from "../../network/compute/ec2-instances";
import {
  isLambdaOnlySecurityGroup,
  lambdaOnlyAccess,
  otherServicesText,
} from "../../network/compute/lambda-only-access";
import { hasKnownRouteTable } from "../../network/endpoints/endpoint-reachability";
import { securityGroupRules } from "../../network/endpoints/packet-filters";
import { isKnownRouteTable, studioVpcEndpoints, type VpcEndpoint } from "../../network/endpoints/vpc-endpoints";
import type { SecurityGroupPeer, SecurityGroupRule } from "../../network/filters/read-security-groups";
import { securityGroupHolders } from "../../network/filters/security-group-holders";
import { type NetworkModel, networkModelOf, participantsIn, undeclaredStudioVpcs } from "../../network/network-model";
import { declaredAddresses } from "../../network/paths/declared-addresses";
import { declaredOwnEndpoint } from "../../posture/own-endpoint";
import type { DeclaredOwnEndpoint, PerimeterPosture } from "../../posture/posture";
import { userFacingServices } from "../../posture/read-corporate-networks";
import { jsonText } from "../../terraform/terraform-configuration";
import { type Claim, type Evidence, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

export const endpointTakesOnlyStudio: Claim = {
  name: "endpoint-takes-only-studio",
  title: "Endpoints accept TLS from Studio only",
  meaning:
    "Every endpoint accepts only TLS or declared ports, and only from Studio, the stack's functions, declared networks, or client instances without inbound access.",
  details: [
    "Interface endpoints accept TCP 443 from Studio's security groups or addresses in Studio's subnets.",
    "Declared networks use only the endpoints of the services that they list. Addresses of Studio's VPC are no declared network.",
    "Client instances without inbound rules use only the user-facing and Systems Manager endpoints.",
    "Security groups of Lambda functions alone may use any interface endpoint.",
    "Endpoints of declared services of the company accept their declared ports, from Studio, or from groups that only profiles of the declared users have.",
    "Gateway endpoints serve only route tables of Studio, or of subnets that hold only Lambda functions.",
    "A rule for addresses of a shared subnet makes the claim undecided, because participants have some of them.",
    "A VPC of Studio that is not declared here makes the claim undecided.",
  ],
  remedy:
    "Limit the endpoint's inbound rules to TCP 443 from Studio's security group. Remove other route tables from gateway endpoints.",
  topic: "network",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(5)", "NIST.800-53.r5 AC-4"],
  decide({ configuration, posture }) {
    const network = networkModelOf(configuration);
    const endpoints = studioVpcEndpoints(network);
    const hasEndpoint = network.graph.ofType("aws_vpc_endpoint").length > 0;
    return verdictOf(
      mergeFindings([
        ...endpoints.map((endpoint) => examine(network, endpoint, posture)),
        findingsOf({ doubts: undeclaredStudioVpcs(network, "its endpoints are not known") }),
        // An endpoint of another VPC may be in that of a Studio elsewhere.
        notApplicable("the Studio VPC has no VPC endpoint", hasEndpoint ? undefined : "endpoint"),
      ]),
    );
  },
};

function examine(network: NetworkModel, endpoint: VpcEndpoint, posture: PerimeterPosture): Findings {
  return endpoint.type === "Gateway" ? examineGateway(network, endpoint) : examineInterface(network, endpoint, posture);
}

function examineGateway(network: NetworkModel, endpoint: VpcEndpoint): Findings {
  const { address, routeTables: tables } = endpoint;
  const ofStudio = new Set(
    network.studioSubnets.flatMap((subnet) =>
      network.routeTableAssociations.ofSubnet(subnet).map(({ routeTable: table }) => table),
    ),
  );
  const functionsAlone = lambdaOnlyAccess(network, endpoint);
  if (functionsAlone === "certain") {
    return proof(
      `${address} serves only subnets that hold nothing but Lambda functions of the stack`,
      address,
      ...tables,
    );
  }
  const others = tables.filter((table) => !ofStudio.has(table));
  if (others.length === 0) {
    return proof(`${address} serves only route tables of Studio`, address, ...tables);
  }
  if (!network.studioSubnets.every((subnet) => hasKnownRouteTable(network, subnet))) {
    return doubt(
      `${address} serves ${others.join(", ")}, and the route tables of Studio are not known`,
      address,
      ...others,
    );
  }
  if (functionsAlone === "unknown") {
    return doubt(otherServicesText(address), address, ...others);
  }
  const known = others.filter((table) => isKnownRouteTable(network, table));
  return known.length > 0
    ? counterexample(`${address} also serves ${known.join(", ")}, which no Studio subnet uses`, address, ...known)
    : doubt(
        `${address} serves ${others.join(", ")}, which may be a route table of Studio; name the table by its resource, or join the state that has it with --join`,
        address,
        ...others,
      );
}

function examineInterface(network: NetworkModel, endpoint: VpcEndpoint, posture: PerimeterPosture): Findings {
  const { address, securityGroups: groups, usesDefaultSecurityGroup: hasDefaultGroup } = endpoint;
  if (hasDefaultGroup) {
    return counterexample(`${address} has no security group, so AWS attaches the default group of the VPC`, address);
  }
  const missing = groups.filter((key) => !network.securityGroups.has(key));
  const rules = securityGroupRules(network, groups, "ingress");
  return mergeFindings([
    ...missing.map((key) => doubt(`${address} has security group ${key}, which is not in this configuration`, address)),
    ...rules.map((rule) => examineRule(network, endpoint, rule, posture)),
    ...(rules.length === 0 && missing.length === 0
      ? [proof(`${address} allows no inbound traffic`, address, ...groups)]
      : []),
  ]);
}

function examineRule(
  network: NetworkModel,
  endpoint: VpcEndpoint,
  rule: SecurityGroupRule,
  posture: PerimeterPosture,
): Findings {
  const { address, portRange: scope, peer } = rule;
  const own = declaredOwnEndpoint(posture, endpoint);
  const from = "text" in peer ? peer.text : peer.key;
  if (peer.kind === "unknown" || peer.kind === "prefix-list" || scope === undefined) {
    return doubt(
      `${endpoint.address} allows inbound traffic from ${from}, which verify cannot resolve`,
      endpoint.address,
      address,
    );
  }
  const ports = own?.ports ?? [443];
  const isOnPorts = scope.protocol === "tcp" && scope.fromPort === scope.toPort && ports.includes(scope.fromPort);
  const who =
    own === undefined ? permittedPeerText(network, endpoint, peer, posture) : permittedUserText(network, own, peer);
  const traffic = own === undefined ? "TLS" : "the declared ports";
  const participants = who === "" && peer.kind === "addresses" ? participantsAt(network, peer.addresses) : [];
  if (isOnPorts && participants.length > 0) {
    return findingsOf({ doubts: participants });
  }
  if (isOnPorts && who !== undefined) {
    return proof(`${endpoint.address} allows ${traffic} from ${from}${who}`, endpoint.address, address);
  }
  const fault = isOnPorts ? traffic : `more than ${traffic}`;
  const source = who === undefined ? `${from}, which is neither Studio nor a permitted source` : from;
  return counterexample(`${endpoint.address} allows ${fault} from ${source}`, endpoint.address, address);
}

/** Participants of shared subnets that have some of the addresses. */
function participantsAt(network: NetworkModel, addresses: AddressSet): readonly Evidence[] {
  const isAmong = (subnet: string): boolean => overlaps(network.subnets.get(subnet)?.addresses ?? [], addresses);
  return [...network.studioVpcs].flatMap((vpc) => participantsIn(network, vpc, isAmong));
}

type NamedPeer = Extract<SecurityGroupPeer, { kind: "security-group" | "addresses" }>;

/** Why the peer may use a declared service of the company, as the end of a sentence; `undefined` if it may not. */
function permittedUserText(network: NetworkModel, own: DeclaredOwnEndpoint, peer: NamedPeer): string | undefined {
  const { users } = own;
  if (users !== undefined) {
    const isForUsers = peer.kind === "security-group" && isGroupOfProfiles(network, peer.key, users);
    return isForUsers ? `, a group of ${users.join(", ")} alone` : undefined;
  }
  return isOfStudio(network, peer) ? "" : undefined;
}

/** Whether nothing but profiles of these users has the security group. */
function isGroupOfProfiles({ graph, securityGroups }: NetworkModel, key: string, users: readonly string[]): boolean {
  return (
    securityGroups.has(key) &&
    securityGroupHolders(graph, key).every(
      ({ type, values }) => type === "aws_sagemaker_user_profile" && users.includes(jsonText(values.user_profile_name)),
    )
  );
}

function isOfStudio({ studioVpcConfig, studioSubnets }: NetworkModel, peer: NamedPeer): boolean {
  return peer.kind === "security-group"
    ? studioVpcConfig.securityGroupSets.some(({ securityGroups }) => securityGroups.includes(peer.key))
    : contains(union(...studioSubnets.map(({ addresses }) => addresses ?? [])), peer.addresses);
}

/** Why the peer may use the endpoint, as the end of a sentence; `undefined` if it may not. */
function permittedPeerText(
  network: NetworkModel,
  endpoint: VpcEndpoint,
  peer: NamedPeer,
  posture: PerimeterPosture,
): string | undefined {
  const service = endpoint.service.replace(/^.*\*\./, "").replace(/-fips$/, "");
  if (isOfStudio(network, peer)) {
    return "";
  }
  if (peer.kind === "security-group") {
    const isForMachines = [...userFacingServices, ...ssmAgentServices].includes(service);
    const isMachine = isForMachines && isEc2SecurityGroupWithoutIngress(network, peer.key);
    if (isMachine) {
      return ", the group of a client instance without inbound rules";
    }
    return isLambdaOnlySecurityGroup(network, peer.key) ? ", a group of Lambda functions alone" : undefined;
  }
  const declared = declaredAddresses(network, posture, ({ services }) => services.includes(service));
  return contains(declared, peer.addresses) ? ", a declared network" : undefined;
}
