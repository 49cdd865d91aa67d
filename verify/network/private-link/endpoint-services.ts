import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { isTrue, type Json, type Resource } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import type { Subnet } from "../vpc/read-subnets";
import { type LoadBalancer, readLoadBalancers } from "./load-balancers";

/** An endpoint service of the configuration: interface endpoints of others connect through it to its load balancers. */
export interface EndpointService {
  /** Terraform address. */
  readonly address: string;
  /** `com.amazonaws.vpce.<region>.vpce-svc-...`; `undefined` before it exists. */
  readonly name: string | undefined;
  /** An expression before it is known; `undefined` if the service has none. */
  readonly privateDnsName: string | undefined;
  /** Its Network Load Balancers that are in the configuration. */
  readonly loadBalancers: readonly LoadBalancer[];
  /** Load balancers that no model follows: declared elsewhere, or Gateway Load Balancers. */
  readonly unread: readonly string[];
  /** Principals that may request a connection, as written. */
  readonly principals: readonly string[];
  /** Whether the owner confirms each connection. */
  readonly isAcceptanceRequired: boolean;
  /** The endpoints whose connections the configuration confirms. */
  readonly accepted: readonly { readonly address: string; readonly endpoint: string }[];
}

/** Reads the endpoint services that the configuration creates. */
export function readEndpointServices(
  graph: ResourceGraph,
  subnets: ReadonlyMap<string, Subnet>,
): readonly EndpointService[] {
  const services = graph.ofType("aws_vpc_endpoint_service");
  const balancers = services.length === 0 ? new Map<string, LoadBalancer>() : readLoadBalancers(graph, subnets);
  return services.map((resource) => endpointServiceOf(graph, balancers, resource));
}

function endpointServiceOf(
  graph: ResourceGraph,
  balancers: ReadonlyMap<string, LoadBalancer>,
  { address, values }: Resource,
): EndpointService {
  const named = [values.network_load_balancer_arns, values.gateway_load_balancer_arns].flatMap((list) =>
    graph.listTargets(list).map((target) => (target.kind === "resource" ? target.resource.address : textOf(target))),
  );
  const ofService = (type: string): readonly Resource[] =>
    graph.ofType(type).filter((part) => graph.referenceKey(part.values.vpc_endpoint_service_id) === address);
  return {
    address,
    name: literalOf(graph, values.service_name),
    privateDnsName: graph.referenceKey(values.private_dns_name),
    loadBalancers: named.flatMap((key) => balancers.get(key) ?? []),
    unread: named.length === 0 ? ["an unknown load balancer"] : named.filter((key) => !balancers.has(key)),
    principals: [
      ...graph.listTargets(values.allowed_principals).map(textOf),
      ...ofService("aws_vpc_endpoint_service_allowed_principal").map((part) =>
        textOf(graph.target(part.values.principal_arn)),
      ),
    ],
    isAcceptanceRequired: isTrue(values.acceptance_required),
    accepted: ofService("aws_vpc_endpoint_connection_accepter").map((part) => ({
      address: part.address,
      endpoint: graph.referenceKey(part.values.vpc_endpoint_id) ?? "an endpoint",
    })),
  };
}

function textOf(target: ReturnType<ResourceGraph["target"]>): string {
  return target.kind === "resource"
    ? `${target.resource.address}.${target.attribute}`
    : target.kind === "absent"
      ? "nothing"
      : target.text;
}

function literalOf(graph: ResourceGraph, value: Json | undefined): string | undefined {
  const target = graph.target(value);
  return target.kind === "literal" ? target.text : undefined;
}

/** The service of the configuration to which an interface endpoint connects, by reference or by its name. */
export function serviceOfEndpoint(
  graph: ResourceGraph,
  services: readonly EndpointService[],
  endpoint: Resource,
): EndpointService | undefined {
  if (
    services.length === 0 ||
    endpoint.type !== "aws_vpc_endpoint" ||
    endpoint.values.vpc_endpoint_type !== "Interface"
  ) {
    return undefined;
  }
  const target = graph.target(endpoint.values.service_name);
  return target.kind === "resource"
    ? services.find(({ address }) => address === target.resource.address && target.attribute === "service_name")
    : services.find(({ name }) => name !== undefined && target.kind === "literal" && name === target.text);
}

/**
 * Connections that endpoints outside the given VPCs may start to load balancers in them. With acceptance, only those that the
 * configuration confirms.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
 */
export function connectionsThroughServices(
  graph: ResourceGraph,
  services: readonly EndpointService[],
  vpcs: ReadonlySet<string>,
): readonly Evidence[] {
  const isIn = (vpc: string | undefined): boolean => vpc !== undefined && vpcs.has(vpc);
  return services
    .filter(
      ({ unread, loadBalancers }) =>
        unread.length > 0 ||
        loadBalancers.some(({ subnets, isComplete }) => !isComplete || subnets.some(({ vpc }) => isIn(vpc))),
    )
    .flatMap(({ address, principals, isAcceptanceRequired, accepted }): readonly Evidence[] => {
      if (!isAcceptanceRequired) {
        const who = [...new Set(["this account", ...principals])].join(", ");
        return [{ text: `${address} accepts connections of every endpoint of ${who}`, addresses: [address] }];
      }
      return accepted
        .filter(({ endpoint }) => !isIn(graph.referenceKey(graph.find(endpoint)?.values.vpc_id)))
        .map((one) => ({
          text: `${one.address} accepts connections of ${one.endpoint} to ${address}, from outside the Studio VPC`,
          addresses: [one.address, address],
        }));
    });
}
