import { groupBy } from "../../collections/group-by";
import type { Resource } from "../../terraform/configuration";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { mainTableKey, tableKey } from "./route-tables";
import type { Subnet } from "./subnets";

/** Which route table decides for which subnet and for which gateway. */
export interface Associations {
  /** Keys of the tables of a subnet: the explicit ones, else the VPC's main table. More than one cannot be applied. */
  ofSubnet(subnet: Subnet): readonly TableAssociation[];
  /** Keys of the edge tables that a gateway consults for packets that come in through it. */
  ofGateway(address: string): readonly TableAssociation[];
  /** Associations that name neither a subnet nor a gateway of this configuration. */
  readonly unread: readonly Resource[];
}

export interface TableAssociation {
  readonly table: string;
  /** The resource that associates; absent for a main table by default. */
  readonly address?: string;
}

export function readAssociations(graph: ResourceGraph): Associations {
  const separate = graph.ofType("aws_route_table_association").map((resource) => ({
    resource,
    subject: graph.text(resource.values.subnet_id) ?? graph.text(resource.values.gateway_id),
    table: tableKey(graph, resource.values.route_table_id),
  }));
  const bySubject = groupBy(separate, ({ subject }) => subject);
  const mains = new Map(
    graph
      .ofType("aws_main_route_table_association")
      .map(({ address, values }) => [
        graph.text(values.vpc_id),
        { address, table: tableKey(graph, values.route_table_id) ?? address },
      ]),
  );
  const explicit = (subject: string): readonly TableAssociation[] =>
    (bySubject.get(subject) ?? []).map(({ resource, table }) => ({
      address: resource.address,
      table: table ?? resource.address,
    }));
  return {
    ofSubnet: ({ key, vpc, resource }) => {
      const own = explicit(key);
      // A subnet that is declared elsewhere may be associated there.
      const main =
        vpc === undefined || resource?.mode !== "managed"
          ? undefined
          : (mains.get(vpc) ?? { table: mainTableKey(vpc) });
      return own.length > 0 || main === undefined ? own : [main];
    },
    ofGateway: explicit,
    unread: separate
      .filter(({ subject, table }) => table === undefined || subject === undefined || subject.includes("${"))
      .map(({ resource }) => resource),
  };
}
