import { groupBy } from "../../collections/group-by";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import type { Resource } from "../../terraform/terraform-configuration";
import type { Subnet } from "../vpc/read-subnets";
import { mainRouteTableKey, routeTableKey } from "./route-tables";

/** The route tables of subnets and gateways. */
export interface RouteTableAssociations {
  /** The explicit associations of a subnet, else the VPC's main table. AWS rejects more than one explicit association. */
  ofSubnet(subnet: Subnet): readonly RouteTableAssociation[];
  /** The edge associations of a gateway: their tables route the packets that arrive through it. */
  ofGateway(address: string): readonly RouteTableAssociation[];
  /** Every edge association, with the key of its gateway. */
  readonly edges: readonly { readonly gateway: string; readonly routeTable: string }[];
  /** Associations with an unresolved subnet, gateway or route table. */
  readonly unresolved: readonly Resource[];
}

/** The association of a subnet or a gateway with a route table. */
export interface RouteTableAssociation {
  /** Key of the route table. */
  readonly routeTable: string;
  /** Terraform address of the association; absent for the implicit association with the main table. */
  readonly address?: string;
}

/** Reads the explicit associations and those with main route tables. */
export function readRouteTableAssociations(graph: ResourceGraph): RouteTableAssociations {
  const associationResources = graph.ofType("aws_route_table_association").map((resource) => ({
    resource,
    subject: graph.referenceKey(resource.values.subnet_id) ?? graph.referenceKey(resource.values.gateway_id),
    table: routeTableKey(graph, resource.values.route_table_id),
  }));
  const bySubject = groupBy(associationResources, ({ subject }) => subject);
  const mainRouteTables = groupBy(mainRouteTableAssociations(graph), ({ vpc }) => vpc);
  const explicit = (subject: string): readonly RouteTableAssociation[] =>
    (bySubject.get(subject) ?? []).map(({ resource, table }) => ({
      address: resource.address,
      routeTable: table ?? resource.address,
    }));
  const lookedUp = groupBy(lookedUpTables(graph), ({ subject }) => subject);
  return {
    ofSubnet: ({ key, vpc, resource }) => {
      const declared = explicit(key);
      const own = declared.length > 0 || resource?.mode === "managed" ? declared : (lookedUp.get(key) ?? []);
      // A subnet that is declared elsewhere may have an association there.
      return own.length > 0 || vpc === undefined || resource?.mode !== "managed"
        ? own
        : (mainRouteTables.get(vpc) ?? [{ routeTable: mainRouteTableKey(vpc) }]);
    },
    ofGateway: explicit,
    edges: graph.ofType("aws_route_table_association").flatMap(({ address, values }) => {
      const gateway = graph.referenceKey(values.gateway_id);
      const routeTable = routeTableKey(graph, values.route_table_id) ?? address;
      return gateway === undefined ? [] : [{ gateway, routeTable }];
    }),
    unresolved: associationResources
      .filter(({ subject, table }) => table === undefined || subject === undefined || subject.includes("${"))
      .map(({ resource }) => resource),
  };
}

/**
 * The tables that may be the main one of a VPC: those that associations make so. Of several, the last one that Terraform applies counts.
 * After an apply, `main_route_table_id` is the ID of that table, so that a route with this reference is in the first or in the second one.
 */
function mainRouteTableAssociations(
  graph: ResourceGraph,
): readonly (RouteTableAssociation & { readonly vpc: string })[] {
  return graph.ofType("aws_main_route_table_association").flatMap(({ address, values }) => {
    const vpc = graph.referenceKey(values.vpc_id);
    const routeTable = routeTableKey(graph, values.route_table_id) ?? address;
    const first = vpc === undefined || !hasRouteByMainTable(graph, vpc) ? [] : [mainRouteTableKey(vpc)];
    return vpc === undefined ? [] : [routeTable, ...first].map((key) => ({ vpc, address, routeTable: key }));
  });
}

function hasRouteByMainTable(graph: ResourceGraph, vpc: string): boolean {
  return graph.configuration.resources.some(({ mode, values }) => {
    const target = graph.target(values.route_table_id);
    return (
      mode === "managed" &&
      target.kind === "resource" &&
      target.resource.address === vpc &&
      target.attribute === "main_route_table_id"
    );
  });
}

/** The tables that data sources look up by a subnet: the provider finds the explicit association of the subnet. */
function lookedUpTables(graph: ResourceGraph): readonly (RouteTableAssociation & { readonly subject: string })[] {
  return graph.configuration.resources
    .filter(({ mode, type }) => mode === "data" && type === "aws_route_table")
    .flatMap(({ address, values }) => {
      const subject = graph.referenceKey(values.subnet_id);
      return subject === undefined ? [] : [{ subject, address, routeTable: address }];
    });
}
