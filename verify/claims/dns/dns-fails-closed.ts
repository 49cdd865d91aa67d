import { type VpcResolver, vpcResolversOf } from "../../dns/vpc-resolvers";
import type { Resource } from "../../terraform/terraform-configuration";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, mergeFindings, proof } from "../../verdict/findings";

/** What the resolver does while its firewall does not answer; the setting has a meaning only where a firewall is asked. */
export const dnsFailsClosed: Claim = {
  name: "dns-fails-closed",
  title: "DNS fails closed",
  meaning:
    "When the DNS Firewall cannot answer, the resolver refuses the query instead of resolving it without a check.",
  details: [
    "Every VPC of the configuration must be associated with a DNS Firewall rule group.",
    "firewall_fail_open is DISABLED, or not set, because AWS's default is closed.",
  ],
  remedy: "Set firewall_fail_open to DISABLED, and associate a DNS Firewall rule group with the VPC.",
  topic: "names",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7(18)", "NIST.800-53.r5 SC-24"],
  decide(subject: ClaimSubject) {
    const vpcs = vpcResolversOf(subject.configuration);
    return verdictOf(mergeFindings(vpcs.length === 0 ? [doubt("no VPC is in this configuration")] : vpcs.map(examine)));
  },
};

function examine({
  vpc,
  firewallConfigs: configs,
  ruleGroupAssociations: associations,
  doubts,
}: VpcResolver): Findings {
  if (associations.length === 0) {
    return doubts.length > 0
      ? { proofs: [], counterexamples: [], doubts }
      : counterexample("no DNS firewall is asked, so nothing is refused when it fails", vpc.address);
  }
  return configs.length === 0
    ? proof("no fail mode is set: a VPC is created with the closed one", vpc.address)
    : mergeFindings(configs.map((config) => judgeMode(config, vpc)));
}

function judgeMode(config: Resource, vpc: Resource): Findings {
  const mode = config.values.firewall_fail_open ?? "DISABLED";
  const text = `firewall_fail_open is ${JSON.stringify(mode)}`;
  const judged = { DISABLED: proof, ENABLED: counterexample }[String(mode)] ?? doubt;
  return judged(text, config.address, vpc.address);
}
