import { type DiagramSubnet, referencedSubnets } from "./diagram-subnets";
import { routesOfSubnets, targetsInternetGateway } from "./route-hops";
import { endpointsReachableFrom, ingressRulesOf, type TrafficSource } from "./security-group-access";
import {
  addressesReferencedIn,
  type SynthesizedArguments,
  type SynthesizedResources,
  synthesizedResourcesOfType,
} from "./synthesized-resources";

/** An instance or Lambda function, other than Studio, that uses the VPC endpoints. */
export type EndpointClient = { readonly zone: string; readonly cidrBlock: string; readonly endpoints: number } & (
  | { readonly kind: "client"; readonly isManaged: boolean }
  | { readonly kind: "jump host"; readonly callers: readonly InternetClient[] }
  | { readonly kind: "function"; readonly isSelfService: boolean }
);

/** A CIDR block of the internet that a security group allows to connect to an instance. */
export interface InternetClient {
  readonly cidrBlock: string;
  readonly port: number;
  /** Whether a route to the block exists, without which responses are lost. */
  readonly hasReturnRoute: boolean;
}

/** Instances first, then functions. */
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

function instanceClients(resources: SynthesizedResources, instance: SynthesizedArguments): readonly EndpointClient[] {
  const groups = addressesReferencedIn(instance.vpc_security_group_ids);
  const reachable = endpointsReachableFrom(resources, { kind: "security-group", groups });
  return referencedSubnets(resources, instance.subnet_id).map((subnet) => ({
    zone: subnet.zone,
    cidrBlock: subnet.cidrBlock,
    endpoints: reachable.length,
    ...(instance.associate_public_ip_address === true
      ? { kind: "jump host", callers: internetClientsOf(resources, groups, subnet) }
      : { kind: "client", isManaged: reachable.some(({ values }) => isSsmMessagesEndpoint(values)) }),
  }));
}

/** SSM Session Manager needs this endpoint. */
function isSsmMessagesEndpoint({ service_name: name }: SynthesizedArguments): boolean {
  return String(name).endsWith(".ssmmessages");
}

function internetClientsOf(
  resources: SynthesizedResources,
  groups: readonly string[],
  subnet: DiagramSubnet,
): readonly InternetClient[] {
  const returnRoutes = routesOfSubnets(resources, [subnet])
    .filter(targetsInternetGateway)
    .map((route) => route.destination_cidr_block);
  return ingressRulesOf(resources, groups)
    .filter((rule) => rule.cidr_ipv4 !== undefined)
    .map((rule) => ({
      cidrBlock: String(rule.cidr_ipv4),
      port: Number(rule.from_port),
      hasReturnRoute: returnRoutes.includes(rule.cidr_ipv4) || returnRoutes.includes("0.0.0.0/0"),
    }));
}

/** @param vpcConfig the `vpc_config` of a function, with its subnets and security groups */
function functionClients(resources: SynthesizedResources, vpcConfig: unknown): readonly EndpointClient[] {
  const source: TrafficSource = { kind: "security-group", groups: addressesReferencedIn(vpcConfig) };
  const endpoints = endpointsReachableFrom(resources, source).length;
  const isSelfService = synthesizedResourcesOfType(resources, "aws_servicecatalog_product").length > 0;
  return referencedSubnets(resources, vpcConfig).map(({ zone, cidrBlock }) => ({
    kind: "function",
    zone,
    cidrBlock,
    endpoints,
    isSelfService,
  }));
}
