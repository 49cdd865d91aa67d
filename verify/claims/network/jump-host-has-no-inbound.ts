import { type Ec2Instance, ec2InstancesOf } from "../../network/compute/ec2-instances";
import { securityGroupRules } from "../../network/endpoints/packet-filters";
import { protocolPortRangeText } from "../../network/filters/filter-rules";
import type { SecurityGroupRule } from "../../network/filters/read-security-groups";
import { type NetworkModel, networkModelOf, participantsIn } from "../../network/network-model";
import { unreadPartsOfNetwork } from "../../network/vpc/has-network";
import type { PublicIpAddress } from "../../network/vpc/public-ip-addresses";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

export const jumpHostHasNoInbound: Claim = {
  name: "jump-host-has-no-inbound",
  title: "EC2 instances accept no inbound connections",
  meaning:
    "No EC2 instance accepts inbound connections, has a public address, or shares a subnet or security group with Studio.",
  details: [
    "Launch templates, launch configurations and Spot requests count as instances.",
    "Nodes of EMR clusters do not count, because users connect to them.",
    "Instances of VPCs that nothing in the configuration connects with Studio's do not count.",
    "Any inbound security group rule violates the claim, whatever its source.",
    "An instance without a security group has the default group of its VPC.",
    "A security group or subnet that is declared elsewhere makes the claim undecided.",
    "A network interface that no instance of the configuration uses makes the claim undecided, because its owner is unknown.",
    "A participant in a shared subnet of Studio makes the claim undecided, because it may run instances there.",
    "Without instances, launch templates and separate network interfaces the claim is not applicable.",
  ],
  remedy:
    "Remove the inbound rules and the public address, and connect through Systems Manager. Give the instance its own subnet and security group.",
  topic: "network",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["EC2.9", "EC2.18", "EC2.19", "NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(21)"],
  decide({ configuration }) {
    const network = networkModelOf(configuration);
    const all = ec2InstancesOf(network);
    const machines = all.filter(({ address }) => {
      const resource = network.graph.find(address);
      return resource === undefined || !network.isOutsidePerimeter(resource);
    });
    const { studioVpcConfig: studio, studioVpcs } = network;
    const participants = [...studioVpcs].flatMap((vpc) =>
      participantsIn(network, vpc, (subnet) => studio.subnets.has(subnet)),
    );
    const unread = unreadPartsOfNetwork(configuration).map(({ address, text }) => doubt(text, address));
    const text = "the configuration has no EC2 instance, launch template or separate network interface";
    const none = notApplicable(text, all.length === 0 ? "instance" : undefined);
    const found = machines.length === 0 ? [none] : machines.map((machine) => examine(network, machine));
    return verdictOf(mergeFindings([...found, ...unread, findingsOf({ doubts: participants })]));
  },
};

function examine(network: NetworkModel, machine: Ec2Instance): Findings {
  const { address, unresolved: unread } = machine;
  return mergeFindings([
    examineGroups(network, machine),
    examineAddresses(network, machine),
    examinePlacement(network, machine),
    ...unread.map((what) => doubt(`${address} uses ${what}, which is not in this configuration`, address)),
  ]);
}

function examineGroups(network: NetworkModel, { address, securityGroups: groups }: Ec2Instance): Findings {
  if (groups.length === 0) {
    return doubt(`${address} has no security group, and no subnet that sets its default group`, address);
  }
  const foreign = groups.filter((key) => !network.securityGroups.has(key));
  const rules = securityGroupRules(network, groups, "ingress");
  const silent = proof(
    `${address} accepts no connection: ${groups.join(", ")} has no inbound rule`,
    address,
    ...groups,
  );
  return mergeFindings([
    ...foreign.map((key) => doubt(`${address} has security group ${key}, which is not in this configuration`, address)),
    ...rules.map((rule) => examineRule(address, rule)),
    ...(foreign.length === 0 && rules.length === 0 ? [silent] : []),
  ]);
}

/** No inbound rule is necessary: administrators connect through the SSM Agent, which opens outbound connections. */
function examineRule(machine: string, { address, portRange: scope, peer }: SecurityGroupRule): Findings {
  const text = `${machine} accepts ${protocolPortRangeText(scope)} from ${"text" in peer ? peer.text : peer.key}`;
  return peer.kind === "unknown"
    ? doubt(`${text}, which verify cannot resolve`, machine, address)
    : counterexample(text, machine, address);
}

function examineAddresses(
  { publicIpAddresses: publicAddresses }: NetworkModel,
  { address, publicAddressResources: holders, hasIpv6 }: Ec2Instance,
): Findings {
  const held = publicAddresses.filter((one) =>
    [one.associatedResource, one.address].some((key) => holders.includes(key ?? "")),
  );
  const found = held.map((one) => examineAddress(address, one));
  const ipv6 = hasIpv6 ? [counterexample(`${address} has an IPv6 address, which is public`, address)] : [];
  return found.length + ipv6.length === 0
    ? proof(`${address} has no public address`, address)
    : mergeFindings([...found, ...ipv6]);
}

function examineAddress(machine: string, { address, description: what, use }: PublicIpAddress): Findings {
  return use === "unknown"
    ? doubt(`${machine} may have ${what}: ${address} does not set it`, machine, address)
    : counterexample(`${machine} has ${what}`, machine, address);
}

/** What stands or passes for Studio may do what Studio may. */
function examinePlacement(
  { studioVpcConfig: studio, subnets: declared }: NetworkModel,
  { address, subnets, securityGroups: groups }: Ec2Instance,
): Findings {
  const among = subnets.filter((key) => studio.subnets.has(key));
  const shared = groups.filter((key) =>
    studio.securityGroupSets.some(({ securityGroups: worn }) => worn.includes(key)),
  );
  const found = [
    ...among.map((key) => counterexample(`${address} runs in ${key}, which is a subnet of Studio`, address, key)),
    ...shared.map((key) =>
      counterexample(`${address} has security group ${key}, which is a group of Studio`, address, key),
    ),
  ];
  if (found.length > 0) {
    return mergeFindings(found);
  }
  const elsewhere = subnets.filter((key) => declared.get(key)?.resource?.mode !== "managed");
  if (elsewhere.length > 0) {
    return doubt(`${address} runs in ${elsewhere.join(", ")}, which is not in this configuration`, address);
  }
  return subnets.length === 0
    ? doubt(`${address}: its subnet is not in this configuration`, address)
    : proof(`${address} runs in ${subnets.join(", ")}, which Studio does not use`, address, ...subnets);
}
