import { vpcResolversOf } from "../../verify/dns/vpc-resolvers";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { Evidence } from "../../verify/verdict/claim";
import { addedAndRemoved, createDifference, type ReviewDifference } from "../model/review-difference";

/** Settings that send queries past the DNS firewall, and settings that the configuration does not show. */
export function resolverDoubtDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const doubtsOf = (configuration: TerraformConfiguration): readonly Evidence[] =>
    vpcResolversOf(configuration).flatMap(({ doubts }) => doubts);
  const { added } = addedAndRemoved(doubtsOf(before), doubtsOf(after), ({ text }) => text);
  return added.map(({ text, addresses }) => createDifference("unclear", `DNS: ${text}`, addresses));
}

/** Rules that trust the targets of redirections do not inspect them, so an allowed name can redirect to a blocked one. */
export function redirectionDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const trustingRules = (configuration: TerraformConfiguration): readonly string[] =>
    vpcResolversOf(configuration).flatMap(({ policy }) =>
      policy.rules.flatMap(({ trustsRedirectionDomain, addresses }) =>
        trustsRedirectionDomain ? addresses.slice(0, 1) : [],
      ),
    );
  const { added, removed } = addedAndRemoved(trustingRules(before), trustingRules(after), (address) => address);
  const text = "resolves the targets of redirections without inspection";
  return [
    ...added.map((address) => createDifference("opens", `${address} now ${text}`, [address])),
    ...removed.map((address) => createDifference("closes", `${address} no longer ${text}`, [address])),
  ];
}
