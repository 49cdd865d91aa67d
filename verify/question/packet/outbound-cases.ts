import { allIpv4Addresses, internetAddresses } from "../../../ip/internet-addresses";
import { intersection, overlaps } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { VpcEndpoint } from "../../network/endpoints/vpc-endpoints";
import type { ForwardingPath } from "../../network/paths/forwarding-path";
import { tracePackets } from "../../network/paths/trace-packets";
import { type AnswerCase, caseOfSteps, type Step } from "../answer";
import { securityGroupStep } from "./filter-steps";
import type { NetworkInterface } from "./interfaces";
import { localCases } from "./local-cases";
import { trafficClassOf } from "./packet-ends";
import type { PacketScope, PacketSource } from "./packet-question";
import { casesOfPath } from "./path-cases";
import { casesBehindEndpoint } from "./service-cases";

/** Packets to addresses outside the subnets of the configuration. */
export function internetCases(
  scope: PacketScope,
  source: PacketSource,
  wanted: AddressSet,
  before: readonly Step[],
): readonly AnswerCase[] {
  const { network, question } = scope;
  const isAnyPublic = question.destination.kind !== "addresses";
  const destinations =
    isAnyPublic && source.subnet.ipv6Block === "none" ? intersection(wanted, allIpv4Addresses) : wanted;
  const peer = { addresses: destinations, securityGroups: [] };
  const { step, peers } = securityGroupStep(
    network,
    source.network.securityGroups,
    "egress",
    trafficClassOf(question.service),
    peer,
  );
  const paths = tracePackets(network, { ...source.subnet, addresses: source.addresses }, destinations);
  // The addresses of a gateway endpoint belong to AWS services, which a question names by their endpoint.
  const asked = paths.filter(({ disposition }) => disposition.kind !== "service");
  return casesOfPaths(scope, source, asked, { before: [...before, step], destinations: peers });
}

/** Packets to a VPC endpoint. */
export function endpointCases(
  scope: PacketScope,
  source: PacketSource,
  endpoint: VpcEndpoint,
  before: readonly Step[],
): readonly AnswerCase[] {
  const { network, question } = scope;
  if (endpoint.type !== "Gateway") {
    const { subnets, securityGroups, address } = endpoint;
    const target: NetworkInterface = { label: address, address, subnets, securityGroups, publicAddress: "no" };
    return casesBehindEndpoint(scope, endpoint, localCases(scope, source, [target], undefined, before));
  }
  const destinations = intersection(internetAddresses, allIpv4Addresses);
  const peer = { addresses: destinations, securityGroups: [], gatewayEndpoint: endpoint };
  const { step, peers } = securityGroupStep(
    network,
    source.network.securityGroups,
    "egress",
    trafficClassOf(question.service),
    peer,
  );
  const paths = tracePackets(network, { ...source.subnet, addresses: source.addresses }, destinations);
  const served = paths.filter(({ disposition: end }) => end.kind === "service" && end.endpoint === endpoint.address);
  if (served.length > 0) {
    return casesOfPaths(scope, source, served, { before: [...before, step], destinations: peers });
  }
  const text = `no route of ${source.subnet.key} targets ${endpoint.address}`;
  const isOpen = paths.some(({ disposition }) => disposition.kind === "unknown");
  const missing: Step = {
    kind: "route",
    outcome: isOpen ? "unknown" : "denies",
    text,
    addresses: [source.subnet.key, endpoint.address],
  };
  return [caseOfSteps([source.network.label], [...before, step, missing])];
}

interface PathContext {
  readonly before: readonly Step[];
  /** Destinations that the filters before the path allow. */
  readonly destinations: AddressSet;
}

/** The cases of each path. Where paths overlap, the JSON does not show which one AWS takes. */
function casesOfPaths(
  { configuration, network, question }: PacketScope,
  source: PacketSource,
  paths: readonly ForwardingPath[],
  { before, destinations }: PathContext,
): readonly AnswerCase[] {
  const hostName = question.destination.kind === "host" ? question.destination.name : undefined;
  const cases = paths.map((path) =>
    casesOfPath(
      {
        configuration,
        network,
        service: question.service,
        ...(hostName !== undefined && { hostName }),
        path,
        sources: source.addresses,
        before,
        after: [],
        destinations: destinations.length === 0 ? path.destinations : intersection(path.destinations, destinations),
        publicAddress: source.network.publicAddress,
      },
      [source.network.label],
    ),
  );
  return cases.flatMap((ofPath, index) => {
    const path = paths[index];
    const rivals = paths.flatMap((other, at) =>
      at !== index && path !== undefined && overlaps(other.destinations, path.destinations) ? (cases[at] ?? []) : [],
    );
    return ofPath.map((one) => (rivals.every(({ kind }) => kind === one.kind) ? one : withUnknownRoute(one)));
  });
}

function withUnknownRoute(one: AnswerCase): AnswerCase {
  const step: Step = {
    kind: "route",
    outcome: "unknown",
    text: "several routes may apply, and the JSON does not show which one does",
    addresses: [],
  };
  return one.kind === "denied"
    ? { ...one, kind: "cannot-be-told", decidedBy: step.text, steps: [...one.steps, step] }
    : caseOfSteps(one.examples, [...one.steps, step]);
}
