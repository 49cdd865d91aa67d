import { type Addressed, ofType, type Resources, referenced, refersTo, type Values } from "./stack-resources";

/** Whoever comes: something that wears security groups, or a network's blocks. */
export type Visitor =
  | { readonly kind: "group"; readonly groups: readonly string[] }
  | { readonly kind: "addresses"; readonly cidrBlocks: readonly string[] };

const TLS = 443;
const DNS = 53;

/** Rules by which security groups admit from outside themselves. */
export function ingressOf(resources: Resources, groups: readonly string[]): readonly Values[] {
  return ofType(resources, "aws_vpc_security_group_ingress_rule")
    .map(({ values }) => values)
    .filter((rule) => refersTo(rule.security_group_id, groups));
}

export function interfaceEndpoints(resources: Resources): readonly Addressed[] {
  return ofType(resources, "aws_vpc_endpoint").filter(({ values }) => values.vpc_endpoint_type === "Interface");
}

/** The interface endpoints that admit the visitor by TLS. */
export function endpointsOpenTo(resources: Resources, visitor: Visitor): readonly Addressed[] {
  return interfaceEndpoints(resources).filter((endpoint) => admits(resources, endpoint, visitor, TLS));
}

export function inboundResolvers(resources: Resources): readonly Addressed[] {
  return ofType(resources, "aws_route53_resolver_endpoint").filter(({ values }) => values.direction === "INBOUND");
}

/** The inbound endpoints of Route 53 Resolver that the visitor may ask. */
export function resolversOpenTo(resources: Resources, visitor: Visitor): readonly Addressed[] {
  return inboundResolvers(resources).filter((resolver) => admits(resources, resolver, visitor, DNS));
}

function admits(resources: Resources, { values }: Addressed, visitor: Visitor, port: number): boolean {
  return ingressOf(resources, referenced(values.security_group_ids))
    .filter(({ from_port: first, to_port: last }) => Number(first ?? 0) <= port && port <= Number(last ?? port))
    .some((rule) =>
      visitor.kind === "group"
        ? refersTo(rule.referenced_security_group_id, visitor.groups)
        : visitor.cidrBlocks.includes(String(rule.cidr_ipv4)),
    );
}
