import { evaluateDnsQuery } from "../../verify/dns/evaluate-dns-query";
import { vpcResolversOf } from "../../verify/dns/vpc-resolvers";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";

/** What DNS says about names: without a rule that refuses a name it is resolved, and without a resolver nobody knows. */
export type DnsAnswer = "resolved" | "refused" | "unknown";

const addressTypes = ["A", "AAAA"];

/** Whether some VPC of the configuration resolves one of the names to an address. */
export function dnsAnswerFor(configuration: TerraformConfiguration, names: readonly string[]): DnsAnswer {
  const kinds = vpcResolversOf(configuration).flatMap(({ policy }) =>
    addressTypes.flatMap((type) => names.map((name) => evaluateDnsQuery(policy, { name, type }).kind)),
  );
  return kinds.some((kind) => kind !== "refused") ? "resolved" : kinds.length > 0 ? "refused" : "unknown";
}
