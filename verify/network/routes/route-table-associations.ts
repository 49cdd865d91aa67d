import { groupBy } from "../../collections/group-by";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import type { Resource } from "../../terraform/terraform-configuration";
import type { Subnet } from "../vpc/read-subnets";
import { mainRouteTableKey, routeTableKey } from "./route-tables";

/** Which route table a subnet or a gateway uses. */
export interface RouteTableAssociations {
  /**
   * Keys of the route tables of a subnet: the explicit associations, else the VPC's main table. More than one cannot be
   * applied.
   */
  ofSubnet(subnet: Subnet): readonly RouteTableAssociation[];
  /** Keys of the edge route tables that a gateway uses for packets that enter through it. */
  ofGateway(address: string): readonly RouteTableAssociation[];
  /** Associations that name neither a subnet nor a gateway of this configuration. */
  readonly unresolved: readonly Resource[];
}

export interface RouteTableAssociation {
  readonly routeTable: string;
  /** The resource that associates; absent for the default association with a main table. */
  readonly address?: string;
}

export function readRouteTableAssociations(graph: ResourceGraph): RouteTableAssociations {
  const associationResources = graph.ofType("aws_route_table_association").map((resource) => ({
    resource,
    subject: graph.referenceKey(resource.values.subnet_id) ?? graph.referenceKey(resource.values.gateway_id),
    table: routeTableKey(graph, resource.values.route_table_id),
  }));
  const bySubject = groupBy(associationResources, ({ subject }) => subject);
  const mainRouteTables = new Map(
    graph
      .ofType("aws_main_route_table_association")
      .map(({ address, values }) => [
        graph.referenceKey(values.vpc_id),
        { address, routeTable: routeTableKey(graph, values.route_table_id) ?? address },
      ]),
  );
  const explicit = (subject: string): readonly RouteTableAssociation[] =>
    (bySubject.get(subject) ?? []).map(({ resource, table }) => ({
      address: resource.address,
      routeTable: table ?? resource.address,
    }));
  return {
    ofSubnet: ({ key, vpc, resource }) => {
      const own = explicit(key);
      // A subnet that is declared elsewhere may be associated there.
      const main =
        vpc === undefined || resource?.mode !== "managed"
          ? undefined
          : (mainRouteTables.get(vpc) ?? { routeTable: mainRouteTableKey(vpc) });
      return own.length > 0 || main === undefined ? own : [main];
    },
    ofGateway: explicit,
    unresolved: associationResources
      .filter(({ subject, table }) => table === undefined || subject === undefined || subject.includes("${"))
      .map(({ resource }) => resource),
  };
}
