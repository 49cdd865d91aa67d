import type { ResourceGraph } from "../../terraform/references/resource-graph";
import {
  routeTypes,
  transitGatewayTypes,
  typesThatVpcsMayShare,
} from "../../terraform/resource-types/groups/type-groups";
import type { Json, JsonObject, Resource } from "../../terraform/terraform-configuration";
import type { RouteTable } from "../routes/route-tables";
import type { TransitAttachment } from "../routes/transit-attachment";
import type { Subnet, Vpc } from "../vpc/read-subnets";
import {
  defaultTransitRouteTable,
  keyOfTarget,
  mayBeTrue,
  settingsOfAttachment,
  transitRouteTableKey,
  vpcAttachmentKey,
} from "./transit-keys";
import { readTransitRoutes } from "./transit-routes";

/** Something elsewhere from which packets arrive at a transit gateway, and the table that routes them. */
export interface TransitEntry {
  readonly address: string;
  readonly routeTable: string;
}

/** The transit gateways of a configuration. A packet inside one of them is in the route table of the attachment by which it came. */
export interface TransitNetwork {
  readonly attachments: readonly TransitAttachment[];
  readonly routeTables: ReadonlyMap<string, RouteTable>;
  /** Terraform addresses of the gateways by the keys of their tables. A table without one may be of any gateway. */
  readonly gatewayOfTable: ReadonlyMap<string, string>;
  /** What is attached to the gateways and is not a VPC of this configuration. */
  readonly entries: readonly TransitEntry[];
  /** Routes, associations and propagations whose table or attachment may be one of these gateways. */
  readonly unresolved: readonly string[];
}

/** Reads the transit gateways that the configuration creates, with everything that is attached to them. */
export function readTransitGateways(
  graph: ResourceGraph,
  vpcs: ReadonlyMap<string, Vpc>,
  subnets: ReadonlyMap<string, Subnet>,
): TransitNetwork {
  const gateways = graph.ofType("aws_ec2_transit_gateway");
  if (gateways.length === 0) {
    return { attachments: [], routeTables: new Map(), gatewayOfTable: new Map(), entries: [], unresolved: [] };
  }
  const associations = graph.ofType("aws_ec2_transit_gateway_route_table_association");
  const foreign = new Map(gateways.map((gateway) => [gateway.address, foreignAttachments(graph, gateway)]));
  const attachments = graph
    .ofType("aws_ec2_transit_gateway_vpc_attachment")
    .flatMap((resource) => attachmentOf({ graph, subnets, gateways, associations }, resource));
  const declared = new Set(attachments.map(({ address }) => address));
  const explicit = associations.flatMap(({ address, values }): readonly TransitEntry[] => {
    const attachment = vpcAttachmentKey(graph, values.transit_gateway_attachment_id);
    const routeTable = transitRouteTableKey(graph, values.transit_gateway_route_table_id);
    return routeTable === undefined || declared.has(attachment ?? "")
      ? []
      : [{ address: attachment?.includes("${") === false ? attachment : address, routeTable }];
  });
  const byDefault = gateways
    .filter(({ values }) => values.default_route_table_association !== "disable")
    .flatMap((gateway) =>
      (foreign.get(gateway.address) ?? []).map((address) => ({
        address,
        routeTable: defaultTransitRouteTable(gateway.address),
      })),
    );
  const ofOtherVpcs = attachments
    .filter(({ vpc }) => graph.find(vpc ?? "")?.mode !== "managed")
    .flatMap(({ address, routeTables }) => routeTables.map((routeTable) => ({ address, routeTable })));
  return {
    attachments,
    routeTables: readTransitRoutes(graph, { gateways, vpcs, attachments, foreign }),
    gatewayOfTable: new Map([
      ...gateways.map(({ address }) => [defaultTransitRouteTable(address), address] as const),
      ...graph.ofType("aws_ec2_transit_gateway_route_table").flatMap(({ address, values }) => {
        const gateway = graph.referenceKey(values.transit_gateway_id);
        // An ID or a data source may name any gateway.
        return gateways.some((one) => one.address === gateway) ? [[address, gateway ?? ""] as const] : [];
      }),
    ]),
    entries: [...explicit, ...byDefault, ...ofOtherVpcs],
    unresolved: tablePartTypes.flatMap((type) =>
      graph
        .ofType(type)
        .filter(
          ({ values }) =>
            transitRouteTableKey(graph, values.transit_gateway_route_table_id) === undefined ||
            mayReplaceAnyAssociation(graph, values),
        )
        .map(({ address }) => address),
    ),
  };
}

