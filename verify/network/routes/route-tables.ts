import { parseCidr } from "../../../ip/cidr";
import type { AddressSet } from "../../../ip/ip-address";
import { groupBy } from "../../collections/group-by";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { blocksOf, itemsOf, type Json, type JsonObject, type Resource } from "../../terraform/terraform-configuration";
import { prefixListCidrs } from "../vpc/prefix-lists";
import { type RouteTarget, readRouteTargets } from "./route-targets";

/** One route, from an inline block, an `aws_route` or a gateway endpoint. */
export interface Route {
  /** Terraform address of the resource that declares it. */
  readonly address: string;
  readonly destination: RouteDestination;
  /** The target. Several candidates when the expression indexes an unordered set. */
  readonly targets: readonly RouteTarget[];
}

/** The addresses that a route matches; `text` is the destination as messages name it. */
export type RouteDestination =
  | { readonly kind: "cidr"; readonly text: string; readonly prefixLength: number; readonly addresses: AddressSet }
  /** An AWS-managed prefix list: the addresses of S3 or DynamoDB. */
  | { readonly kind: "prefix-list"; readonly text: string }
  | { readonly kind: "unknown"; readonly text: string };

/** A route table with the routes from all resources. */
export interface RouteTable {
  /** Its Terraform address, or `<vpc> main route table` for the main table of a VPC. */
  readonly key: string;
  readonly vpc: string | undefined;
  readonly routes: readonly Route[];
  /** Terraform addresses of route propagations: a VPN gateway adds routes that the JSON does not show. */
  readonly routePropagations: readonly string[];
  /** Whether it is declared elsewhere. It may then have routes that the JSON does not show. */
  readonly isDeclaredElsewhere: boolean;
}

/** Every route table by key: declared tables, and the main table of each VPC. */
export function readRouteTables(graph: ResourceGraph, vpcs: Iterable<string>): ReadonlyMap<string, RouteTable> {
  const separate = groupBy(graph.ofType("aws_route"), ({ values }) => routeTableKey(graph, values.route_table_id));
  const gateways = groupBy(gatewayEndpointRoutes(graph), ({ table }) => table);
  const propagated = groupBy(graph.ofType("aws_vpn_gateway_route_propagation"), ({ values }) =>
    routeTableKey(graph, values.route_table_id),
  );
  const build = (
    key: string,
    vpc: string | undefined,
    isDeclaredElsewhere: boolean,
    resource?: Resource,
  ): RouteTable => {
    const inline = blocksOf(resource?.values.route);
    return {
      key,
      vpc,
      isDeclaredElsewhere,
      routes: [
        ...inline.flatMap((route) => routesOfBlock(graph, resource?.address ?? key, route)),
        ...(separate.get(key) ?? []).flatMap(({ address, values }) => routesOfBlock(graph, address, values)),
        ...(gateways.get(key) ?? []).map(({ route }) => route),
      ],
      routePropagations: [
        ...graph.listTargets(resource?.values.propagating_vgws).map(() => key),
        ...(propagated.get(key) ?? []).map(({ address }) => address),
      ],
    };
  };
  const declared = graph.configuration.resources.filter(({ type }) => type === "aws_route_table");
  const tables = declared.map((table) =>
    build(table.address, graph.referenceKey(table.values.vpc_id), table.mode === "data", table),
  );
  const mains = [...vpcs].map((vpc) => {
    const adopted = defaultRouteTableOf(graph, vpc);
    // The main table of a new VPC has only the local route. `aws_default_route_table` removes all other routes.
    const isKnown = adopted !== undefined || graph.find(vpc)?.mode === "managed";
    return build(mainRouteTableKey(vpc), vpc, !isKnown, adopted);
  });
  return new Map([...tables, ...mains].map((table) => [table.key, table]));
}

/** The key of the table that an argument names. All references to a VPC's main table have the same key. */
export function routeTableKey(graph: ResourceGraph, value: Json | undefined): string | undefined {
  const target = graph.target(value);
  if (target.kind !== "resource") {
    return target.kind === "literal" ? target.text : undefined;
  }
  const { resource, attribute } = target;
  if (resource.type === "aws_default_route_table") {
    return routeTableKey(graph, resource.values.default_route_table_id);
  }
  if (resource.type === "aws_vpc" && /^(?:main|default)_route_table_id$/.test(attribute)) {
    return mainRouteTableKey(resource.address);
  }
  return resource.address;
}

