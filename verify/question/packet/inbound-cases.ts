import type { ForwardingPath } from "../../network/paths/forwarding-path";
import { tracePackets, traceThroughRouteTable } from "../../network/paths/trace-packets";
import { internetGatewaysIntoVpc } from "../../network/routes/route-tables";
import { type Subnet, undeclaredSubnet } from "../../network/vpc/read-subnets";
import { type AnswerCase, caseOfSteps, type Step } from "../answer";
import { securityGroupStep } from "./filter-steps";
import { anyInterface, interfacesOf, type NetworkInterface } from "./interfaces";
import { trafficClassOf } from "./packet-ends";
import { type PacketScope, publicSources, subnetsOf } from "./packet-question";
import { casesOfPath, entrySteps } from "./path-cases";

/** Connections that start on the internet, at any address or at those of the question. */
export function inboundCases(scope: PacketScope): readonly AnswerCase[] {
  const { network, question } = scope;
  const { destination } = question;
  const targets =
    destination.kind === "resource"
      ? interfacesOf(network, destination.resource)
      : destination.kind === "addresses"
        ? subnetsOf(network, destination.addresses).map((subnet) => anyInterface(subnet))
        : [];
  return targets.flatMap((target) => target.subnets.flatMap((subnet) => casesInto(scope, target, subnet)));
}

function casesInto(scope: PacketScope, target: NetworkInterface, subnet: Subnet): readonly AnswerCase[] {
  const { network } = scope;
  const examples = [`${target.label} in ${subnet.key}`];
  const gateways = subnet.vpc === undefined ? [] : internetGatewaysIntoVpc(network, subnet.vpc);
  if (subnet.vpc === undefined || network.vpcs.get(subnet.vpc)?.resource?.mode !== "managed") {
    return [caseOfSteps(examples, [step("unknown", `the VPC of ${subnet.key} is declared elsewhere`, [subnet.key])])];
  }
  const others = network.externalConnections.ingress.map(({ text, addresses }) => step("unknown", text, addresses));
  if (gateways.length === 0) {
    const text = `${subnet.vpc} has no internet gateway, so no connection from the internet arrives`;
    return [caseOfSteps(examples, others.length > 0 ? others : [step("denies", text, [subnet.vpc])])];
  }
  return gateways.flatMap((gateway) => casesThrough(scope, target, subnet, gateway));
}

function step(outcome: Step["outcome"], text: string, addresses: readonly string[]): Step {
  return { kind: "internet-gateway", outcome, text, addresses };
}

/** Connections through one internet gateway: to the public address, perhaps through its route table, and into the subnet. */
function casesThrough(
  { configuration, network, question: { source, service } }: PacketScope,
  target: NetworkInterface,
  subnet: Subnet,
  gateway: string,
): readonly AnswerCase[] {
  const sources = source.kind === "addresses" ? source.addresses : publicSources;
  const examples = [`${target.label} in ${subnet.key}`];
  const into = securityGroupStep(network, target.securityGroups, "ingress", trafficClassOf(service), {
    addresses: sources,
    securityGroups: [],
  });
  const arrival = arrivalStep(target, subnet, gateway);
  const after = [
    ...entrySteps(network, subnet, service, sources),
    into.step,
    ...returnSteps(tracePackets(network, subnet, sources), subnet),
  ];
  const edges = network.routeTableAssociations.ofGateway(gateway);
  if (edges.length === 0 || subnet.addresses === undefined) {
    return [caseOfSteps(examples, [arrival, ...after])];
  }
  const internet: Subnet = { ...undeclaredSubnet(gateway, subnet.vpc), addresses: sources };
  const packet = {
    source: internet,
    currentSubnet: internet,
    sourceAddresses: sources,
    destinations: subnet.addresses,
    hops: [],
    isBehindPrivateNat: false,
  };
  const paths = edges.flatMap(({ routeTable }) => traceThroughRouteTable(network, routeTable, packet));
  return paths.flatMap((path) =>
    casesOfPath(
      {
        configuration,
        network,
        service,
        path,
        sources,
        before: [arrival],
        after,
        destinations: path.destinations,
        publicAddress: "yes",
        startsAtGateway: true,
      },
      examples,
    ),
  );
}

/** Whether the gateway has a public address to forward to. */
function arrivalStep({ label, address, publicAddress }: NetworkInterface, subnet: Subnet, gateway: string): Step {
  const addresses = [gateway, address];
  switch (subnet.ipv6Block === "none" ? publicAddress : "unknown") {
    case "yes":
      return step("forwards", `${gateway} forwards to the public address of ${label}`, addresses);
    case "no":
      return step("denies", `${label} has no public address, so ${gateway} has nothing to forward to`, addresses);
    case "unknown":
      return step("unknown", `whether ${label} has a public address is not known`, addresses);
  }
}

/** @param replies paths from the subnet to who connects */
function returnSteps(replies: readonly ForwardingPath[], { key }: Subnet): readonly Step[] {
  const text = `replies from ${key} have no route to the internet`;
  return replies.some(({ disposition }) => disposition.kind === "internet")
    ? []
    : [{ kind: "return-path", outcome: "unknown", text, addresses: [key] }];
}