/** Whether every route table for packets from an attachment is in the configuration. */
export function isAssociated(
  { routeTables }: Pick<TransitNetwork, "routeTables">,
  attachment: TransitAttachment,
): boolean {
  return attachment.routeTables.length > 0 && attachment.routeTables.every((key) => routeTables.has(key));
}

/** Whether the association takes the place of another one, at an attachment that only an ID, a variable or a data source names. */
function mayReplaceAnyAssociation(graph: ResourceGraph, values: JsonObject): boolean {
  const attachment = graph.find(vpcAttachmentKey(graph, values.transit_gateway_attachment_id) ?? "");
  const isKnown = attachment?.mode === "managed" && attachmentTypes.has(attachment.type);
  return mayBeTrue(values.replace_existing_association) && !isKnown;
}

const attachmentTypes = new Set([
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_ec2_transit_gateway_peering_attachment",
  "aws_vpn_connection",
]);

const tablePartTypes = [
  "aws_ec2_transit_gateway_route",
  "aws_ec2_transit_gateway_prefix_list_reference",
  "aws_ec2_transit_gateway_route_table_association",
  "aws_ec2_transit_gateway_route_table_propagation",
];

/** What an attachment refers to, and what refers to it. */
interface AttachmentSurroundings {
  readonly graph: ResourceGraph;
  /** By address. */
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly gateways: readonly Resource[];
  /** Of attachments and route tables. */
  readonly associations: readonly Resource[];
}

function attachmentOf(
  { graph, subnets, gateways, associations }: AttachmentSurroundings,
  { address, values }: Resource,
): readonly TransitAttachment[] {
  const gateway = gateways.find((one) => one.address === graph.referenceKey(values.transit_gateway_id));
  if (gateway === undefined) {
    return [];
  }
  const named = graph.listTargets(values.subnet_ids).map((target) => subnets.get(keyOfTarget(target) ?? ""));
  const own = associations.filter(
    (one) => vpcAttachmentKey(graph, one.values.transit_gateway_attachment_id) === address,
  );
  const replaces = own.some((one) => one.values.replace_existing_association === true);
  const settings = settingsOfAttachment(graph, address, values);
  const mayUseDefault =
    gateway.values.default_route_table_association !== "disable" &&
    settings.transit_gateway_default_route_table_association !== false;
  const { appliance_mode_support: mode } = values;
  return [
    {
      address,
      gateway: gateway.address,
      vpc: graph.referenceKey(values.vpc_id),
      subnets: named.filter((subnet) => subnet !== undefined),
      isComplete: named.length > 0 && named.every((subnet) => subnet !== undefined),
      applianceMode:
        mode === "enable" ? "on" : mode === undefined || mode === null || mode === "disable" ? "off" : "unknown",
      routeTables: [
        ...own.map((one) => transitRouteTableKey(graph, one.values.transit_gateway_route_table_id) ?? one.address),
        ...(mayUseDefault && !replaces ? [defaultTransitRouteTable(gateway.address)] : []),
      ],
      isPropagatedByDefault: settings.transit_gateway_default_route_table_propagation !== false,
    },
  ];
}

/** Types that name a gateway and attach nothing to it that no model reads. */
const typesThatAttachNothingElse = new Set([
  ...typesThatVpcsMayShare,
  ...transitGatewayTypes,
  ...routeTypes,
  "aws_ram_resource_association",
  "aws_ec2_tag",
]);

/**
 * Terraform addresses of what may attach something to the gateway that is not a VPC of this configuration: any resource of a type that
 * is not known to attach nothing. The gateway itself stands for attachments of other configurations, which its default tables accept.
 */
function foreignAttachments(graph: ResourceGraph, { address }: Resource): readonly string[] {
  const others = graph.configuration.resources.filter(
    (resource) =>
      resource.mode === "managed" &&
      !typesThatAttachNothingElse.has(resource.type) &&
      namesGateway(JSON.stringify(resource.values), address),
  );
  const peerings = graph
    .ofType("aws_ec2_transit_gateway_peering_attachment")
    .filter((peering) => [peering.values.transit_gateway_id, peering.values.peer_transit_gateway_id].some(isGateway));
  return [address, ...[...others, ...peerings].map((resource) => resource.address)];

  function isGateway(value: Json | undefined): boolean {
    return graph.referenceKey(value) === address;
  }
}

/** Whether a text refers to the address, and not to one that only begins like it. */
function namesGateway(text: string, address: string): boolean {
  return text
    .replaceAll('\\"', '"')
    .split(address)
    .slice(1)
    .some((rest) => !/^[\w-]/.test(rest));
}
