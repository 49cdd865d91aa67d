import { findingsInNetwork } from "../../network/absent-network";
import { type NetworkModel, networkModelOf, participantsIn, undeclaredStudioVpcs } from "../../network/network-model";
import { egressPathsToInternet, internetPaths, undecidedPaths } from "../../network/paths/egress-paths";
import { internetGatewaysIntoVpc } from "../../network/routes/route-tables";
import type { PublicIpAddress } from "../../network/vpc/public-ip-addresses";
import { laterInput, waysToDecide } from "../../terraform/references/later-input";
import { type Claim, type ClaimSubject, type Evidence, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, findingsOf, mergeFindings, proof } from "../../verdict/findings";

export const noPublicAddress: Claim = {
  name: "no-public-address",
  title: "No public IP addresses",
  meaning:
    "No resource has a public IPv4 or IPv6 address, except NAT gateways that serve inspected traffic in an inspected environment.",
  details: [
    "Elastic IP addresses, public addresses on launch, public endpoints and internet-facing load balancers count.",
    "Resources of VPCs that nothing in the configuration connects with Studio's do not count.",
    "Permitted are addresses of NAT gateways on a path from the Studio VPC that crosses exactly one firewall endpoint.",
    "An isolated environment has no NAT gateway, so no Elastic IP address is permitted there.",
    "An IPv6 block violates the claim, because its addresses are public.",
    "IPv6 blocks count in the VPC of Studio and in each VPC on its paths to the internet.",
    "A participant in a shared subnet makes the claim undecided where the VPC has an internet gateway.",
    "A VPC of Studio that is not declared here makes the claim undecided.",
  ],
  remedy: "Remove the Elastic IP address, the IPv6 block, or the argument that assigns a public address.",
  topic: "network",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["EC2.9", "EC2.15", "NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(21)"],
  decide(subject: ClaimSubject) {
    const network = networkModelOf(subject.configuration);
    const permitted = subject.posture.kind === "isolated" ? noNatGateways : inspectedNatGateways(network);
    return verdictOf(
      findingsInNetwork(
        subject.configuration,
        mergeFindings([
          ...network.publicIpAddresses
            .filter(({ address }) => !isOutsidePerimeter(network, address))
            .map((address) => examine(address, permitted)),
          ...ipv6(network),
          ...privateSubnets(network),
          findingsOf({ doubts: addressesOfParticipants(network) }),
          findingsOf({ doubts: undeclaredStudioVpcs(network, "its subnets may give public addresses") }),
        ]),
      ),
    );
  },
};

function isOutsidePerimeter(network: NetworkModel, address: string): boolean {
  const resource = network.graph.find(address);
  return resource !== undefined && network.isOutsidePerimeter(resource);
}

/** The NAT gateways whose addresses are permitted, and why others are not. */
interface PermittedNatGateways {
  readonly addresses: ReadonlySet<string>;
  readonly remark: string;
  /** Paths that could not be traced may use more gateways. */
  readonly isComplete: boolean;
}

const noNatGateways: PermittedNatGateways = {
  addresses: new Set(),
  remark: ", for a NAT gateway, which an isolated environment must not have",
  isComplete: true,
};

function inspectedNatGateways(network: NetworkModel): PermittedNatGateways {
  const egress = egressPathsToInternet(network);
  const inspected = egress
    .flatMap(internetPaths)
    .filter(({ hops }) => hops.filter(({ kind }) => kind === "firewall").length === 1);
  return {
    addresses: new Set(
      inspected.flatMap(({ hops }) => hops.flatMap(({ kind, address }) => (kind === "nat" ? [address] : []))),
    ),
    remark: ", for a NAT gateway that serves no inspected traffic",
    isComplete: egress.flatMap(undecidedPaths).length === 0,
  };
}

function examine(
  { address, description: what, use, associatedResource: holder }: PublicIpAddress,
  { addresses, remark, isComplete }: PermittedNatGateways,
): Findings {
  if (use === "unknown") {
    return doubt(`${address} may give ${what}: its value is not in this configuration`, address);
  }
  if (use !== "nat") {
    return counterexample(`${address} gives ${what}`, address);
  }
  if (addresses.has(holder ?? "")) {
    return proof(
      `${address} belongs to a NAT gateway of inspected traffic, which accepts no inbound connection`,
      address,
    );
  }
  return (isComplete ? counterexample : doubt)(`${address} gives ${what}${remark}`, address);
}

/** Every IPv6 block that AWS assigns is public. */
function ipv6(network: NetworkModel): readonly Findings[] {
  const { vpcs, subnets, graph } = network;
  const ways = waysToDecide(graph.configuration, laterInput);
  const crossed = egressPathsToInternet(network).flatMap((egress) =>
    internetPaths(egress).flatMap(({ hops }) => hops.flatMap(({ subnet }) => subnet?.vpc ?? [])),
  );
  const studioVpcs = new Set([...network.studioVpcs, ...crossed]);
  const blocks = [
    ...[...vpcs.values()].filter(({ key }) => studioVpcs.has(key)),
    ...[...subnets.values()].filter(({ vpc }) => vpc !== undefined && studioVpcs.has(vpc)),
  ];
  return blocks
    .filter(({ ipv6Block }) => ipv6Block !== "none")
    .map(({ key, ipv6Block }) =>
      ipv6Block === "possible"
        ? doubt(`${key} may have an IPv6 block, whose addresses are public${ways}`, key)
        : counterexample(`${key} has an IPv6 block, whose addresses are public`, key),
    );
}

/** Only an internet gateway makes an address public. */
function addressesOfParticipants(network: NetworkModel): readonly Evidence[] {
  return [...network.perimeterVpcs]
    .filter((vpc) => internetGatewaysIntoVpc(network, vpc).length > 0)
    .flatMap((vpc) => participantsIn(network, vpc));
}

function privateSubnets({ subnets, publicIpAddresses: publicAddresses }: NetworkModel): readonly Findings[] {
  const open = new Set(publicAddresses.map(({ address }) => address));
  return [...subnets.values()]
    .filter(({ key, ipv6Block }) => !open.has(key) && ipv6Block === "none")
    .map(({ key }) => proof(`${key} gives its network interfaces only private addresses`, key));
}
