import { groupBy } from "../../collections/group-by";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { type JsonObject, jsonText, type Resource } from "../../terraform/terraform-configuration";
import { cidrDestination, type Route, type RouteDestination, type RouteTable } from "../routes/route-tables";
import type { RouteTarget } from "../routes/route-targets";
import type { TransitAttachment } from "../routes/transit-attachment";
import { prefixListCidrs } from "../vpc/prefix-lists";
import type { Vpc } from "../vpc/read-subnets";
import { defaultTransitRouteTable, mayBeTrue, transitRouteTableKey, vpcAttachmentKey } from "./transit-keys";

/** What the tables of transit gateways route to. */
interface AttachedNetworks {
  readonly gateways: readonly Resource[];
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly attachments: readonly TransitAttachment[];
  /** By gateway: what may be attached and is not a VPC of this configuration. */
  readonly foreign: ReadonlyMap<string, readonly string[]>;
}

/** Of several routes for one block, AWS takes a static one, then a prefix list reference, then a propagated one. */
const ranks = ["static", "prefix-list", "propagated"] as const;

interface RankedRoute {
  readonly table: string;
  readonly rank: (typeof ranks)[number];
  readonly route: Route;
}

/**
 * Every route table of the transit gateways by key, with the routes that AWS uses.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-evaluation-overview
 */
export function readTransitRoutes(graph: ResourceGraph, networks: AttachedNetworks): ReadonlyMap<string, RouteTable> {
  const routes = groupBy(
    [...staticRoutes(graph, networks), ...prefixListRoutes(graph, networks), ...propagatedRoutes(graph, networks)],
    ({ table }) => table,
  );
  const keys = [
    ...graph.ofType("aws_ec2_transit_gateway_route_table").map(({ address }) => address),
    ...networks.gateways.map(({ address }) => defaultTransitRouteTable(address)),
  ];
  return new Map(
    keys.map((key) => [
      key,
      {
        key,
        vpc: undefined,
        routes: usedRoutes(routes.get(key) ?? []),
        routePropagations: [],
        isDeclaredElsewhere: false,
      },
    ]),
  );
}

/** Without the routes for a block for which another one takes precedence. */
function usedRoutes(routes: readonly RankedRoute[]): readonly Route[] {
  const best = new Map<string, number>();
  for (const { rank, route } of routes) {
    const block = blockOf(route.destination);
    best.set(block, Math.min(best.get(block) ?? ranks.length, ranks.indexOf(rank)));
  }
  return routes
    .filter(({ rank, route }) => best.get(blockOf(route.destination)) === ranks.indexOf(rank))
    .map(({ route }) => route);
}

function blockOf(destination: RouteDestination): string {
  return destination.kind === "cidr" ? `${destination.addresses[0]?.first}/${destination.prefixLength}` : "";
}

function staticRoutes(graph: ResourceGraph, { attachments }: AttachedNetworks): readonly RankedRoute[] {
  return graph.ofType("aws_ec2_transit_gateway_route").flatMap(({ address, values }) => {
    const table = transitRouteTableKey(graph, values.transit_gateway_route_table_id);
    const target = graph.target(values.destination_cidr_block);
    const destination: RouteDestination =
      target.kind === "literal"
        ? cidrDestination(target.text)
        : { kind: "unknown", text: jsonText(values.destination_cidr_block ?? "that is not written") };
    const route = { address, destination, targets: targetsOf(graph, attachments, address, values) };
    return table === undefined ? [] : [{ table, rank: "static", route } as const];
  });
}

function prefixListRoutes(graph: ResourceGraph, { attachments }: AttachedNetworks): readonly RankedRoute[] {
  return graph.ofType("aws_ec2_transit_gateway_prefix_list_reference").flatMap(({ address, values }) => {
    const table = transitRouteTableKey(graph, values.transit_gateway_route_table_id);
    const blocks = prefixListCidrs(graph, graph.target(values.prefix_list_id));
    const destinations: readonly RouteDestination[] = blocks?.map(cidrDestination) ?? [
      { kind: "unknown", text: jsonText(values.prefix_list_id) },
    ];
    const targets = targetsOf(graph, attachments, address, values);
    return table === undefined
      ? []
      : destinations.map(
          (destination) => ({ table, rank: "prefix-list", route: { address, destination, targets } }) as const,
        );
  });
}

/** The attachment, nothing for a blackhole, and both if the configuration does not say which. */
function targetsOf(
  graph: ResourceGraph,
  attachments: readonly TransitAttachment[],
  address: string,
  { blackhole, transit_gateway_attachment_id: id }: JsonObject,
): readonly RouteTarget[] {
  return [
    ...(mayBeTrue(blackhole) ? [{ kind: "blackhole", address } as const] : []),
    ...(blackhole === true ? [] : [attachmentTarget(attachments, vpcAttachmentKey(graph, id))]),
  ];
}

function attachmentTarget(attachments: readonly TransitAttachment[], key: string | undefined): RouteTarget {
  const attachment = attachments.find(({ address }) => address === key);
  return attachment === undefined
    ? {
        kind: "external-network",
        address: key ?? "a transit gateway attachment",
        description: "a network behind the transit gateway that is not in this configuration",
        gateway: "transit-gateway",
      }
    : { kind: "transit-attachment", attachment };
}

/** A VPC propagates each of its blocks; the blocks of anything else are not known. */
function propagatedRoutes(graph: ResourceGraph, networks: AttachedNetworks): readonly RankedRoute[] {
  const { gateways, attachments, foreign, vpcs } = networks;
  const ofKey = (table: string, address: string, key: string | undefined): readonly RankedRoute[] => {
    const attachment = attachments.find((one) => one.address === key);
    const vpc = vpcs.get(attachment?.vpc ?? "");
    const isKnown = vpc?.resource?.mode === "managed" && !vpc.hasUnknownAddresses;
    const destinations: readonly RouteDestination[] = [
      ...(vpc?.cidrBlocks ?? []).map(({ text }) => cidrDestination(text)),
      ...(isKnown ? [] : [{ kind: "unknown", text: `of routes that ${key ?? "an attachment"} propagates` } as const]),
    ];
    const targets = [attachmentTarget(attachments, key)];
    return destinations.map((destination) => ({
      table,
      rank: "propagated",
      route: { address, destination, targets },
    }));
  };
  const explicit = graph.ofType("aws_ec2_transit_gateway_route_table_propagation").flatMap(({ address, values }) => {
    const table = transitRouteTableKey(graph, values.transit_gateway_route_table_id);
    return table === undefined
      ? []
      : ofKey(table, address, vpcAttachmentKey(graph, values.transit_gateway_attachment_id));
  });
  const byDefault = gateways
    .filter(({ values }) => values.default_route_table_propagation !== "disable")
    .flatMap(({ address: gateway }) => {
      const table = defaultTransitRouteTable(gateway);
      const own = attachments.filter((one) => one.gateway === gateway && one.isPropagatedByDefault);
      return [...own.map(({ address }) => address), ...(foreign.get(gateway) ?? [])].flatMap((address) =>
        ofKey(table, address, address),
      );
    });
  return [...explicit, ...byDefault];
}
