import {
  addressesReferencedIn,
  referencesAny,
  type SynthesizedArguments,
  type SynthesizedResource,
  type SynthesizedResources,
  synthesizedResourcesOfType,
} from "./synthesized-resources";

/** The source of traffic: security groups of a resource, or CIDR blocks of a network. */
export type TrafficSource =
  | { readonly kind: "security-group"; readonly groups: readonly string[] }
  | { readonly kind: "cidr-blocks"; readonly cidrBlocks: readonly string[] };

const TLS_PORT = 443;
const DNS_PORT = 53;

/** Ingress rules of security groups. */
export function ingressRulesOf(
  resources: SynthesizedResources,
  groups: readonly string[],
): readonly SynthesizedArguments[] {
  return synthesizedResourcesOfType(resources, "aws_vpc_security_group_ingress_rule")
    .map(({ values }) => values)
    .filter((rule) => referencesAny(rule.security_group_id, groups));
}

/** Interface endpoints of the stack. */
export function interfaceEndpoints(resources: SynthesizedResources): readonly SynthesizedResource[] {
  return synthesizedResourcesOfType(resources, "aws_vpc_endpoint").filter(
    ({ values }) => values.vpc_endpoint_type === "Interface",
  );
}

/** Interface endpoints that allow TLS connections from the source. */
export function endpointsReachableFrom(
  resources: SynthesizedResources,
  source: TrafficSource,
): readonly SynthesizedResource[] {
  return interfaceEndpoints(resources).filter((endpoint) => allowsIngress(resources, endpoint, source, TLS_PORT));
}

/** Inbound endpoints of Route 53 Resolver of the stack. */
export function inboundResolvers(resources: SynthesizedResources): readonly SynthesizedResource[] {
  return synthesizedResourcesOfType(resources, "aws_route53_resolver_endpoint").filter(
    ({ values }) => values.direction === "INBOUND",
  );
}

/** Inbound endpoints of Route 53 Resolver that allow DNS queries from the source. */
export function resolversReachableFrom(
  resources: SynthesizedResources,
  source: TrafficSource,
): readonly SynthesizedResource[] {
  return inboundResolvers(resources).filter((resolver) => allowsIngress(resources, resolver, source, DNS_PORT));
}

function allowsIngress(
  resources: SynthesizedResources,
  { values }: SynthesizedResource,
  source: TrafficSource,
  port: number,
): boolean {
  return ingressRulesOf(resources, addressesReferencedIn(values.security_group_ids))
    .filter(({ from_port: first, to_port: last }) => Number(first ?? 0) <= port && port <= Number(last ?? port))
    .some((rule) =>
      source.kind === "security-group"
        ? referencesAny(rule.referenced_security_group_id, source.groups)
        : source.cidrBlocks.includes(String(rule.cidr_ipv4)),
    );
}
