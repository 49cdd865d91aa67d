import { contains } from "../../../ip/interval-set";
import { memoize } from "../../collections/memoize";
import type { DeclaredOwnEndpoint, PerimeterPosture } from "../../posture/posture";
import type { Resource } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { counterexample, doubt, type Findings, findingsForEach, mergeFindings, proof } from "../../verdict/findings";
import { isStudioOrUndeclaredVpc, type NetworkModel } from "../network-model";
import { type EndpointService, serviceOfEndpoint } from "../private-link/endpoint-services";
import { connectionOfEndpoint } from "../vpc/external-connections";
import { ownEndpointAt } from "../vpc/own-endpoint-at";
import { declaredAddresses } from "./declared-addresses";
import { type ForwardingPath, isOpenEnd, pathEvidence } from "./forwarding-path";
import { instancesInOtherVpcs } from "./instances-in-other-vpcs";
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
      const open = outboundPaths(network, posture, end.vpc);
      return open.length > 0
        ? mergeFindings(open.map((path) => doubt(`${text}, which may forward: ${path}`, ...addresses)))
        : proof(`${text}, of the declared service ${declared.name}`, ...addresses);
    }
  }
}

/** The VPCs of the targets to which endpoint services deliver packets of Studio. */
export function vpcsBehindServices(network: NetworkModel): ReadonlySet<string> {
  return new Set(
    ownServiceConnections(network).flatMap(({ service }) =>
      endsOfService(network, service).flatMap((end) => (end.kind === "subnet" ? end.vpc : [])),
    ),
  );
}

/**
 * How a program in another VPC may forward what Studio sends out of it, as texts. Every subnet of the VPC counts: a target may have
 * interfaces in several, and may reach a proxy in each. A declared endpoint service that the VPC uses is followed to the VPCs of its
 * targets, and so on.
 *
 * @param followed VPCs on the way, whose outbound paths are texts already
 */
function outboundPaths(
  network: NetworkModel,
  posture: PerimeterPosture,
  vpc: string,
  followed: ReadonlySet<string> = new Set(),
): readonly string[] {
  const { graph, vpcs, subnets } = network;
  const paths = [...subnets.values()]
    .filter((subnet) => subnet.vpc === vpc)
    .flatMap((subnet) => pathsOfSubnet(network, subnet))
    .filter((path) => leavesVpc(network, posture, vpc, path));
  const endpoints = graph
    .ofType("aws_vpc_endpoint")
    .filter((endpoint) => graph.referenceKey(endpoint.values.vpc_id) === vpc);
  const associations = graph
    .ofType("aws_vpclattice_service_network_vpc_association")
    .filter(({ values }) => graph.referenceKey(values.vpc_identifier) === vpc);
  const isDeclaredHere = vpcs.get(vpc)?.resource?.mode === "managed";
  return [
    ...(isDeclaredHere ? [] : [`${vpc} is declared elsewhere`]),
    ...new Set(paths.map((path) => pathEvidence(path).text)),
    ...endpoints.flatMap((endpoint) => onwardPaths(network, posture, endpoint, new Set([...followed, vpc]))),
    ...associations.map(({ address }) => `${address} associates ${vpc} with a VPC Lattice service network`),
    ...instancesInOtherVpcs(network, vpc).map(({ text }) => text),
  ];
}

/** Where an endpoint of another VPC leads. */
function onwardPaths(
  network: NetworkModel,
  posture: PerimeterPosture,
  endpoint: Resource,
  followed: ReadonlySet<string>,
): readonly string[] {
  const { graph, endpointServices, studioVpcs } = network;
  const { address } = endpoint;
  const service = serviceOfEndpoint(graph, endpointServices, endpoint);
  const isDeclared = ownEndpointAt(graph, address, posture) !== undefined;
  if (service === undefined) {
    const connection = isDeclared ? undefined : connectionOfEndpoint(graph, endpoint);
    return connection === undefined ? [] : [connection.text];
  }
  if (!isDeclared) {
    return [`${address} -> ${service.address}, which nobody declared`];
  }
  return endsOfService(network, service).flatMap((end) => {
    if (end.kind !== "subnet") {
      return [`${address} -> ${end.text}`];
    }
    const isKnown = studioVpcs.has(end.vpc) || followed.has(end.vpc);
    return isKnown
      ? []
      : outboundPaths(network, posture, end.vpc, followed).map((path) => `${address} -> ${end.text}: ${path}`);
  });
}

/** Whether a path leads out of another VPC than Studio's, and neither back nor to where the posture permits. */
function leavesVpc(network: NetworkModel, posture: PerimeterPosture, vpc: string, path: ForwardingPath): boolean {
  const corporate = declaredAddresses(network, posture);
  const { disposition: end, destinations, hops } = path;
  switch (end.kind) {
    case "internet":
      return posture.kind === "isolated" || hops.filter(({ kind }) => kind === "firewall").length !== 1;
    case "local":
      return end.vpc !== vpc && !network.studioVpcs.has(end.vpc ?? "") && !contains(corporate, destinations);
    default:
      return isOpenEnd(path) && !leadsToDeclaredNetwork(network, path, corporate);
  }
}
