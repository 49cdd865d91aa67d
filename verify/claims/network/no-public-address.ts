import { type NetworkModel, networkModelOf } from "../../network/network-model";
import type { PublicIpAddress } from "../../network/vpc/public-ip-addresses";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, mergeFindings, proof } from "../../verdict/findings";

export const noPublicAddress: Claim = {
  name: "no-public-address",
  title: "No public IP addresses",
  meaning: "No resource has a public IPv4 or IPv6 address, except NAT gateways in an inspected environment.",
  details: [
    "Elastic IP addresses, public addresses on launch, public endpoints and internet-facing load balancers count.",
    "An isolated environment has no NAT gateway, so no Elastic IP address is permitted there.",
    "An IPv6 block on a Studio VPC or subnet violates the claim, because its addresses are public.",
  ],
  remedy: "Remove the Elastic IP address, the IPv6 block, or the argument that assigns a public address.",
  topic: "network",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["EC2.9", "EC2.15", "NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(21)"],
  decide(subject: ClaimSubject) {
    const network = networkModelOf(subject.configuration);
    const isIsolated = subject.posture.kind === "isolated";
    return verdictOf(
      mergeFindings([
        ...network.publicIpAddresses.map((address) => examine(address, isIsolated)),
        ...ipv6(network),
        ...privateSubnets(network),
      ]),
    );
  },
};

function examine({ address, description: what, use }: PublicIpAddress, isIsolated: boolean): Findings {
  if (use === "nat" && !isIsolated) {
    return proof(`${address} belongs to a NAT gateway, which accepts no inbound connection`, address);
  }
  if (use === "unknown") {
    return doubt(`${address} may give ${what}: its value is not in this configuration`, address);
  }
  const remark = use === "nat" ? ", for a NAT gateway, which an isolated environment must not have" : "";
  return counterexample(`${address} gives ${what}${remark}`, address);
}

/** Every IPv6 block that AWS assigns is public. */
function ipv6({ vpcs, subnets, studioVpcs }: NetworkModel): readonly Findings[] {
  const blocks = [
    ...[...vpcs.values()].filter(({ key }) => studioVpcs.has(key)),
    ...[...subnets.values()].filter(({ vpc }) => vpc !== undefined && studioVpcs.has(vpc)),
  ];
  return blocks
    .filter(({ hasIpv6 }) => hasIpv6)
    .map(({ key }) => counterexample(`${key} has an IPv6 block, whose addresses are public`, key));
}

function privateSubnets({ subnets, publicIpAddresses: publicAddresses }: NetworkModel): readonly Findings[] {
  const open = new Set(publicAddresses.map(({ address }) => address));
  return [...subnets.values()]
    .filter(({ key, hasIpv6 }) => !open.has(key) && !hasIpv6)
    .map(({ key }) => proof(`${key} gives its network interfaces only private addresses`, key));
}
