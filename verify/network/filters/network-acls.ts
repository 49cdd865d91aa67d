import { parseCidr } from "../../../ip/cidr";
import { allAddresses } from "../../../ip/internet-addresses";
import { emptySet, intersection, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { groupBy } from "../../collections/group-by";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { blocksOf, type Json, type JsonObject, type Resource } from "../../terraform/terraform-configuration";
import type { Subnet } from "../vpc/read-subnets";
import {
  addressesAllowedByAclRules,
  addressesSurelyAllowedByAclRules,
  type NetworkAclRule,
  readProtocolPortRange,
  type TrafficClass,
} from "./filter-rules";

/** From the point of view of the subnet or the interface. */
export type TrafficDirection = "ingress" | "egress";

/** A network ACL with its rules, in the order in which the configuration lists them. */
export interface NetworkAcl extends Readonly<Record<TrafficDirection, readonly NetworkAclRule[]>> {
  readonly address: string;
}

/** The network ACLs of a configuration, looked up by subnet. */
export interface NetworkAcls {
  /** Addresses to or from which the subnet's ACL may allow the traffic. Without a declared ACL: all addresses. */
  allowedAddresses(subnet: Subnet, direction: TrafficDirection, traffic: TrafficClass): AddressSet;
  /** Addresses to or from which the subnet's ACL certainly allows the traffic: none if the ACL is declared elsewhere. */
  surelyAllowedAddresses(subnet: Subnet, direction: TrafficDirection, traffic: TrafficClass): AddressSet;
  /** Each ACL that the subnet has, or may have. Without a declared ACL: none. */
  aclsOf(subnet: Subnet): readonly NetworkAcl[];
  /** TCP ports that cover every case of the range: its first port, and those at which a rule begins or ends. */
  distinguishedPorts(first: number, last: number): readonly number[];
}

const aclTypes = ["aws_network_acl", "aws_default_network_acl"];

/** Reads every network ACL with its inline rules, rule resources and subnet associations. */
export function readNetworkAcls(graph: ResourceGraph): NetworkAcls {
  const acls = new Map(graph.ofType(...aclTypes).map((acl) => [acl.address, networkAclRulesOf(graph, acl)]));
  const bySubnet = subnetsOfAcls(graph);
  const defaults = new Map(
    graph.ofType("aws_default_network_acl").map((acl) => [vpcOfDefault(graph, acl), acl.address]),
  );
  const ports = [...acls.values()]
    .flatMap(({ ingress, egress }) => [...ingress, ...egress])
    .flatMap(({ portRange }) => (portRange === undefined ? [] : [portRange.fromPort, portRange.toPort + 1]));
  const aclsOf = ({ key, vpc }: Subnet): readonly string[] => {
    const own = bySubnet.get(key) ?? [];
    return own.length > 0 ? own.map(({ acl }) => acl) : [defaults.get(vpc)].filter((acl) => acl !== undefined);
  };
  const lookUp = (
    subnet: Subnet,
    direction: TrafficDirection,
    read: (rules: readonly NetworkAclRule[]) => AddressSet,
    otherwise: AddressSet,
  ): readonly AddressSet[] =>
    aclsOf(subnet).map((acl) => {
      const rules = acls.get(acl)?.[direction];
      return rules === undefined ? otherwise : read(rules);
    });
  const possible = memoizeByRules(addressesAllowedByAclRules);
  const sure = memoizeByRules(addressesSurelyAllowedByAclRules);
  return {
    allowedAddresses: (subnet, direction, traffic) => {
      const sets = lookUp(subnet, direction, (rules) => possible(rules, traffic), allAddresses);
      return sets.length === 0 ? allAddresses : union(...sets);
    },
    surelyAllowedAddresses: (subnet, direction, traffic) =>
      lookUp(subnet, direction, (rules) => sure(rules, traffic), emptySet).reduce(intersection, allAddresses),
    aclsOf: (subnet) => aclsOf(subnet).map((address) => ({ address, ...(acls.get(address) ?? unknownRules(address)) })),
    distinguishedPorts: (first, last) => [...new Set([first, ...ports.filter((port) => first < port && port <= last)])],
  };
}

/** An ACL that is declared elsewhere may allow anything. */
function unknownRules(address: string): Readonly<Record<TrafficDirection, readonly NetworkAclRule[]>> {
  const rule: NetworkAclRule = { address, number: 0, action: "allow", portRange: undefined, addresses: undefined };
  return { ingress: [rule], egress: [rule] };
}

type AclReader = (rules: readonly NetworkAclRule[], traffic: TrafficClass) => AddressSet;

function memoizeByRules(read: AclReader): AclReader {
  const cache = new Map<readonly NetworkAclRule[], Map<string, AddressSet>>();
  return (rules, traffic) => {
    const known = cache.get(rules) ?? new Map<string, AddressSet>();
    cache.set(rules, known);
    const key = "port" in traffic ? `${traffic.kind} ${traffic.port}` : traffic.kind;
    const addresses = known.get(key) ?? read(rules, traffic);
    known.set(key, addresses);
    return addresses;
  };
}

interface SubnetAcl {
  readonly subnet: string;
  readonly acl: string;
}

/** The ACLs that resources give to a subnet. With more than one, the one that Terraform applies last wins. */
function subnetsOfAcls(graph: ResourceGraph): ReadonlyMap<string, readonly SubnetAcl[]> {
  const inline = graph
    .ofType(...aclTypes)
    .flatMap(({ address, values }) =>
      graph
        .listTargets(values.subnet_ids)
        .flatMap((target): SubnetAcl[] =>
          target.kind === "resource" ? [{ subnet: target.resource.address, acl: address }] : [],
        ),
    );
  const separate = graph.ofType("aws_network_acl_association").map(
    ({ address, values }): SubnetAcl => ({
      subnet: graph.referenceKey(values.subnet_id) ?? address,
      acl: graph.referenceKey(values.network_acl_id) ?? address,
    }),
  );
  return groupBy([...inline, ...separate], ({ subnet }) => subnet);
}

function vpcOfDefault(graph: ResourceGraph, acl: Resource): string | undefined {
  const target = graph.target(acl.values.default_network_acl_id);
  return target.kind === "resource" ? target.resource.address : undefined;
}

function networkAclRulesOf(
  graph: ResourceGraph,
  acl: Resource,
): Readonly<Record<TrafficDirection, readonly NetworkAclRule[]>> {
  const separate = groupBy(
    graph
      .ofType("aws_network_acl_rule")
      .filter(({ values }) => graph.referenceKey(values.network_acl_id) === acl.address),
    ({ values }): TrafficDirection => (values.egress === true ? "egress" : "ingress"),
  );
  const read = (direction: TrafficDirection): readonly NetworkAclRule[] => [
    ...blocksOf(acl.values[direction]).map((rule) => networkAclRuleOf(graph, acl.address, rule, inlineRuleArguments)),
    ...(separate.get(direction) ?? []).map(({ address, values }) =>
      networkAclRuleOf(graph, address, values, aclRuleResourceArguments),
    ),
  ];
  return { ingress: read("ingress"), egress: read("egress") };
}

interface AclRuleArguments {
  readonly number: string;
  readonly action: string;
}

const inlineRuleArguments: AclRuleArguments = { number: "rule_no", action: "action" };
const aclRuleResourceArguments: AclRuleArguments = { number: "rule_number", action: "rule_action" };

function networkAclRuleOf(
  graph: ResourceGraph,
  address: string,
  rule: JsonObject,
  argumentNames: AclRuleArguments,
): NetworkAclRule {
  const literal = (value: Json | undefined): string | undefined => {
    const target = graph.target(value);
    return target.kind === "literal" ? target.text : undefined;
  };
  const blocks = [rule.cidr_block, rule.ipv6_cidr_block].filter((value) => graph.target(value).kind !== "absent");
  const sets = blocks.map((block) => parseCidr(literal(block) ?? "")?.addresses);
  return {
    address,
    number: Number(literal(rule[argumentNames.number]) ?? 0),
    action: literal(rule[argumentNames.action]) === "deny" ? "deny" : "allow",
    portRange: readProtocolPortRange(literal(rule.protocol), literal(rule.from_port), literal(rule.to_port)),
    addresses: sets.every((set) => set !== undefined) ? union(...sets) : undefined,
  };
}
