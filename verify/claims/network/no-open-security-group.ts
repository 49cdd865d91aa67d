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

/** Groups that are worn here and declared elsewhere: their rules are not in this configuration. */
function securityGroupsDeclaredElsewhere(network: NetworkModel): readonly Findings[] {
  const worn = [...network.studioVpcConfig.securityGroupSets, ...studioVpcEndpoints(network)];
  return worn.flatMap(({ address, securityGroups: groups }) =>
    groups
      .filter((key) => !network.securityGroups.has(key))
      .map((key) => doubt(`${address} wears ${key}, which is declared elsewhere`, address)),
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

/** Whatever is created without a group wears the default one. */
function examineDefault({ vpcs }: NetworkModel, { key, vpc, isDeclared, rules }: SecurityGroup): Findings {
  const isOurs = vpcs.get(vpc ?? "")?.resource?.mode === "managed";
  if (!isDeclared) {
    const text = `${key} is not adopted: AWS lets it send everything everywhere`;
    return isOurs ? counterexample(text, vpc ?? key) : doubt(`${key} is declared elsewhere`, key);
  }
  const [rule] = rules;
  return rule === undefined
    ? proof(`${key} is adopted and empty`, key)
    : counterexample(`${key} has a rule, and wears it wherever no group is named`, rule.address);
}

function examineIngress(group: SecurityGroup, { address, portRange: scope, peer }: SecurityGroupRule): Findings {
  switch (peer.kind) {
    case "security-group":
      return proof(`${group.key} takes ${protocolPortRangeText(scope)} from ${peer.key}`, address);
    case "addresses":
      return overlaps(peer.addresses, internetAddresses)
        ? counterexample(`${group.key} takes ${protocolPortRangeText(scope)} from ${peer.text}`, address)
        : proof(
            `${group.key} takes ${protocolPortRangeText(scope)} from ${peer.text}, which is not the internet`,
            address,
          );
    case "prefix-list":
    case "unknown":
      return doubt(
        `${group.key} takes ${protocolPortRangeText(scope)} from ${peer.text}, which is not understood`,
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
  const text = `${group.key} sends ${protocolPortRangeText(scope)} to ${"text" in peer ? peer.text : peer.key}`;
  if (peer.kind === "unknown" || (peer.kind === "prefix-list" && !isAwsServicePrefixList(network, peer))) {
    return doubt(`${text}, which is not understood`, address);
  }
  if (peer.kind !== "addresses" || !overlaps(peer.addresses, internetAddresses)) {
    return proof(`${text}, which is not the internet`, address);
  }
  return isOnDeclaredPorts(scope, ports)
    ? proof(`${text}, on declared ports only`, address)
    : counterexample(text, address);
}

/** The list of a gateway endpoint, by its own attribute or looked up by the service's name; a list of anybody else's is none. */
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
