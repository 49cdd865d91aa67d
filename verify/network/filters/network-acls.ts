import { groupBy } from "../../collections/group-by";
import { type AddressSet, union } from "../../ip/address-space";
import { parseCidr } from "../../ip/cidr";
import { everywhere } from "../../ip/internet-addresses";
import { blocksOf, type Json, type JsonObject, type Resource } from "../../terraform/configuration";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import type { Subnet } from "../routing/subnets";
import { admittedBy, type NumberedRule, readScope, type Traffic } from "./filter-rules";

export type Direction = "ingress" | "egress";

/** The network ACLs of a configuration, asked by subnet. */
export interface NetworkAcls {
  /** Addresses that the subnet's ACL may let this traffic through to or from: everywhere when nobody wrote one. */
  admitted(subnet: Subnet, direction: Direction, traffic: Traffic): AddressSet;
}

const aclTypes = ["aws_network_acl", "aws_default_network_acl"];

export function readNetworkAcls(graph: ResourceGraph): NetworkAcls {
  const acls = new Map(graph.ofType(...aclTypes).map((acl) => [acl.address, rulesOf(graph, acl)]));
  const bySubnet = subnetsOfAcls(graph);
  const defaults = new Map(
    graph.ofType("aws_default_network_acl").map((acl) => [vpcOfDefault(graph, acl), acl.address]),
  );
  const cache = new Map<string, AddressSet>();
  return {
    admitted: (subnet, direction, traffic) => {
      const acl = bySubnet.get(subnet.key) ?? defaults.get(subnet.vpc);
      const rules = acl === undefined ? undefined : acls.get(acl)?.[direction];
      if (rules === undefined) {
        return everywhere;
      }
      const key = `${acl} ${direction} ${traffic.kind === "any" ? "any" : traffic.port}`;
      const admitted = cache.get(key) ?? admittedBy(rules, traffic);
      cache.set(key, admitted);
      return admitted;
    },
  };
}

function subnetsOfAcls(graph: ResourceGraph): ReadonlyMap<string, string> {
  const inline = graph
    .ofType(...aclTypes)
    .flatMap(({ address, values }) =>
      graph
        .list(values.subnet_ids)
        .flatMap((target): [string, string][] =>
          target.kind === "resource" ? [[target.resource.address, address]] : [],
        ),
    );
  const separate = graph
    .ofType("aws_network_acl_association")
    .map(({ address, values }): [string, string] => [
      graph.text(values.subnet_id) ?? address,
      graph.text(values.network_acl_id) ?? address,
    ]);
  return new Map([...inline, ...separate]);
}

function vpcOfDefault(graph: ResourceGraph, acl: Resource): string | undefined {
  const target = graph.target(acl.values.default_network_acl_id);
  return target.kind === "resource" ? target.resource.address : undefined;
}

function rulesOf(graph: ResourceGraph, acl: Resource): Readonly<Record<Direction, readonly NumberedRule[]>> {
  const separate = groupBy(
    graph.ofType("aws_network_acl_rule").filter(({ values }) => graph.text(values.network_acl_id) === acl.address),
    ({ values }): Direction => (values.egress === true ? "egress" : "ingress"),
  );
  const read = (direction: Direction): readonly NumberedRule[] => [
    ...blocksOf(acl.values[direction]).map((rule) => ruleOf(graph, rule, inlineNames)),
    ...(separate.get(direction) ?? []).map(({ values }) => ruleOf(graph, values, separateNames)),
  ];
  return { ingress: read("ingress"), egress: read("egress") };
}

interface RuleNames {
  readonly number: string;
  readonly action: string;
}

const inlineNames: RuleNames = { number: "rule_no", action: "action" };
const separateNames: RuleNames = { number: "rule_number", action: "rule_action" };

function ruleOf(graph: ResourceGraph, rule: JsonObject, names: RuleNames): NumberedRule {
  const literal = (value: Json | undefined): string | undefined => {
    const target = graph.target(value);
    return target.kind === "literal" ? target.text : undefined;
  };
  const blocks = [rule.cidr_block, rule.ipv6_cidr_block].filter((value) => graph.target(value).kind !== "absent");
  const sets = blocks.map((block) => parseCidr(literal(block) ?? "")?.addresses);
  return {
    number: Number(literal(rule[names.number]) ?? 0),
    action: literal(rule[names.action]) === "deny" ? "deny" : "allow",
    scope: readScope(literal(rule.protocol), literal(rule.from_port), literal(rule.to_port)),
    addresses: sets.every((set) => set !== undefined) ? union(...sets) : undefined,
  };
}
