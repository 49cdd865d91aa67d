import { Account } from "../../../constructs/context/account";
import type { PerimeterContext } from "../../../constructs/context/perimeter-context";
import { DnsFirewall, type DnsFirewallProps } from "../../../constructs/dns/dns-firewall";
import { synthesizeInBareStack, type TerraformJson } from "../fixtures/bare-stack";
import { argumentsByName, resourceAt } from "../fixtures/resource-lookup";
import { sampleContext } from "../fixtures/sample-context";

function synthesizeDns(
  changes: Partial<DnsFirewallProps> = {},
  context: Partial<PerimeterContext> = {},
): TerraformJson {
  return synthesizeInBareStack((stack) => {
    const account = new Account(stack, "account");
    new DnsFirewall(stack, "dns_firewall", {
      context: sampleContext(stack, { account, ...context }),
      vpcId: "vpc-1",
      allowedDomains: [`*.studio.${account.region}.sagemaker.aws`, `sts.${account.region}.amazonaws.com`],
      ...changes,
    });
  });
}

const json = synthesizeDns();
const REGION = "${data.aws_region.account_region.region}";

/** The rules in the order in which they are taken: priority, action and names. */
function decisions(from: TerraformJson): readonly unknown[] {
  return Object.values(argumentsByName(from, "aws_route53_resolver_firewall_rule"))
    .map((rule) => {
      const list = String(rule.firewall_domain_list_id).replace(/^\$\{|\.id\}$/g, "");
      return [rule.priority, rule.action, resourceAt(from, list).domains];
    })
    .sort(([one], [other]) => Number(one) - Number(other));
}

test("names on the list resolve, then every name is answered with NXDOMAIN", () => {
  expect(decisions(json)).toEqual([
    [100, "ALLOW", [`*.studio.${REGION}.sagemaker.aws.`, `sts.${REGION}.amazonaws.com.`]],
    [200, "BLOCK", ["*."]],
  ]);
  expect(resourceAt(json, "aws_route53_resolver_firewall_rule.dns_firewall_block").block_response).toBe("NXDOMAIN");
});

test("external names resolve by a rule of their own, between the two", () => {
  expect(decisions(synthesizeDns({ trustedRedirectionDomains: ["github.com"] }))).toEqual([
    [100, "ALLOW", expect.anything()],
    [110, "ALLOW", ["github.com."]],
    [200, "BLOCK", ["*."]],
  ]);
});

test("aliases are followed name by name, except behind external names", () => {
  const rules = argumentsByName(
    synthesizeDns({ trustedRedirectionDomains: ["github.com"] }),
    "aws_route53_resolver_firewall_rule",
  );

  expect(Object.entries(rules).map(([name, rule]) => [name, rule.firewall_domain_redirection_action])).toEqual([
    ["dns_firewall_allow", "INSPECT_REDIRECTION_DOMAIN"],
    ["dns_firewall_allow_external", "TRUST_REDIRECTION_DOMAIN"],
    ["dns_firewall_block", "INSPECT_REDIRECTION_DOMAIN"],
  ]);
});

test("all rules are in the rule group that is associated with the VPC", () => {
  const rules = Object.values(argumentsByName(json, "aws_route53_resolver_firewall_rule"));
  const group = "${aws_route53_resolver_firewall_rule_group.dns_firewall_rules.id}";

  expect(rules.map((rule) => rule.firewall_rule_group_id)).toEqual([group, group]);
  expect(resourceAt(json, "aws_route53_resolver_firewall_rule_group_association.dns_firewall_vpc")).toMatchObject({
    firewall_rule_group_id: group,
    vpc_id: "vpc-1",
    priority: 101,
  });
});

test("the VPC never sees half of the rules", () => {
  const attached = resourceAt(json, "aws_route53_resolver_firewall_rule_group_association.dns_firewall_vpc");

  expect(attached.depends_on).toEqual([
    "aws_route53_resolver_firewall_rule.dns_firewall_allow",
    "aws_route53_resolver_firewall_rule.dns_firewall_block",
  ]);
});

test("nothing resolves while the firewall cannot answer", () => {
  expect(resourceAt(json, "aws_route53_resolver_firewall_config.dns_firewall_fail_closed")).toEqual({
    resource_id: "vpc-1",
    firewall_fail_open: "DISABLED",
  });
});

test.each([
  [true, "ENABLED"],
  [false, "DISABLED"],
])("with protections %s, protection of the attachment is written out as %s", (protections, expected) => {
  const attached = resourceAt(
    synthesizeDns({}, { protections }),
    "aws_route53_resolver_firewall_rule_group_association.dns_firewall_vpc",
  );

  expect(attached.mutation_protection).toBe(expected);
});

test.each(["*", "com", "*.com"])("%j is too wide to be allowed, inside or outside", (name) => {
  expect(() => synthesizeDns({ allowedDomains: [name] })).toThrow("dns firewall: a domain must be");
  expect(() => synthesizeDns({ trustedRedirectionDomains: [name] })).toThrow("dns firewall: a domain must be");
});

test("a list without a name is refused, because nothing at all would resolve", () => {
  expect(() => synthesizeDns({ allowedDomains: [] })).toThrow(
    "dns firewall: must allow at least one domain, got none; add the DNS names of the endpoints",
  );
});
