import { type NetworkModel, networkModelOf } from "../../../../verify/network/network-model";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { Json } from "../../../../verify/terraform/terraform-configuration";
import type { PlainNetwork, PlainRoute, PlainRule } from "./packet-simulator";

type Named = Record<string, Json>;

/** The same network as Terraform JSON, read by the model: subnet `s<n>` may hold a NAT gateway and a firewall `s<n>`. */
export function plainNetworkModel(plain: PlainNetwork): NetworkModel {
  const per = (make: (index: number) => Json): Named =>
    Object.fromEntries(plain.subnets.map((_, index) => [`s${index}`, make(index)]));
  const resource = {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { g: { vpc_id: "${aws_vpc.v.id}" } },
    aws_subnet: per((index) => ({
      vpc_id: "${aws_vpc.v.id}",
      cidr_block: `10.0.${index}.0/24`,
      availability_zone: "z",
    })),
    aws_nat_gateway: per((index) => ({ subnet_id: `\${aws_subnet.s${index}.id}` })),
    aws_networkfirewall_firewall: per((index) => ({ subnet_mapping: [{ subnet_id: `\${aws_subnet.s${index}.id}` }] })),
    aws_network_acl: Object.assign(
      {},
      ...plain.subnets.map(({ ingress, egress }, index) => aclJson(index, ingress, egress)),
    ) as Named,
    aws_route_table: tablesJson(plain),
    aws_default_route_table: {
      main: {
        default_route_table_id: "${aws_vpc.v.default_route_table_id}",
        route: (plain.tables.at(-1) ?? []).map(routeJson),
      },
    },
    aws_route_table_association: associationsJson(plain),
  };
  return networkModelOf(readConfiguration({ resource }, "plain"));
}

function tablesJson({ tables, edge }: PlainNetwork): Named {
  const named = tables.slice(0, -1).map((routes, position) => [`t${position}`, routes] as const);
  const all = edge === undefined ? named : [...named, ["edge", edge] as const];
  return Object.fromEntries(
    all.map(([name, routes]) => [name, { vpc_id: "${aws_vpc.v.id}", route: routes.map(routeJson) }]),
  );
}

/** The last table is the VPC's main one, which needs no association. */
function associationsJson({ subnets, tables, edge }: PlainNetwork): Named {
  const explicit = subnets.flatMap(({ table }, index): [string, Json][] =>
    table === tables.length - 1
      ? []
      : [
          [
            `s${index}`,
            { subnet_id: `\${aws_subnet.s${index}.id}`, route_table_id: `\${aws_route_table.t${table}.id}` },
          ],
        ],
  );
  const ofGateway = { gateway_id: "${aws_internet_gateway.g.id}", route_table_id: "${aws_route_table.edge.id}" };
  return { ...Object.fromEntries(explicit), ...(edge === undefined ? {} : { edge: ofGateway }) };
}

function routeJson({ block: { first, length }, target }: PlainRoute): Json {
  const cidr_block = `${dottedQuad(first)}/${length}`;
  if (target === "internet") {
    return { cidr_block, gateway_id: "${aws_internet_gateway.g.id}" };
  }
  return target.kind === "nat"
    ? { cidr_block, nat_gateway_id: `\${aws_nat_gateway.s${target.subnet}.id}` }
    : {
        cidr_block,
        vpc_endpoint_id: `\${one(aws_networkfirewall_firewall.s${target.subnet}.firewall_status[0].sync_states).attachment[0].endpoint_id}`,
      };
}

/** An ACL with rules one way only is AWS's default the other way. */
function aclJson(index: number, ingress: readonly PlainRule[], egress: readonly PlainRule[]): Record<string, Json> {
  const everything: readonly PlainRule[] = [{ allow: true, block: { first: 0, length: 0 } }];
  const lines = (written: readonly PlainRule[]): Json =>
    (written.length === 0 ? everything : written).map(({ allow, block: { first, length } }, number) => ({
      rule_no: number + 1,
      action: allow ? "allow" : "deny",
      protocol: "-1",
      cidr_block: `${dottedQuad(first)}/${length}`,
    }));
  return ingress.length + egress.length === 0
    ? {}
    : {
        [`s${index}`]: { subnet_ids: [`\${aws_subnet.s${index}.id}`], ingress: lines(ingress), egress: lines(egress) },
      };
}

/** Dotted quad of an address. */
export function dottedQuad(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
