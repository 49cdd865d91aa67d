import { intersection } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { ephemeralPorts } from "../../network/endpoints/packet-filters";
import type { TrafficClass } from "../../network/filters/filter-rules";
import type { TrafficDirection } from "../../network/filters/network-acls";
import type { NetworkModel } from "../../network/network-model";
import { type ForwardingPath, type Hop, needsPublicAddress } from "../../network/paths/forwarding-path";
import { returnPathSegments } from "../../network/paths/return-path-segments";
import { checkReturnPathSymmetry } from "../../network/paths/return-path-symmetry";
import type { Subnet } from "../../network/vpc/read-subnets";
import type { TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type AnswerCase, caseOfSteps, type Step } from "../answer";
import { networkAclStep } from "./filter-steps";
import { firewallOutcomes } from "./firewall-step";
import { type PacketService, trafficClassOf } from "./packet-ends";

/** One path of the packets that a question is about. */
export interface AskedPath {
  readonly configuration: TerraformConfiguration;
  readonly network: NetworkModel;
  readonly service: PacketService;
  /** The name that the client asks for. @default - none */
  readonly hostName?: string;
  readonly path: ForwardingPath;
  /** Addresses that the source may have. */
  readonly sources: AddressSet | undefined;
  /** Steps before the path, and after it. */
  readonly before: readonly Step[];
  readonly after: readonly Step[];
  /** Destinations that the security groups of the source allow. */
  readonly destinations: AddressSet;
  /** Whether the source has a public IPv4 address, which a path without a NAT gateway needs. */
  readonly publicAddress: "yes" | "no" | "unknown";
  /** Whether the packets arrive through a gateway, which has no network ACL. @default false */
  readonly startsAtGateway?: boolean;
}

/** The cases of a path: one, or one for each decision of its firewalls. */
export function casesOfPath(asked: AskedPath, examples: readonly string[]): readonly AnswerCase[] {
  const { path, before, after, configuration, service, hostName, sources } = asked;
  const hops = stepsOfHops(asked);
  const end = endSteps(asked);
  const all = (firewallSteps: readonly Step[]): readonly Step[] => [
    ...before,
    ...hops.steps.map(
      (step) => firewallSteps.find((one) => one.addresses[0] === step.addresses[0] && step.kind === "firewall") ?? step,
    ),
    ...end,
    ...after,
  ];
  const firewalls = path.hops.filter(({ kind }) => kind === "firewall").map(({ address }) => address);
  const settled = caseOfSteps(examples, all([]));
  if (firewalls.length === 0 || settled.kind === "denied" || hops.destinations.length === 0) {
    return [settled];
  }
  const traffic = { service, sources, destinations: hops.destinations, ...(hostName !== undefined && { hostName }) };
  return firewallOutcomes(configuration, firewalls, traffic).map(({ steps, examples: flows }) =>
    caseOfSteps([...examples, ...flows], all(steps)),
  );
}

/** What happens at each hop, and the destinations that no network ACL denies. */
function stepsOfHops({ network, service, path, destinations, sources, publicAddress, startsAtGateway }: AskedPath): {
  readonly steps: readonly Step[];
  readonly destinations: AddressSet;
} {
  const steps: Step[] = [];
  let left = destinations;
  let from = sources;
  let current = path.source;
  const leave = (subnet: Subnet): void => {
    const acl = networkAclSteps(network, subnet, "egress", service, left);
    steps.push(...acl.steps);
    left = acl.peers;
  };
  if (startsAtGateway !== true) {
    leave(current);
  }
  for (const hop of path.hops) {
    const { subnet } = hop;
    if (subnet !== undefined && subnet.key !== current.key) {
      steps.push(...entrySteps(network, subnet, service, from));
    }
    steps.push(stepOfHop(hop, path, publicAddress));
    from = hop.kind === "nat" ? subnet?.addresses : from;
    if (subnet !== undefined && subnet.key !== current.key) {
      current = subnet;
      leave(subnet);
    }
  }
  return { steps, destinations: left };
}

/** The network ACL of a subnet that packets enter on their way, and that their replies leave. */
export function entrySteps(
  network: NetworkModel,
  subnet: Subnet,
  service: PacketService,
  from: AddressSet | undefined,
): readonly Step[] {
  if (from === undefined) {
    const text = `the addresses of the packets that enter ${subnet.key} are not known`;
    const acls = network.networkAcls.aclsOf(subnet);
    return acls.length === 0 ? [] : [{ kind: "network-acl", outcome: "unknown", text, addresses: [subnet.key] }];
  }
  return networkAclSteps(network, subnet, "ingress", service, from).steps;
}

/** What a network ACL does with packets of one direction and with their replies, and the peers of which it denies neither. */
function networkAclSteps(
  network: NetworkModel,
  subnet: Subnet,
  direction: TrafficDirection,
  service: PacketService,
  peers: AddressSet,
): { readonly steps: readonly Step[]; readonly peers: AddressSet } {
  const isOutbound = direction === "egress";
  const packets = networkAclStep(network, subnet, {
    name: isOutbound ? "outbound packets" : "inbound packets",
    direction,
    traffics: [trafficClassOf(service)],
    peers,
  });
  const replies = networkAclStep(network, subnet, {
    name: "their replies",
    direction: isOutbound ? "ingress" : "egress",
    traffics: repliesTo(network, service),
    peers: packets.peers,
  });
  return { steps: bothWays(packets.step, replies.step), peers: intersection(packets.peers, replies.peers) };
}

