import { internetAddresses } from "../../../ip/internet-addresses";
import { overlaps } from "../../../ip/interval-set";
import { studioVpcEndpoints } from "../../network/endpoints/vpc-endpoints";
import { type ProtocolPortRange, protocolPortRangeText } from "../../network/filters/filter-rules";
import type { SecurityGroup, SecurityGroupPeer, SecurityGroupRule } from "../../network/filters/read-security-groups";
import { type NetworkModel, networkModelOf } from "../../network/network-model";
import { serviceOfPrefixList } from "../../network/vpc/prefix-lists";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, mergeFindings, proof } from "../../verdict/findings";

export const noOpenSecurityGroup: Claim = {
  name: "no-open-security-group",
  title: "No security group is open to the internet",
  meaning:
    "No security group allows the internet, except outbound TCP on declared ports of an inspected environment, and the default group is empty.",
  details: [
    "Every security group of the Studio VPC is checked, and every group without a known VPC.",
    "Outbound rules to internet addresses are permitted only for TCP ports of the allow-list.",
    "The default security group must be adopted by Terraform and have no rules.",
    "Prefix lists that are not of an AWS service make the claim undecided.",
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
    const groups = [...network.securityGroups.values()].filter(
      ({ vpc }) => vpc === undefined || network.studioVpcs.has(vpc),
    );
    return verdictOf(
      mergeFindings([
        ...groups.map((group) => examine(network, group, ports)),
        ...securityGroupsDeclaredElsewhere(network),
      ]),
    );
  },
};

/** Groups that are attached here, but whose rules are not in this configuration. */
function securityGroupsDeclaredElsewhere(network: NetworkModel): readonly Findings[] {
  const attached = [...network.studioVpcConfig.securityGroupSets, ...studioVpcEndpoints(network)];
  return attached.flatMap(({ address, securityGroups: groups }) =>
    groups
      .filter((key) => !network.securityGroups.has(key))
      .map((key) => doubt(`${address} has security group ${key}, which is not in this configuration`, address)),
  );
}

function examine(network: NetworkModel, group: SecurityGroup, ports: ReadonlySet<number>): Findings {
  if (group.isDefault) {
    return examineDefault(network, group);
  }
  const found = group.rules.map((rule) =>
    rule.direction === "ingress" ? examineIngress(group, rule) : examineEgress(network, group, rule, ports),
  );
  const none = proof(`${group.key} has no rules`, group.key);
  return found.length === 0 ? none : mergeFindings(found);
}

/** A resource without a security group has the default one. */
function examineDefault({ vpcs }: NetworkModel, { key, vpc, isDeclared, rules }: SecurityGroup): Findings {
  const isOurs = vpcs.get(vpc ?? "")?.resource?.mode === "managed";
  if (!isDeclared) {
    const text = `${key} is not adopted by Terraform, so it allows all outbound traffic`;
    return isOurs ? counterexample(text, vpc ?? key) : doubt(`${key} is not in this configuration`, key);
  }
  const [rule] = rules;
  return rule === undefined
    ? proof(`${key} is adopted and has no rules`, key)
    : counterexample(`${key} has a rule, which applies to every resource without a security group`, rule.address);
}

function examineIngress(group: SecurityGroup, { address, portRange: scope, peer }: SecurityGroupRule): Findings {
  switch (peer.kind) {
    case "security-group":
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
  if (peer.kind !== "addresses" || !overlaps(peer.addresses, internetAddresses)) {
    return proof(`${text}, which is not the internet`, address);
  }
  return isOnDeclaredPorts(scope, ports)
    ? proof(`${text}, on declared ports only`, address)
    : counterexample(text, address);
}

/** Whether the prefix list belongs to an AWS service: by an attribute of its gateway endpoint, or looked up by service name. */
function isAwsServicePrefixList(
  { graph }: NetworkModel,
  { prefixList: list }: SecurityGroupPeer & { kind: "prefix-list" },
): boolean {
  return serviceOfPrefixList(graph, list)?.startsWith("com.amazonaws.") === true;
}

function isOnDeclaredPorts(scope: ProtocolPortRange | undefined, ports: ReadonlySet<number>): boolean {
  if (scope?.protocol !== "tcp" || ports.size === 0) {
    return false;
  }
  const span = scope.toPort - scope.fromPort + 1;
  return (
    span <= ports.size &&
    Array.from({ length: span }, (_, index) => scope.fromPort + index).every((port) => ports.has(port))
  );
}
