import { type DiagramSubnet, referencedSubnets } from "./diagram-subnets";
import { routesOfSubnets, targetsInternetGateway } from "./route-hops";
import { endpointsReachableFrom, ingressRulesOf, type TrafficSource } from "./security-group-access";
import {
  addressesReferencedIn,
  type SynthesizedArguments,
  type SynthesizedResources,
  synthesizedResourcesOfType,
} from "./synthesized-resources";

/** Something beside Studio that stands in a zone and uses the endpoints. */
export type EndpointClient = { readonly zone: string; readonly cidrBlock: string; readonly endpoints: number } & (
  | { readonly kind: "client"; readonly isManaged: boolean }
  | { readonly kind: "jump host"; readonly callers: readonly InternetClient[] }
  | { readonly kind: "function"; readonly isSelfService: boolean }
);

/** A block of the internet that may connect to a public address. */
export interface InternetClient {
  readonly cidrBlock: string;
  readonly port: number;
  /** Without a route to the block nothing is answered. */
  readonly hasReturnRoute: boolean;
}

/** Machines first: people come in by them. */
export function endpointClientsOf(resources: SynthesizedResources): readonly EndpointClient[] {
  return [
    ...synthesizedResourcesOfType(resources, "aws_instance").flatMap(({ values }) =>
      instanceClients(resources, values),
    ),
    ...synthesizedResourcesOfType(resources, "aws_lambda_function").flatMap(({ values }) =>
      functionClients(resources, values.vpc_config),
    ),
  ];
}

function instanceClients(resources: SynthesizedResources, machine: SynthesizedArguments): readonly EndpointClient[] {
  const groups = addressesReferencedIn(machine.vpc_security_group_ids);
  const open = endpointsReachableFrom(resources, { kind: "security-group", groups });
  return referencedSubnets(resources, machine.subnet_id).map((subnet) => ({
    zone: subnet.zone,
    cidrBlock: subnet.cidrBlock,
    endpoints: open.length,
    ...(machine.associate_public_ip_address === true
      ? { kind: "jump host", callers: internetClientsOf(resources, groups, subnet) }
      : { kind: "client", isManaged: open.some(({ values }) => isSsmMessagesEndpoint(values)) }),
  }));
}

/** Sessions of Systems Manager come through this endpoint. */
function isSsmMessagesEndpoint({ service_name: name }: SynthesizedArguments): boolean {
  return String(name).endsWith(".ssmmessages");
}

function internetClientsOf(
  resources: SynthesizedResources,
  groups: readonly string[],
  subnet: DiagramSubnet,
): readonly InternetClient[] {
  const answered = routesOfSubnets(resources, [subnet])
    .filter(targetsInternetGateway)
    .map((route) => route.destination_cidr_block);
  return ingressRulesOf(resources, groups)
    .filter((rule) => rule.cidr_ipv4 !== undefined)
    .map((rule) => ({
      cidrBlock: String(rule.cidr_ipv4),
      port: Number(rule.from_port),
      hasReturnRoute: answered.includes(rule.cidr_ipv4) || answered.includes("0.0.0.0/0"),
    }));
}

/** A function's subnets and groups both stand in its `vpc_config`; outside a VPC there is none. */
function functionClients(resources: SynthesizedResources, placement: unknown): readonly EndpointClient[] {
  const visitor: TrafficSource = { kind: "security-group", groups: addressesReferencedIn(placement) };
  const endpoints = endpointsReachableFrom(resources, visitor).length;
  const isSelfService = synthesizedResourcesOfType(resources, "aws_servicecatalog_product").length > 0;
  return referencedSubnets(resources, placement).map(({ zone, cidrBlock }) => ({
    kind: "function",
    zone,
    cidrBlock,
    endpoints,
    isSelfService,
  }));
}
