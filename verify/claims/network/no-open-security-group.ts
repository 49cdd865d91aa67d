import { internetAddresses } from "../../../ip/internet-addresses";
import { overlaps } from "../../../ip/interval-set";
import { findingsInNetwork } from "../../network/absent-network";
import { studioVpcEndpoints } from "../../network/endpoints/vpc-endpoints";
import { type ProtocolPortRange, protocolPortRangeText } from "../../network/filters/filter-rules";
import {
  type SecurityGroup,
  type SecurityGroupPeer,
  type SecurityGroupRule,
  securityGroupKey,
} from "../../network/filters/read-security-groups";
import {
  isStudioOrUndeclaredVpc,
  type NetworkModel,
  networkModelOf,
  undeclaredStudioVpcs,
} from "../../network/network-model";
import { serviceOfPrefixList } from "../../network/vpc/prefix-lists";
import { isJsonObject, type Json } from "../../terraform/terraform-configuration";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  doubtElsewhere,
  type Findings,
  findingsOf,
  mergeFindings,
  proof,
} from "../../verdict/findings";

export const noOpenSecurityGroup: Claim = {
  name: "no-open-security-group",
  title: "No security group is open to the internet",
  meaning:
    "No security group allows the internet, except outbound TCP on declared ports of an inspected environment, and the default group is empty.",
  details: [
    "Every security group of the Studio VPC is checked, and every group whose VPC is not declared here.",
    "Outbound rules to internet addresses are permitted only for TCP ports of the allow-list.",
    "The default security group must be adopted by Terraform and have no rules.",
    "Prefix lists of S3 and DynamoDB in the Region are permitted; other lists of AWS or of other accounts make the claim undecided.",
    "A rule for a security group outside the Studio VPC, or for one that is not declared here, makes the claim undecided.",
    "A VPC of Studio that is not declared here makes the claim undecided.",
  ],
  remedy:
    "Replace the open rule with a security group reference, or limit it to the ports of the allow-list. Adopt the default group without rules.",
  topic: "network",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: [
    "EC2.2",
    "EC2.18",
    "EC2.19",
    "NIST.800-53.r5 SC-7",
    "NIST.800-53.r5 SC-7(5)",
    "NIST.800-53.r5 AC-4",
    "CIS AWS Foundations v5.0.0/5.5",
  ],
  decide({ configuration, posture }: ClaimSubject) {
    const network = networkModelOf(configuration);
    const ports = new Set(posture.kind === "isolated" ? [] : posture.allowedDomains.flatMap((domain) => domain.ports));
    const groups = [...network.securityGroups.values()].filter(({ vpc }) => isStudioOrUndeclaredVpc(network, vpc));
    return verdictOf(
      findingsInNetwork(
        configuration,
        mergeFindings([
          ...groups.map((group) => examine(network, group, ports)),
          ...securityGroupsDeclaredElsewhere(network),
          findingsOf({ doubts: undeclaredStudioVpcs(network, "its security groups are not known") }),
        ]),
      ),
    );
  },
};

/** Groups that are attached here, but whose rules are not in this configuration. */
function securityGroupsDeclaredElsewhere(network: NetworkModel): readonly Findings[] {
  const owners = network.perimeterSubnets.flatMap(({ key }) => network.interfaceOwners.bySubnet.get(key) ?? []);
  const attached = [
    ...network.studioVpcConfig.securityGroupSets,
    ...studioVpcEndpoints(network),
    ...[...new Set(owners)].map((owner) => ({
      address: owner.address,
      securityGroups: securityGroupsNamedIn(network, owner.values, ""),
    })),
  ];
  return attached.flatMap(({ address, securityGroups: groups }) =>
    [...new Set(groups)]
      .filter((key) => !network.securityGroups.has(key))
      .map((key) => doubtElsewhere(`${address} has security group ${key}, which is ${notHere}`, [key], address)),
  );
}

const notHere = "not in this configuration; join the state that has it with --join";

const securityGroupArguments = new Set([
  ...["security_groups", "security_group_ids", "vpc_security_group_ids"],
  ...["additional_master_security_groups", "additional_slave_security_groups"],
  ...["engine_security_group_id", "workspace_security_group_id"],
]);

function securityGroupsNamedIn(network: NetworkModel, value: Json, name: string): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => securityGroupsNamedIn(network, item, name));
  }
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) => securityGroupsNamedIn(network, inner, key));
  }
  return securityGroupArguments.has(name) ? [securityGroupKey(network.graph, value) ?? []].flat() : [];
}

function examine(network: NetworkModel, group: SecurityGroup, ports: ReadonlySet<number>): Findings {
  if (group.isDefault) {
    return examineDefault(network, group);
  }
  const found = group.rules.map((rule) =>
    rule.direction === "ingress" ? examineIngress(network, group, rule) : examineEgress(network, group, rule, ports),
  );
  const none = proof(`${group.key} has no rules`, group.key);
  return found.length === 0 ? none : mergeFindings(found);
}

