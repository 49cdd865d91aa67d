import { memoize } from "../../collections/memoize";
import type { DeclaredOwnEndpoint, PerimeterPosture } from "../../posture/posture";
import { corporateAddresses } from "../../posture/read-corporate-networks";
import type { Resource } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { counterexample, doubt, type Findings, findingsForEach, mergeFindings, proof } from "../../verdict/findings";
import { isStudioOrUndeclaredVpc, type NetworkModel } from "../network-model";
import { type EndpointService, serviceOfEndpoint } from "../private-link/endpoint-services";
import { connectionOfEndpoint } from "../vpc/external-connections";
import { ownEndpointAt } from "../vpc/own-endpoint-at";
import { type ForwardingPath, isOpenEnd, pathEvidence } from "./forwarding-path";
import { leadsToDeclaredNetwork, pathsOfSubnet } from "./open-ends";
import { endsOfService, type ServiceEnd } from "./service-ends";

/** An interface endpoint of the Studio VPC to an endpoint service of the configuration. */
export interface OwnServiceConnection {
  /** Terraform address of the endpoint. */
  readonly endpoint: string;
  readonly service: EndpointService;
}

/** The endpoints of Studio's VPCs, and of VPCs that are not declared here, to endpoint services of the configuration. */
export const ownServiceConnections: (network: NetworkModel) => readonly OwnServiceConnection[] = memoize((network) => {
  const { graph, endpointServices } = network;
  const isOfStudio = ({ values }: Resource): boolean =>
    isStudioOrUndeclaredVpc(network, graph.referenceKey(values.vpc_id));
  return graph
    .ofType("aws_vpc_endpoint")
    .filter(isOfStudio)
    .flatMap((endpoint) => {
      const service = serviceOfEndpoint(graph, endpointServices, endpoint);
      return service === undefined ? [] : [{ endpoint: endpoint.address, service }];
    });
});

/**
 * Where packets of Studio go through endpoint services of the configuration. Every target must be in a VPC of the configuration: in
 * Studio's, or behind a service that the posture declares. A target in another VPC must have no path out of it, or one that a firewall
 * inspects where traffic is inspected, because nothing shows what a program on the target forwards.
 */
function deliveries(network: NetworkModel, posture: PerimeterPosture): Findings {
  return findingsForEach(ownServiceConnections(network), ({ endpoint, service }) => {
    const declared = ownEndpointAt(network.graph, endpoint, posture);
    return findingsForEach(endsOfService(network, service), (end) =>
      judgeEnd(network, posture, endpoint, declared, end),
    );
  });
}

/** What is certain about the deliveries through endpoint services. */
export function deliveriesThroughServices(network: NetworkModel, posture: PerimeterPosture): Findings {
  return { ...deliveries(network, posture), doubts: [] };
}

/** What the configuration does not say about the deliveries through endpoint services. */
export function undecidedServices(network: NetworkModel, posture: PerimeterPosture): readonly Evidence[] {
  return deliveries(network, posture).doubts;
}

function judgeEnd(
  network: NetworkModel,
  posture: PerimeterPosture,
  endpoint: string,
  declared: DeclaredOwnEndpoint | undefined,
  end: ServiceEnd,
): Findings {
  const text = `${endpoint} -> ${end.text}`;
  const addresses = [endpoint, ...end.addresses];
  switch (end.kind) {
    case "unknown":
      return doubt(text, ...addresses);
    case "internet":
      return counterexample(text, ...addresses);
    case "subnet": {
      if (network.studioVpcs.has(end.vpc)) {
        return proof(text, ...addresses);
      }
      if (declared === undefined) {
        return counterexample(
          `reaches ${end.vpc}, another VPC, by a service that nobody declared: ${text}`,
          ...addresses,
        );
      }
      const open = waysOut(network, posture, end);
      return open.length > 0
        ? mergeFindings(open.map((way) => doubt(`${text}, which may forward: ${way}`, ...addresses)))
        : proof(`${text}, of the declared service ${declared.name}`, ...addresses);
    }
  }
}

/** How a program in a subnet of another VPC may forward what Studio sends, as texts. */
function waysOut(
  network: NetworkModel,
  posture: PerimeterPosture,
  { subnet, vpc }: ServiceEnd & { readonly kind: "subnet" },
): readonly string[] {
  const { graph, vpcs } = network;
  const corporate = corporateAddresses(posture);
  const isInspected = (path: ForwardingPath): boolean =>
    posture.kind !== "isolated" && path.hops.filter(({ kind }) => kind === "firewall").length === 1;
  const paths = pathsOfSubnet(network, subnet).filter(
    (path) =>
      (path.disposition.kind === "internet" && !isInspected(path)) ||
      (isOpenEnd(path) && !leadsToDeclaredNetwork(network, path, corporate)),
  );
  const endpoints = graph
    .ofType("aws_vpc_endpoint")
    .filter(
      (endpoint) =>
        graph.referenceKey(endpoint.values.vpc_id) === vpc &&
        serviceOfEndpoint(graph, network.endpointServices, endpoint) === undefined &&
        ownEndpointAt(graph, endpoint.address, posture) === undefined,
    );
  const isDeclaredHere = vpcs.get(vpc)?.resource?.mode === "managed";
  return [
    ...(isDeclaredHere ? [] : [`${vpc} is declared elsewhere`]),
    ...new Set(paths.map((path) => pathEvidence(path).text)),
    ...endpoints.flatMap((endpoint) => connectionOfEndpoint(graph, endpoint)?.text ?? []),
  ];
}
