import { type VpcResolver, vpcResolversOf } from "../../dns/vpc-resolvers";
import type { Resource } from "../../terraform/terraform-configuration";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, mergeFindings, proof } from "../../verdict/findings";

/** What the resolver does while its firewall does not answer; the setting has a meaning only where a firewall is asked. */
export const dnsFailsClosed: Claim = {
  name: "dns-fails-closed",
  meaning: "where the DNS firewall cannot answer, the resolver refuses the query instead of resolving it unseen",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["W25", "D6"],
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