/** A resource without a security group has the default one. */
function examineDefault({ vpcs }: NetworkModel, { key, vpc, isDeclared, rules }: SecurityGroup): Findings {
  const isOurs = vpcs.get(vpc ?? "")?.resource?.mode === "managed";
  if (!isDeclared) {
    const text = `${key} is not adopted by Terraform, so it allows all outbound traffic`;
    return isOurs ? counterexample(text, vpc ?? key) : doubtElsewhere(`${key} is ${notHere}`, [vpc ?? key], key);
  }
  const [rule] = rules;
  return rule === undefined
    ? proof(`${key} is adopted and has no rules`, key)
    : counterexample(`${key} has a rule, which applies to every resource without a security group`, rule.address);
}

/** Nobody knows who has a security group that is declared elsewhere, unless it is in the VPC of the group whose rule names it. */
function isForeignGroup(network: NetworkModel, key: string, { vpc }: SecurityGroup): boolean {
  const peer = network.securityGroups.get(key);
  return peer?.vpc === undefined || (peer.vpc !== vpc && !network.studioVpcs.has(peer.vpc));
}

function examineIngress(
  network: NetworkModel,
  group: SecurityGroup,
  { address, portRange: scope, peer }: SecurityGroupRule,
): Findings {
  switch (peer.kind) {
    case "security-group":
      if (isForeignGroup(network, peer.key, group)) {
        return doubt(
          `${group.key} allows ${protocolPortRangeText(scope)} inbound from ${peer.key}, which is not a group of the Studio VPC`,
          address,
        );
      }
      return proof(`${group.key} allows ${protocolPortRangeText(scope)} inbound from ${peer.key}`, address);
    case "addresses":
      return overlaps(peer.addresses, internetAddresses)
        ? counterexample(`${group.key} allows ${protocolPortRangeText(scope)} inbound from ${peer.text}`, address)
        : proof(
            `${group.key} allows ${protocolPortRangeText(scope)} inbound from ${peer.text}, which is not the internet`,
            address,
          );
    case "prefix-list":
    case "unknown":
      return doubt(
        `${group.key} allows ${protocolPortRangeText(scope)} inbound from ${peer.text}, which verify cannot resolve`,
        address,
      );
  }
}

function examineEgress(
  network: NetworkModel,
  group: SecurityGroup,
  { address, portRange: scope, peer }: SecurityGroupRule,
  ports: ReadonlySet<number>,
): Findings {
  const text = `${group.key} allows ${protocolPortRangeText(scope)} outbound to ${"text" in peer ? peer.text : peer.key}`;
  if (peer.kind === "unknown" || (peer.kind === "prefix-list" && !isAwsServicePrefixList(network, peer))) {
    return doubt(`${text}, which verify cannot resolve`, address);
  }
  if (peer.kind === "security-group" && isForeignGroup(network, peer.key, group)) {
    return doubt(`${text}, which is not a group of the Studio VPC`, address);
  }
  if (peer.kind !== "addresses" || !overlaps(peer.addresses, internetAddresses)) {
    return proof(`${text}, which is not the internet`, address);
  }
  return isOnDeclaredPorts(scope, ports)
    ? proof(`${text}, on declared ports only`, address)
    : counterexample(text, address);
}

/**
 * Whether the prefix list holds the addresses of S3 or DynamoDB in the Region. Other lists of AWS hold addresses at which anyone
 * may publish: `com.amazonaws.global.cloudfront.origin-facing`.
 */
function isAwsServicePrefixList(
  { graph }: NetworkModel,
  { prefixList: list }: SecurityGroupPeer & { kind: "prefix-list" },
): boolean {
  const [, region, service = ""] =
    /^com\.amazonaws\.(.+)\.([a-z0-9]+)$/.exec(serviceOfPrefixList(graph, list) ?? "") ?? [];
  const isOfEndpoint = list.kind === "resource" && list.resource.type === "aws_vpc_endpoint";
  const isHere = isOfEndpoint || region?.startsWith("${") === true || region === graph.configuration.region;
  return region !== undefined && isHere && ["s3", "dynamodb"].includes(service);
}

function isOnDeclaredPorts(scope: ProtocolPortRange | undefined, ports: ReadonlySet<number>): boolean {
  if (scope?.protocol !== "tcp" || ports.size === 0) {
    return false;
  }
  const span = scope.toPort - scope.fromPort + 1;
  return (
    span >= 1 &&
    span <= ports.size &&
    Array.from({ length: span }, (_, index) => scope.fromPort + index).every((port) => ports.has(port))
  );
}