/** One step for packets and their replies if both are allowed, and none for replies to packets that are denied. */
function bothWays(packets: Step, replies: Step): readonly Step[] {
  if (packets.outcome === "denies") {
    return [packets];
  }
  return packets.outcome === "allows" && replies.outcome === "allows"
    ? [{ ...packets, text: `${packets.text} and their replies` }]
    : [packets, replies];
}

/** Replies to a TCP or UDP client go to every port that it may have chosen. */
function repliesTo({ networkAcls }: NetworkModel, service: PacketService): readonly TrafficClass[] {
  const traffic = trafficClassOf(service);
  return traffic.kind === "icmp"
    ? [traffic]
    : networkAcls.distinguishedPorts(...ephemeralPorts).map((port) => ({ kind: traffic.kind, port }));
}

function stepOfHop(hop: Hop, path: ForwardingPath, publicAddress: AskedPath["publicAddress"]): Step {
  const { hops } = path;
  const { address, subnet, route } = hop;
  const addresses = [address, ...(subnet === undefined ? [] : [subnet.key])];
  const place = subnet === undefined ? "" : ` in ${subnet.key}`;
  switch (hop.kind) {
    case "route":
      return {
        kind: "route",
        outcome: "forwards",
        text: `${route?.table ?? address} routes ${route?.destination ?? "it"}${nextHopText(hops, hop)}`,
        addresses: [address, ...(route === undefined || route.table === address ? [] : [route.table])],
      };
    case "firewall":
      return { kind: "firewall", outcome: "forwards", text: `${address}${place}`, addresses };
    case "nat":
      return { kind: "nat", outcome: "forwards", text: `${address}${place} translates the source address`, addresses };
    case "to-transit-gateway":
    case "from-transit-gateway": {
      const verb = hop.kind === "to-transit-gateway" ? "takes it to the transit gateway" : "delivers it to the VPC";
      return { kind: "transit-gateway", outcome: "forwards", text: `${address}${place} ${verb}`, addresses };
    }
    case "appliance":
      return {
        kind: "destination",
        outcome: "unknown",
        text: `${address}${place} may forward packets anywhere`,
        addresses,
      };
    case "internet-gateway": {
      const isPublic = !needsPublicAddress(path) || publicAddress === "yes";
      const outcome = isPublic ? "forwards" : publicAddress === "no" ? "denies" : "unknown";
      const text = {
        forwards: `${address} forwards to the internet`,
        denies: `${address} does not forward it: the source has no public address, and the path no NAT gateway`,
        unknown: `${address} forwards only from a public address, and whether the source has one is not known`,
      }[outcome];
      return { kind: "internet-gateway", outcome, text, addresses };
    }
  }
}

function nextHopText(hops: readonly Hop[], hop: Hop): string {
  const next = hops[hops.indexOf(hop) + 1];
  return next === undefined || next.kind === "route" ? "" : ` to ${next.address}`;
}

/** How the path ends, and whether replies come back. */
function endSteps({ network, path, service }: AskedPath): readonly Step[] {
  const { disposition } = path;
  const step = (outcome: Step["outcome"], text: string, addresses: readonly string[] = []): Step => ({
    kind: "destination",
    outcome,
    text,
    addresses,
  });
  switch (disposition.kind) {
    case "internet":
      return returnSteps(network, path, service);
    case "service":
      return [
        {
          kind: "endpoint",
          outcome: "forwards",
          text: `${disposition.endpoint} delivers to its service`,
          addresses: [disposition.endpoint],
        },
      ];
    case "local":
      return [{ kind: "route", outcome: "forwards", text: "the local route of the VPC delivers it", addresses: [] }];
    case "dropped":
      return [
        {
          kind: disposition.isDeniedByAcl === true ? "network-acl" : "route",
          outcome: "denies",
          text: disposition.reason,
          addresses: [],
        },
      ];
    case "external-network":
      return [
        step("unknown", `it continues in ${disposition.description}, outside this configuration`, [
          disposition.address,
        ]),
      ];
    case "unknown":
      return [step("unknown", disposition.text)];
  }
}

/** A datagram that leaves needs no reply. */
function returnSteps(network: NetworkModel, path: ForwardingPath, service: PacketService): readonly Step[] {
  const isConnection = trafficClassOf(service).kind === "tcp";
  return returnPathSegments(network, path).flatMap((segment): readonly Step[] => {
    const { counterexamples, doubts } = checkReturnPathSymmetry(segment);
    const [found] = [...counterexamples, ...doubts];
    if (found === undefined || !isConnection) {
      return [];
    }
    const outcome = counterexamples.length > 0 ? "denies" : "unknown";
    return [
      { kind: "return-path", outcome, text: `replies do not come back: ${found.text}`, addresses: found.addresses },
    ];
  });
}
