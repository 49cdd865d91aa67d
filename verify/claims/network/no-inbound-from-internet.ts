import { internetAddresses } from "../../../ip/internet-addresses";
import { overlaps } from "../../../ip/interval-set";
import { findingsInNetwork } from "../../network/absent-network";
import { securityGroupRules } from "../../network/endpoints/packet-filters";
import { securityGroupKey } from "../../network/filters/read-security-groups";
import { type NetworkModel, networkModelOf, participantsIn, undeclaredStudioVpcs } from "../../network/network-model";
import { classifyExternalConnections } from "../../network/paths/classify-external-connections";
import { internetGatewaysIntoVpc } from "../../network/routes/route-tables";
import { subnetsWithInterfacesOf } from "../../network/vpc/interface-owners";
import type { PublicIpAddress } from "../../network/vpc/public-ip-addresses";
import { balancerTypes } from "../../terraform/resource-types/modeled/load-balancer-types";
import { type Claim, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, findingsOf, mergeFindings, proof } from "../../verdict/findings";

export const noInboundFromInternet: Claim = {
  name: "no-inbound-from-internet",
  title: "No inbound connection from the internet",
  meaning: "No connection that starts on the internet can reach a resource in the Studio VPC.",
  details: [
    "The VPC has no internet gateway, or no address that can be called, or no security group that allows it.",
    "The address of a NAT gateway cannot be called, because it accepts only responses.",
    "No security group allows internet addresses where the VPC connects to a declared network.",
    "A load balancer without security groups accepts every address.",
    "An endpoint service in the VPC that endpoints outside the VPC can use makes the claim undecided.",
    "A participant in a shared subnet makes the claim undecided where the VPC has an internet gateway.",
    "Connections to networks that are not declared make the claim undecided.",
    "A VPC of Studio that is not declared here makes the claim undecided.",
  ],
  remedy: "Remove the public address, or the security group rule that allows internet addresses.",
  topic: "network",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["EC2.18", "EC2.19", "NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(11)", "NIST.800-53.r5 SC-7(21)"],
  decide({ configuration, posture }) {
    const network = networkModelOf(configuration);
    const { ingress, declaredConnections: declared } = classifyExternalConnections(network, posture);
    const openConnections = { proofs: [], counterexamples: [], doubts: ingress };
    const declaredNetworks = declared.map((connection) => examineExternalNetwork(network, connection));
    return verdictOf(
      findingsInNetwork(
        configuration,
        mergeFindings([
          ...[...network.studioVpcs].map((vpc) => examine(network, vpc)),
          ...declaredNetworks,
          openConnections,
          findingsOf({ doubts: undeclaredStudioVpcs(network, "its gateways are not known") }),
        ]),
      ),
    );
  },
};

function examine(network: NetworkModel, vpc: string): Findings {
  const gateways = internetGatewaysIntoVpc(network, vpc);
  if (gateways.length === 0) {
    return proof(`${vpc} has no internet gateway, so no connection from the internet arrives`, vpc);
  }
  const participants = findingsOf({ doubts: participantsIn(network, vpc) });
  const callable = reachableAddresses(network, vpc);
  const silent = proof(
    `${gateways.join(", ")} has no address in ${vpc} to forward a new connection to`,
    vpc,
    ...gateways,
  );
  return mergeFindings([
    participants,
    ...(callable.length === 0 ? [silent] : callable.map((address) => examineAddress(network, vpc, address, gateways))),
  ]);
}

/** A declared network may forward connections from the internet, so no security group may allow internet addresses. */
function examineExternalNetwork(network: NetworkModel, externalNetwork: string): Findings {
  const rules = [...network.studioVpcs].flatMap((vpc) =>
    securityGroupRules(network, securityGroupsInVpc(network, vpc), "ingress"),
  );
  const open = rules.filter(({ peer }) => peer.kind === "addresses" && overlaps(peer.addresses, internetAddresses));
  const unclear = rules.filter(({ peer }) => peer.kind === "unknown" || peer.kind === "prefix-list");
  const balancers = [...network.studioVpcs].flatMap((vpc) => openLoadBalancers(network, vpc));
  return mergeFindings([
    ...balancers.map((address) =>
      doubt(`${externalNetwork} connects a declared network, and ${address} has no security group`, address),
    ),
    ...open.map(({ address }) =>
      counterexample(
        `${externalNetwork} connects a declared network, and ${address} allows internet addresses`,
        externalNetwork,
        address,
      ),
    ),
    ...unclear.map(({ address }) =>
      doubt(
        `${externalNetwork} connects a declared network, and verify cannot resolve the source of ${address}`,
        externalNetwork,
        address,
      ),
    ),
    proof(
      `${externalNetwork} connects a declared network, and no security group allows an internet address`,
      externalNetwork,
    ),
  ]);
}

