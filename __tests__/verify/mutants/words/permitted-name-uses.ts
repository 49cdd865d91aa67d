import { addResource, argumentsAt, change, deleteResources, type PermittedUse } from "../../fixtures/mutant";
import { inRules, withRule } from "../fixtures/firewall-stack";
import { addDnsRule, declaredDomainsOf } from "../fixtures/name-word-mutants";

/** What the claims about the firewall and about DNS permit. */
export const permittedNameUses: readonly PermittedUse[] = [
  {
    name: "passes compare names in lower case alone",
    environments: ["staging"],
    edit: inRules(" nocase;", ""),
  },
  {
    name: "packets to one country are dropped",
    environments: ["staging"],
    edit: withRule("drop ip any any -> any any (geoip:dst,KP; sid:1;)"),
  },
  {
    name: "a client may send more bytes before its ClientHello",
    environments: ["staging"],
    edit: inRules("stream_size:client,>,16384", "stream_size:client,>,20000"),
  },
  {
    name: "the DNS firewall has no configuration of its fail mode",
    environments: ["dev"],
    edit: (stack) => deleteResources(stack, "aws_route53_resolver_firewall_config.dns_firewall_fail_closed"),
  },
  {
    name: "the endpoint of KMS is a FIPS endpoint, whose name is allowed",
    environments: ["dev"],
    edit: (stack) => {
      const endpoint = argumentsAt(stack, "aws_vpc_endpoint.endpoints_kms");
      endpoint.service_name = `${String(endpoint.service_name)}-fips`;
      const list = argumentsAt(stack, "aws_route53_resolver_firewall_domain_list.dns_firewall_allowed_names");
      list.domains = (list.domains as string[]).map((domain) => domain.replace(/^kms\./, "kms-fips."));
    },
  },
  {
    name: "DNS64 is on in a subnet without IPv6",
    environments: ["dev"],
    edit: change("aws_subnet.network_studio_a", { enable_dns64: true }),
  },
  {
    name: "DNS resolves a private zone of the VPC",
    environments: ["dev"],
    edit: (stack) => {
      addResource(stack, "aws_route53_zone.word", {
        name: "studio.internal.example.com",
        vpc: [{ vpc_id: "${aws_vpc.network_vpc.id}" }],
      });
      addDnsRule(stack, "word", ["*.studio.internal.example.com."], "ALLOW");
    },
  },
  {
    name: "a domain is declared with its subdomains, and DNS refuses one of them by name",
    environments: ["staging"],
    edit: (stack) => {
      declaredDomainsOf(stack).push({ name: "partner.example", match: "subdomains", ports: [443] });
      const list = argumentsAt(stack, "aws_route53_resolver_firewall_domain_list.dns_firewall_external_names");
      list.domains = [...(list.domains as string[]), "partner.example.", "*.partner.example."];
      withRule(
        'pass tls $HOME_NET any -> $EXTERNAL_NET 443 (flow:to_server,established; ssl_state:client_hello; tls.sni; dotprefix; content:".partner.example"; endswith; nocase; alert; sid:1;)',
      )(stack);
      addDnsRule(stack, "word", ["old.partner.example."], "BLOCK");
    },
  },
];
