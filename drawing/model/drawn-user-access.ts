import { endpointsOpenTo, ingressOf, type Visitor } from "./access-control";
import { leadsToInternet, routesOf } from "./drawn-routes";
import { type Subnet, subnetsNamedBy } from "./drawn-subnets";
import { ofType, type Resources, referenced, type Values } from "./stack-resources";

/** Something beside Studio that stands in a zone and uses the endpoints. */
export type WayIn = { readonly zone: string; readonly cidrBlock: string; readonly endpoints: number } & (
  | { readonly kind: "client"; readonly isManaged: boolean }
  | { readonly kind: "jump host"; readonly callers: readonly Caller[] }
  | { readonly kind: "function"; readonly isSelfService: boolean }
);

/** A block of the internet that may connect to a public address. */
export interface Caller {
  readonly cidrBlock: string;
  readonly port: number;
  /** Without a route to the block nothing is answered. */
  readonly isAnswered: boolean;
}

/** Machines first: people come in by them. */
export function waysInOf(resources: Resources): readonly WayIn[] {
  return [
    ...ofType(resources, "aws_instance").flatMap(({ values }) => machines(resources, values)),
    ...ofType(resources, "aws_lambda_function").flatMap(({ values }) => functions(resources, values.vpc_config)),
  ];
}

function machines(resources: Resources, machine: Values): readonly WayIn[] {
  const groups = referenced(machine.vpc_security_group_ids);
  const open = endpointsOpenTo(resources, { kind: "group", groups });
  return subnetsNamedBy(resources, machine.subnet_id).map((subnet) => ({
    zone: subnet.zone,
    cidrBlock: subnet.cidrBlock,
    endpoints: open.length,
    ...(machine.associate_public_ip_address === true
      ? { kind: "jump host", callers: callersOf(resources, groups, subnet) }
      : { kind: "client", isManaged: open.some(({ values }) => isSystemsManager(values)) }),
  }));
}

/** Sessions of Systems Manager come through this endpoint. */
function isSystemsManager({ service_name: name }: Values): boolean {
  return String(name).endsWith(".ssmmessages");
}

function callersOf(resources: Resources, groups: readonly string[], subnet: Subnet): readonly Caller[] {
  const answered = routesOf(resources, [subnet])
    .filter(leadsToInternet)
    .map((route) => route.destination_cidr_block);
  return ingressOf(resources, groups)
    .filter((rule) => rule.cidr_ipv4 !== undefined)
    .map((rule) => ({
      cidrBlock: String(rule.cidr_ipv4),
      port: Number(rule.from_port),
      isAnswered: answered.includes(rule.cidr_ipv4) || answered.includes("0.0.0.0/0"),
    }));
}

/** A function's subnets and groups both stand in its `vpc_config`; outside a VPC there is none. */
function functions(resources: Resources, placement: unknown): readonly WayIn[] {
  const visitor: Visitor = { kind: "group", groups: referenced(placement) };
  const endpoints = endpointsOpenTo(resources, visitor).length;
  const isSelfService = ofType(resources, "aws_servicecatalog_product").length > 0;
  return subnetsNamedBy(resources, placement).map(({ zone, cidrBlock }) => ({
    kind: "function",
    zone,
    cidrBlock,
    endpoints,
    isSelfService,
  }));
}
