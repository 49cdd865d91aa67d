import { emptySet, intersection } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { ForwardingPath } from "../../network/paths/forwarding-path";
import { tracePackets } from "../../network/paths/trace-packets";
import type { Subnet } from "../../network/vpc/read-subnets";
import { type AnswerCase, caseOfSteps, type Step } from "../answer";
import { securityGroupStep } from "./filter-steps";
import type { NetworkInterface } from "./interfaces";
import { trafficClassOf } from "./packet-ends";
import type { PacketScope, PacketSource } from "./packet-question";
import { casesOfPath, entrySteps } from "./path-cases";

/**
 * Packets to interfaces in subnets of the configuration.
 *
 * @param wanted addresses that the question names. @default - every address of the interface's subnets
 */
export function localCases(
  scope: PacketScope,
  source: PacketSource,
  targets: readonly NetworkInterface[],
  wanted?: AddressSet,
  before: readonly Step[] = [],
): readonly AnswerCase[] {
  const places = targets.flatMap((target) => target.subnets.map((subnet) => ({ target, subnet })));
  if (places.length === 0) {
    const step: Step = {
      kind: "destination",
      outcome: "unknown",
      text: "the subnets of the destination are not known",
      addresses: [],
    };
    return [caseOfSteps([source.network.label], [...before, step])];
  }
  return places.flatMap(({ target, subnet }) => casesToSubnet(scope, source, { target, subnet, wanted, before }));
}

interface Destination {
  readonly target: NetworkInterface;
  readonly subnet: Subnet;
  readonly wanted: AddressSet | undefined;
  readonly before: readonly Step[];
}

function casesToSubnet(
  { configuration, network, question }: PacketScope,
  source: PacketSource,
  { target, subnet, wanted, before }: Destination,
): readonly AnswerCase[] {
  const { service } = question;
  const traffic = trafficClassOf(service);
  const examples = [`${source.network.label} in ${source.subnet.key} to ${target.label} in ${subnet.key}`];
  const all = subnet.addresses ?? emptySet;
  const destinations = wanted === undefined ? all : intersection(all, wanted);
  const out = securityGroupStep(network, source.network.securityGroups, "egress", traffic, {
    addresses: destinations,
    securityGroups: target.securityGroups,
  });
  const into = securityGroupStep(network, target.securityGroups, "ingress", traffic, {
    addresses: source.addresses ?? emptySet,
    securityGroups: source.network.securityGroups,
  });
  const filters = [...before, out.step];
  if (subnet.addresses === undefined || source.addresses === undefined) {
    const text = `the addresses of ${subnet.addresses === undefined ? subnet.key : source.subnet.key} cannot be resolved`;
    return [caseOfSteps(examples, [...filters, routeStep("unknown", text, subnet), into.step])];
  }
  if (subnet.key === source.subnet.key) {
    const text = `delivered inside ${subnet.key}, where no network ACL or route applies`;
    return [caseOfSteps(examples, [...filters, routeStep("forwards", text, subnet), into.step])];
  }
  const entry = entrySteps(network, subnet, service, source.addresses);
  const replies = returnStep(
    tracePackets(network, { ...subnet, addresses: destinations }, source.addresses),
    subnet,
    source.subnet,
  );
  const paths = tracePackets(network, { ...source.subnet, addresses: source.addresses }, destinations);
  return paths.flatMap((path) =>
    casesOfPath(
      {
        configuration,
        network,
        service,
        path,
        sources: source.addresses,
        before: filters,
        after: [...entry, into.step, ...replies, ...statefulPathStep(path)],
        destinations: out.peers.length === 0 ? path.destinations : intersection(path.destinations, out.peers),
        publicAddress: source.network.publicAddress,
      },
      examples,
    ),
  );
}

function routeStep(outcome: Step["outcome"], text: string, { key }: Subnet): Step {
  return { kind: "route", outcome, text, addresses: [key] };
}

/** Replies come back by the routes of the destination. */
function returnStep(paths: readonly ForwardingPath[], from: Subnet, to: Subnet): readonly Step[] {
  if (paths.length > 0 && paths.every(({ disposition }) => disposition.kind === "local")) {
    return [];
  }
  const isOpen = paths.some(({ disposition: end }) => end.kind === "unknown" || end.kind === "external-network");
  const isDenied = paths.every(({ disposition }) => disposition.kind === "dropped");
  const outcome = isDenied && !isOpen ? "denies" : "unknown";
  const text = `replies from ${from.key} to ${to.key} ${outcome === "denies" ? "have no route" : "may take another path"}`;
  return [{ kind: "return-path", outcome, text, addresses: [from.key, to.key] }];
}

/** A firewall inside a VPC drops replies that take another path, and no model reads that path. */
function statefulPathStep({ hops }: ForwardingPath): readonly Step[] {
  const stateful = hops.find(({ kind }) => kind === "firewall" || kind === "nat");
  const text = `whether replies come back through ${stateful?.address} is not modeled for packets inside a VPC`;
  return stateful === undefined
    ? []
    : [{ kind: "return-path", outcome: "unknown", text, addresses: [stateful.address] }];
}
