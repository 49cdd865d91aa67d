import { undeclaredResolvers, type VpcResolver, vpcResolversOf } from "../../dns/vpc-resolvers";
import { withoutVpc } from "../../network/absent-network";
import { findingsOnPerimeterVpc } from "../../network/judge-perimeter-vpc";
import { networkModelOf } from "../../network/network-model";
import { jsonText, type Resource } from "../../terraform/terraform-configuration";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, findingsOf, mergeFindings, proof } from "../../verdict/findings";

/** The fail mode has an effect only in a VPC with a DNS Firewall association. */
export const dnsFailsClosed: Claim = {
  name: "dns-fails-closed",
  title: "DNS fails closed",
  meaning:
    "When the DNS Firewall cannot answer, the resolver refuses the query instead of resolving it without a check.",
  details: [
    "Studio's VPC, and every VPC that may be connected with it, must be associated with a DNS Firewall rule group.",
    "firewall_fail_open is DISABLED, or not set, because AWS's default is closed.",
  ],
  remedy: "Set firewall_fail_open to DISABLED, and associate a DNS Firewall rule group with the VPC.",
  topic: "names",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7(18)", "NIST.800-53.r5 SC-24"],
  decide(subject: ClaimSubject) {
    const { configuration } = subject;
    const network = networkModelOf(configuration);
    const vpcs = vpcResolversOf(configuration);
    return verdictOf(
      mergeFindings([
        vpcs.length === 0 ? withoutVpc(configuration) : findingsOf({}),
        ...vpcs.map((dns) => findingsOnPerimeterVpc(network, dns.vpc.address, examine(dns))),
        findingsOf({ doubts: undeclaredResolvers(configuration) }),
      ]),
    );
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
      : counterexample("the VPC has no DNS Firewall association, so every query is resolved", vpc.address);
  }
  return configs.length === 0
    ? proof("firewall_fail_open is not set, and the default of AWS is closed", vpc.address)
    : mergeFindings(configs.map((config) => judgeMode(config, vpc)));
}

function judgeMode(config: Resource, vpc: Resource): Findings {
  const mode = config.values.firewall_fail_open ?? "DISABLED";
  const text = `firewall_fail_open is ${JSON.stringify(mode)}`;
  const judged = { DISABLED: proof, ENABLED: counterexample }[jsonText(mode)] ?? doubt;
  return judged(text, config.address, vpc.address);
}
