import type { Evidence } from "../claim";
import type { Configuration, Resource } from "../configuration";
import { referenced, referring } from "../referenced";

/**
 * What makes a VPC's queries go elsewhere than to AWS's resolver, or meet rules that are not associated with the VPC itself:
 * servers that DHCP options hand out, forwarding rules, profiles.
 */
export function detours(configuration: Configuration, vpc: Resource): readonly Evidence[] {
  return [
    ...otherServers(configuration, vpc),
    ...forwarding(configuration, vpc),
    ...referring(configuration, "aws_route53profiles_association", "resource_id", vpc).map((association) => ({
      text: "a Route 53 profile may bring DNS rules of its own",
      addresses: [association.address, vpc.address],
    })),
  ];
}

function otherServers(configuration: Configuration, vpc: Resource): readonly Evidence[] {
  return referring(configuration, "aws_vpc_dhcp_options_association", "vpc_id", vpc).flatMap((association) => {
    const options = referenced(configuration, association.values.dhcp_options_id);
    const servers = options?.values.domain_name_servers ?? ["AmazonProvidedDNS"];
    const isResolver = options !== undefined && JSON.stringify(servers) === '["AmazonProvidedDNS"]';
    const text = "DHCP options may name servers that are not the VPC's resolver";
    return isResolver ? [] : [{ text, addresses: [association.address, vpc.address] }];
  });
}

/** Names that the firewall allows because AWS answers them are then answered by somebody else. */
function forwarding(configuration: Configuration, vpc: Resource): readonly Evidence[] {
  return referring(configuration, "aws_route53_resolver_rule_association", "vpc_id", vpc).flatMap((association) => {
    const rule = referenced(configuration, association.values.resolver_rule_id);
    const domain = JSON.stringify(rule?.values.domain_name ?? "of a rule that is not in the JSON");
    const text = `queries below ${domain} are forwarded to servers that are not AWS's`;
    return rule?.values.rule_type === "SYSTEM" ? [] : [{ text, addresses: [association.address, vpc.address] }];
  });
}
