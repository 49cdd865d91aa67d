import { parseCidr } from "../../../ip/cidr";
import { allAddresses } from "../../../ip/internet-addresses";
import { union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { groupBy } from "../../collections/group-by";
import type { ReferenceTarget, ResourceGraph } from "../../terraform/references/resource-graph";
import { blocksOf, type Json, type JsonObject, type Resource } from "../../terraform/terraform-configuration";
import { prefixListCidrs } from "../vpc/prefix-lists";
import { type ProtocolPortRange, readProtocolPortRange } from "./filter-rules";
import type { TrafficDirection } from "./network-acls";

/** A security group with its inline rules and those of rule resources. */
export interface SecurityGroup {
  /** Its Terraform address, or `<vpc> default security group`. */
  readonly key: string;
  readonly vpc: string | undefined;
  readonly isDefault: boolean;
  /** False for a default group that no resource manages: it then has the rules that AWS creates. */
  readonly isDeclared: boolean;
  readonly rules: readonly SecurityGroupRule[];
}

/** A rule of a security group for one direction, range of ports and peer. */
export interface SecurityGroupRule {
  /** The resource that declares the rule. */
  readonly address: string;
  readonly direction: TrafficDirection;
  /** `undefined` when protocol or ports cannot be resolved. */
  readonly portRange: ProtocolPortRange | undefined;
  readonly peer: SecurityGroupPeer;
}

/** The source of an ingress rule or the destination of an egress rule. */
export type SecurityGroupPeer =
  | { readonly kind: "addresses"; readonly text: string; readonly addresses: AddressSet }
  /** An AWS-managed list: `prefixList` is the data source or the gateway endpoint that supplies its id. */
  | { readonly kind: "prefix-list"; readonly text: string; readonly prefixList: ReferenceTarget }
  | { readonly kind: "security-group"; readonly key: string }
  | { readonly kind: "unknown"; readonly text: string };

/** Every security group by key: declared groups and the default group of every VPC. */
export function readSecurityGroups(graph: ResourceGraph, vpcs: Iterable<string>): ReadonlyMap<string, SecurityGroup> {
  const separate = groupBy(graph.ofType(...ruleResourceTypes.keys()), ({ values }) =>
    securityGroupKey(graph, values.security_group_id),
  );
  const rulesOf = (key: string, resource: Resource | undefined): readonly SecurityGroupRule[] => [
    ...(resource === undefined ? [] : inlineRules(graph, key, resource)),
    ...(separate.get(key) ?? []).flatMap((rule) => rulesOfRuleResource(graph, key, rule)),
  ];
  const declared = graph.ofType("aws_security_group").map((resource): SecurityGroup => {
    const key = resource.address;
    const vpc = graph.referenceKey(resource.values.vpc_id);
    return { key, vpc, isDefault: false, isDeclared: true, rules: rulesOf(key, resource) };
  });
  const adopted = new Map(
    graph
      .ofType("aws_default_security_group")
      .map((resource) => [graph.referenceKey(resource.values.vpc_id), resource]),
  );
  const defaults = [...vpcs].map((vpc): SecurityGroup => {
    const key = defaultSecurityGroupKey(vpc);
    const resource = adopted.get(vpc);
    const rules =
      resource === undefined ? [...defaultSecurityGroupRules(key), ...rulesOf(key, undefined)] : rulesOf(key, resource);
    return { key, vpc, isDefault: true, isDeclared: resource !== undefined, rules };
  });
  return new Map([...declared, ...defaults].map((group) => [group.key, group]));
}

/** The key of the group that an argument names. All references to a VPC's default group have the same key. */
export function securityGroupKey(graph: ResourceGraph, value: Json | undefined): string | undefined {
  const target = graph.target(value);
  if (target.kind !== "resource") {
    return target.kind === "absent" ? undefined : target.text;
  }
  const { resource, attribute } = target;
  if (resource.type === "aws_default_security_group") {
    return defaultSecurityGroupKey(graph.referenceKey(resource.values.vpc_id) ?? resource.address);
  }
  const isOfVpc = resource.type === "aws_vpc" && attribute === "default_security_group_id";
  return isOfVpc ? defaultSecurityGroupKey(resource.address) : graph.referenceKey(value);
}

/** The key of a VPC's default security group. */
export function defaultSecurityGroupKey(vpc: string): string {
  return `${vpc} default security group`;
}

/**
 * The rules that AWS creates in a new VPC's default security group.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
function defaultSecurityGroupRules(key: string): readonly SecurityGroupRule[] {
  const all: ProtocolPortRange = { protocol: "all", fromPort: 0, toPort: 65535 };
  return [
    { address: key, direction: "ingress", portRange: all, peer: { kind: "security-group", key } },
    {
      address: key,
      direction: "egress",
      portRange: all,
      peer: { kind: "addresses", text: "0.0.0.0/0", addresses: allAddresses },
    },
  ];
}

/** Resource types that declare one rule each, with the rule's direction. */
const ruleResourceTypes: ReadonlyMap<string, (rule: Resource) => TrafficDirection> = new Map([
  [
    "aws_security_group_rule",
    ({ values }: Resource): TrafficDirection => (values.type === "ingress" ? "ingress" : "egress"),
  ],
  ["aws_vpc_security_group_ingress_rule", (): TrafficDirection => "ingress"],
  ["aws_vpc_security_group_egress_rule", (): TrafficDirection => "egress"],
]);

function inlineRules(graph: ResourceGraph, key: string, group: Resource): readonly SecurityGroupRule[] {
  return (["ingress", "egress"] as const).flatMap((direction) => {
    const written = group.values[direction];
    const unresolved = typeof written === "string" ? [unresolvedRule(group.address, direction, written)] : [];
    const blocks = blocksOf(written).flatMap((rule) => rulesOfBlock(graph, key, group.address, direction, rule));
    return [...unresolved, ...blocks];
  });
}

function unresolvedRule(address: string, direction: TrafficDirection, text: string): SecurityGroupRule {
  return { address, direction, portRange: undefined, peer: { kind: "unknown", text } };
}

function rulesOfRuleResource(graph: ResourceGraph, key: string, rule: Resource): readonly SecurityGroupRule[] {
  const direction = ruleResourceTypes.get(rule.type)?.(rule) ?? "egress";
  return rulesOfBlock(graph, key, rule.address, direction, rule.values);
}

function rulesOfBlock(
  graph: ResourceGraph,
  key: string,
  address: string,
  direction: TrafficDirection,
  rule: JsonObject,
): readonly SecurityGroupRule[] {
  const text = (value: Json | undefined): string | undefined => {
    const target = graph.target(value);
    return target.kind === "literal" ? target.text : undefined;
  };
  const portRange = readProtocolPortRange(
    text(rule.ip_protocol ?? rule.protocol),
    text(rule.from_port),
    text(rule.to_port),
  );
  const peers = peersOfBlock(graph, key, rule);
  const peersOrUnknown: readonly SecurityGroupPeer[] =
    peers.length > 0 ? peers : [{ kind: "unknown", text: "a rule without a source or destination" }];
  return peersOrUnknown.map((peer) => ({ address, direction, portRange, peer }));
}

const addressArguments = ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"];
const securityGroupArguments = ["security_groups", "source_security_group_id", "referenced_security_group_id"];
const prefixListArguments = ["prefix_list_ids", "prefix_list_id"];

function peersOfBlock(graph: ResourceGraph, key: string, rule: JsonObject): readonly SecurityGroupPeer[] {
  const items = (names: readonly string[]): readonly Json[] =>
    names.flatMap((name) => {
      const value = rule[name];
      return value === undefined || value === null || value === "" ? [] : Array.isArray(value) ? value : [value];
    });
  return [
    ...graph.listTargets(items(addressArguments)).map(cidrPeer),
    ...items(securityGroupArguments).map((value): SecurityGroupPeer => {
      const group = securityGroupKey(graph, value);
      return group === undefined || group.includes("${") ? unknownPeer(value) : { kind: "security-group", key: group };
    }),
    ...graph.listTargets(items(prefixListArguments)).map((list) => prefixListPeer(graph, list)),
    ...(rule.self === true ? [{ kind: "security-group", key } as const] : []),
  ];
}

function cidrPeer(target: ReferenceTarget): SecurityGroupPeer {
  const cidr = target.kind === "literal" ? parseCidr(target.text) : undefined;
  return cidr === undefined
    ? unknownPeer(
        target.kind === "literal" || target.kind === "unknown" ? target.text : "a CIDR block that cannot be resolved",
      )
    : { kind: "addresses", text: cidr.text, addresses: cidr.addresses };
}

function prefixListPeer(graph: ResourceGraph, list: ReferenceTarget): SecurityGroupPeer {
  const blocks = prefixListCidrs(graph, list);
  const text = list.kind === "resource" ? list.resource.address : list.kind === "absent" ? "" : list.text;
  const sets = blocks?.map((block) => parseCidr(block)?.addresses);
  return sets?.every((set) => set !== undefined)
    ? { kind: "addresses", text, addresses: union(...sets) }
    : { kind: "prefix-list", text, prefixList: list };
}

function unknownPeer(value: Json): SecurityGroupPeer {
  return { kind: "unknown", text: typeof value === "string" ? value : JSON.stringify(value) };
}