/** Without addresses of NAT gateways, which accept only responses, and addresses that no resource has. */
function reachableAddresses(network: NetworkModel, vpc: string): readonly PublicIpAddress[] {
  const ipv6 = [...network.subnets.values()]
    .filter((subnet) => subnet.vpc === vpc && subnet.ipv6Block !== "none")
    .map(
      ({ key, ipv6Block }): PublicIpAddress => ({
        address: key,
        description: "public IPv6 addresses",
        use: ipv6Block === "certain" ? "reachable" : "unknown",
        associatedResource: key,
      }),
    );
  const named = network.publicIpAddresses.filter(({ use, address }) => {
    const place = network.subnets.get(address)?.vpc;
    return (use === "reachable" || use === "unknown") && (place === undefined || place === vpc);
  });
  return [...named, ...ipv6];
}

function examineAddress(
  network: NetworkModel,
  vpc: string,
  { address, description: what, use, associatedResource: holder }: PublicIpAddress,
  gateways: readonly string[],
): Findings {
  const ofHolder = securityGroupsOfHolder(network, holder);
  if (ofHolder === undefined && isLoadBalancer(network, holder)) {
    const text = `${gateways[0]} -> ${address} (${what}), which has no security group`;
    return (use === "unknown" ? doubt : counterexample)(text, ...gateways, address);
  }
  const groups = ofHolder ?? securityGroupsInVpc(network, vpc);
  const rules = securityGroupRules(network, groups, "ingress");
  const open = rules.filter(({ peer }) => peer.kind === "addresses" && overlaps(peer.addresses, internetAddresses));
  const unclear = rules.filter(({ peer }) => peer.kind === "unknown" || peer.kind === "prefix-list");
  const foreign = groups.find((key) => !network.securityGroups.has(key));
  const [rule] = open;
  if (rule !== undefined) {
    const text = `${gateways[0]} -> ${address} (${what}), allowed by ${rule.address}`;
    return use === "unknown"
      ? doubt(text, ...gateways, address)
      : counterexample(text, ...gateways, address, rule.address);
  }
  if (foreign !== undefined) {
    return doubt(`${address} (${what}) may be reachable: ${foreign} is not in this configuration`, address);
  }
  return unclear.length > 0
    ? doubt(
        `${address} (${what}) may be reachable: verify cannot resolve the source of ${unclear[0]?.address}`,
        address,
      )
    : proof(`no security group allows the internet to reach ${address}`, address, ...groups);
}

/**
 * A Network Load Balancer without security groups takes connections from every address. Others get the default group of the VPC, which may
 * allow them.
 */
function isLoadBalancer({ graph }: NetworkModel, holder: string | undefined): boolean {
  return graph.ofType(...balancerTypes).some(({ address }) => address === holder);
}

/** Load balancers in the VPC that no security group protects. */
function openLoadBalancers(network: NetworkModel, vpc: string): readonly string[] {
  const { graph, interfaceOwners, subnets } = network;
  return graph
    .ofType(...balancerTypes)
    .filter(({ address }) => securityGroupsOfHolder(network, address) === undefined)
    .filter((balancer) =>
      subnetsWithInterfacesOf(interfaceOwners, balancer).some((key) => subnets.get(key)?.vpc === vpc),
    )
    .map(({ address }) => address);
}

function securityGroupsInVpc({ securityGroups }: NetworkModel, vpc: string): readonly string[] {
  return [...securityGroups.values()].filter((group) => group.vpc === vpc).map(({ key }) => key);
}

/** The security groups in the arguments of the resource that has the address; `undefined` if there are none. */
function securityGroupsOfHolder({ graph }: NetworkModel, holder: string | undefined): readonly string[] | undefined {
  const values = holder === undefined ? undefined : graph.find(holder)?.values;
  const named = values?.vpc_security_group_ids ?? values?.security_groups;
  return Array.isArray(named) && named.length > 0
    ? named.flatMap((group) => securityGroupKey(graph, group) ?? [])
    : undefined;
}