/** The key of a VPC's main route table. */
export function mainRouteTableKey(vpc: string): string {
  return `${vpc} main route table`;
}

function defaultRouteTableOf(graph: ResourceGraph, vpc: string): Resource | undefined {
  return graph
    .ofType("aws_default_route_table")
    .find(({ values }) => routeTableKey(graph, values.default_route_table_id) === mainRouteTableKey(vpc));
}

/** One route for each destination of the block. A customer-managed prefix list gives one route for each of its entries. */
function routesOfBlock(graph: ResourceGraph, address: string, route: JsonObject): readonly Route[] {
  const targets = readRouteTargets(graph, route);
  return destinationsOf(graph, route).map((destination) => ({ address, destination, targets }));
}

const cidrArguments = ["cidr_block", "ipv6_cidr_block", "destination_cidr_block", "destination_ipv6_cidr_block"];

function destinationsOf(graph: ResourceGraph, route: JsonObject): readonly RouteDestination[] {
  const cidrs = cidrArguments.flatMap((name) => {
    const target = graph.target(route[name]);
    return target.kind === "absent"
      ? []
      : [target.kind === "literal" ? cidrDestination(target.text) : unknownDestination(route[name])];
  });
  const list = graph.target(route.destination_prefix_list_id);
  if (list.kind === "absent") {
    return cidrs.length === 0 ? [unknownDestination(null)] : cidrs;
  }
  const blocks = prefixListCidrs(graph, list);
  const text = graph.referenceKey(route.destination_prefix_list_id) ?? "";
  return [...cidrs, ...(blocks?.map(cidrDestination) ?? [{ kind: "prefix-list", text } as const])];
}

/** The destination of a route with a block as text. */
export function cidrDestination(text: string): RouteDestination {
  const cidr = parseCidr(text);
  return cidr === undefined
    ? { kind: "unknown", text }
    : { kind: "cidr", text, prefixLength: cidr.prefixLength, addresses: cidr.addresses };
}

function unknownDestination(value: Json | undefined): RouteDestination {
  return { kind: "unknown", text: typeof value === "string" ? value : "a route without a destination" };
}

/** The routes that AWS adds to each route table that is associated with a gateway endpoint. */
function gatewayEndpointRoutes(
  graph: ResourceGraph,
): readonly { readonly table: string | undefined; readonly route: Route }[] {
  const routeOf = (address: string, endpoint: string): Route => ({
    address,
    destination: { kind: "prefix-list", text: `${endpoint}.prefix_list_id` },
    targets: [{ kind: "gateway-endpoint", address: endpoint }],
  });
  const inline = graph.ofType("aws_vpc_endpoint").flatMap(({ address, values }) =>
    itemsOf(values.route_table_ids).map((id) => ({
      table: routeTableKey(graph, id),
      route: routeOf(address, address),
    })),
  );
  const separate = graph.ofType("aws_vpc_endpoint_route_table_association").map(({ address, values }) => ({
    table: routeTableKey(graph, values.route_table_id),
    route: routeOf(address, graph.referenceKey(values.vpc_endpoint_id) ?? address),
  }));
  return [...inline, ...separate];
}

/** Internet gateways through which packets can enter a VPC over IPv4: attached to it, or targeted by one of its route tables. */
export function internetGatewaysIntoVpc(
  { graph, routeTables }: { readonly graph: ResourceGraph; readonly routeTables: ReadonlyMap<string, RouteTable> },
  vpc: string,
): readonly string[] {
  const attached = graph
    .ofType("aws_internet_gateway")
    .filter(({ values }) => graph.referenceKey(values.vpc_id) === vpc)
    .map(({ address }) => address);
  const attachments = graph
    .ofType("aws_internet_gateway_attachment")
    .filter(({ values }) => graph.referenceKey(values.vpc_id) === vpc)
    .map(({ address, values }) => graph.referenceKey(values.internet_gateway_id) ?? address);
  const routed = [...routeTables.values()]
    .filter((table) => table.vpc === vpc)
    .flatMap(({ routes }) => routes.flatMap(({ targets }) => targets))
    .flatMap((target) => (target.kind === "internet-gateway" && target.ipVersions.includes(4) ? [target.address] : []));
  return [...new Set([...attached, ...attachments, ...routed])];
}
