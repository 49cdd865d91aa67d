import { internetAddresses } from "../../../ip/internet-addresses";
import { emptySet, intersection, subtract, union } from "../../../ip/interval-set";
import { studioVpcEndpoints } from "../../network/endpoints/vpc-endpoints";
import { type NetworkModel, networkModelOf } from "../../network/network-model";
import type { Subnet } from "../../network/vpc/read-subnets";
import type { TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { type AnswerCase, caseOfSteps, type Findings, mergeAlike } from "../answer";
import { resolveHostName } from "./dns-step";
import { inboundCases } from "./inbound-cases";
import { anyInterface, interfacesOf, type NetworkInterface } from "./interfaces";
import { localCases } from "./local-cases";
import { endpointCases, internetCases } from "./outbound-cases";
import {
  type PacketQuestion,
  type PacketScope,
  type PacketSource,
  packetText,
  startsOnInternet,
  subnetsOf,
} from "./packet-question";

/** Follows the packets of a question through every path that they may take. */
export function answerPacket(configuration: TerraformConfiguration, question: PacketQuestion): Findings {
  const network = networkModelOf(configuration);
  const scope: PacketScope = { configuration, network, question };
  const sources = sourcesOf(scope);
  const cases = startsOnInternet(network, question.source)
    ? inboundCases(scope)
    : sources.flatMap((source) => casesFrom(scope, source));
  return {
    readAs: packetText(question),
    cases: mergeAlike(cases),
    doubts: unresolvedAssociations(network),
    assumptions: assumptionsOf(question, network),
  };
}

function sourcesOf({ network, question }: PacketScope): readonly PacketSource[] {
  const { source, securityGroups } = question;
  const given = (one: NetworkInterface): NetworkInterface =>
    securityGroups === undefined ? one : { ...one, securityGroups };
  const interfaces =
    source.kind === "resource"
      ? interfacesOf(network, source.resource)
      : source.kind === "addresses"
        ? subnetsOf(network, source.addresses).flatMap((subnet) => interfacesInSubnet(network, subnet))
        : [];
  const within = source.kind === "addresses" ? source.addresses : undefined;
  return interfaces.map(given).flatMap((one) =>
    one.subnets.map((subnet) => ({
      network: one,
      subnet,
      addresses:
        within === undefined || subnet.addresses === undefined
          ? subnet.addresses
          : intersection(subnet.addresses, within),
    })),
  );
}

function interfacesInSubnet(network: NetworkModel, subnet: Subnet): readonly NetworkInterface[] {
  return subnet.resource === undefined ? [anyInterface(subnet)] : interfacesOf(network, subnet.resource);
}

function casesFrom(scope: PacketScope, source: PacketSource): readonly AnswerCase[] {
  const { configuration, network, question } = scope;
  const { destination } = question;
  switch (destination.kind) {
    case "host": {
      const { steps, points } = resolveHostName(configuration, network, source.subnet, destination.name);
      if (points === "unknown" || steps.some(({ outcome }) => outcome === "denies")) {
        return [caseOfSteps([source.network.label], steps)];
      }
      return points === "internet"
        ? internetCases(scope, source, internetAddresses, steps)
        : endpointCases(scope, source, points, steps);
    }
    case "internet":
      return internetCases(scope, source, internetAddresses, []);
    case "addresses": {
      const subnets = subnetsOf(network, destination.addresses);
      const known = union(...subnets.map(({ addresses }) => addresses ?? emptySet));
      const elsewhere = subtract(destination.addresses, known);
      const targets = subnets.flatMap((subnet) =>
        interfacesInSubnet(network, subnet).map((one) => ({ ...one, subnets: [subnet] })),
      );
      return [
        ...(targets.length === 0 ? [] : localCases(scope, source, targets, destination.addresses)),
        ...(elsewhere.length === 0 ? [] : internetCases(scope, source, elsewhere, [])),
      ];
    }
    case "resource": {
      const endpoint = studioVpcEndpoints(network).find(({ address }) => address === destination.resource.address);
      return endpoint === undefined
        ? localCases(scope, source, interfacesOf(network, destination.resource))
        : endpointCases(scope, source, endpoint, []);
    }
  }
}

/** An association that cannot be resolved may give any subnet another route table. */
function unresolvedAssociations({ routeTableAssociations }: NetworkModel): readonly Evidence[] {
  return routeTableAssociations.unresolved.map(({ address }) => ({
    text: `${address}: the associated subnet or route table cannot be resolved`,
    addresses: [address],
  }));
}

function assumptionsOf({ destination, source }: PacketQuestion, network: NetworkModel): readonly string[] {
  const gateways = studioVpcEndpoints(network).filter(({ type }) => type === "Gateway");
  const isOutside = destination.kind === "internet" || destination.kind === "addresses";
  return [
    ...(isOutside && !startsOnInternet(network, source) && gateways.length > 0
      ? [
          `the destination is no address of a service that ${gateways.map(({ address }) => address).join(" or ")} serves`,
        ]
      : []),
    ...(source.kind === "addresses" && startsOnInternet(network, source)
      ? [`packets from ${source.text} arrive over the internet`]
      : []),
    ...(destination.kind === "host" ? [`the client sends the name ${destination.name} and no other`] : []),
  ];
}
