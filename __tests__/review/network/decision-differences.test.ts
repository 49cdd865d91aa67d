import { allowedDestinationDifferences } from "../../../review/network/allowed-destination-differences";
import { internetPathDifferences } from "../../../review/network/internet-path-differences";
import { networkAclDifferences } from "../../../review/network/network-acl-differences";
import { securityGroupRuleDifferences } from "../../../review/network/security-group-rule-differences";
import { addResource, assignArguments, blockAt, type MutableStack } from "../../verify/fixtures/mutant";
import { changeAfterEdits, differenceLines, reversedChange, type StackChange } from "../fixtures/changed-stack";

const acl = "aws_default_network_acl.network_default_acl";
const group = "aws_networkfirewall_rule_group.egress_firewall_policy_allow_list";

const allowAll = { action: "allow", cidr_block: "0.0.0.0/0", from_port: 0, protocol: "-1", rule_no: 100, to_port: 0 };

const withIngress =
  (...rules: readonly object[]) =>
  (stack: MutableStack) =>
    assignArguments(stack, acl, { ingress: [...rules, allowAll] });

const aclLines = ({ before, after }: StackChange) => differenceLines(networkAclDifferences(before, after));

test("A network ACL that loses a denial opens, and one that gains it closes.", () => {
  const denial = { ...allowAll, action: "deny", cidr_block: "10.99.0.0/16", rule_no: 50 };
  const gained = changeAfterEdits("dev", withIngress(denial));

  expect(aclLines(reversedChange(gained))).toEqual([
    expect.stringMatching(/^opens: The network ACL of .* now allows inbound .* from 10\.99\.0\.0\/16$/),
  ]);
  expect(aclLines(gained)).toEqual([expect.stringMatching(/^closes: .* no longer allows inbound .* from 10\.99/)]);
});

test("A denial of one port is compared for this port alone, and a rule that cannot be read is unclear.", () => {
  const port = { ...allowAll, action: "deny", protocol: "tcp", from_port: 25, to_port: 25, rule_no: 50 };
  const vague = { ...allowAll, cidr_block: "${var.cidr}", rule_no: 40 };

  expect(aclLines(reversedChange(changeAfterEdits("dev", withIngress(port))))).toEqual([
    expect.stringMatching(/^opens: .* now allows inbound tcp 25 from 0\.0\.0\.0\/0$/),
  ]);
  expect(aclLines(changeAfterEdits("dev", withIngress({ ...vague, action: "deny" })))).toEqual([
    expect.stringMatching(/^unclear: .* may no longer allow inbound/),
  ]);
});

test("Rules of a network ACL in another order of writing decide the same.", () => {
  const denial = { ...allowAll, action: "deny", cidr_block: "10.99.0.0/16", rule_no: 50 };
  const [one, other] = [
    changeAfterEdits("dev", withIngress(denial)),
    changeAfterEdits("dev", (stack) => assignArguments(stack, acl, { ingress: [allowAll, denial] })),
  ];

  expect(differenceLines(networkAclDifferences(one.after, other.after))).toEqual([]);
});

const withRule = (rule: string, isFirst: boolean) => (stack: MutableStack) => {
  const source = blockAt(stack, group, "rule_group", "rules_source");
  source.rules_string = isFirst ? `${rule}\n${source.rules_string}` : `${source.rules_string}\n${rule}`;
};

const destinationLines = ({ before, after }: StackChange) =>
  differenceLines(allowedDestinationDifferences(before, after));

test("A drop rule in front of pass rules closes, and its removal opens, although every pass rule stays.", () => {
  const dropped = changeAfterEdits(
    "staging",
    withRule('drop tls $HOME_NET any -> 140.82.0.0/16 443 (msg:"d"; sid:5; rev:1;)', true),
  );
  const opened = destinationLines(reversedChange(dropped));

  expect(opened).toContainEqual(
    expect.stringMatching(/^opens: The firewall now passes tls .* with host name github\.com to port 443/),
  );
  expect(opened.join()).not.toMatch(/closes/);
  expect(destinationLines(dropped)).toContainEqual(expect.stringMatching(/^closes: The firewall no longer passes tls/));
});

test("A pass rule for addresses without a name opens.", () => {
  const change = changeAfterEdits(
    "staging",
    withRule('pass ip $HOME_NET any -> 198.51.100.0/24 any (msg:"p"; sid:6; rev:1;)', false),
  );

  expect(destinationLines(change)).toContainEqual(
    expect.stringMatching(/^(?:opens|unclear): The firewall (?:may )?now pass/),
  );
});

test("A DNS rule that matches one query type is compared by type, and a trusted redirection opens.", () => {
  const rule = "aws_route53_resolver_firewall_rule.dns_firewall_allow_external";
  const typed = changeAfterEdits("staging", (stack) => assignArguments(stack, rule, { q_type: "A" }));
  const inspecting = changeAfterEdits("staging", (stack) =>
    assignArguments(stack, rule, { firewall_domain_redirection_action: "INSPECT_REDIRECTION_DOMAIN" }),
  );

  expect(destinationLines(reversedChange(typed))).toEqual([
    expect.stringMatching(/^opens: DNS now resolves codeload\.github\.com \(TXT and TYPE65280 queries\)/),
  ]);
  expect(destinationLines(typed)).toEqual([
    expect.stringMatching(/^closes: DNS no longer resolves .*\(TXT and TYPE65280 queries\)/),
  ]);
  expect(destinationLines(reversedChange(inspecting))).toEqual([
    `opens: ${rule} now resolves the targets of redirections without inspection`,
  ]);
});

test("A removed deny list opens the names that it refused.", () => {
  const list = "aws_route53_resolver_firewall_domain_list.deny";
  const denied = changeAfterEdits("staging", (stack) => {
    addResource(stack, list, { name: "deny", domains: ["github.com"] });
    addResource(stack, "aws_route53_resolver_firewall_rule.deny", {
      ...{ name: "deny", action: "BLOCK", block_response: "NXDOMAIN", priority: 1 },
      firewall_domain_list_id: `\${${list}.id}`,
      firewall_rule_group_id: "${aws_route53_resolver_firewall_rule_group.dns_firewall_rules.id}",
    });
  });

  expect(destinationLines(reversedChange(denied))).toEqual([
    expect.stringMatching(/^opens: DNS now resolves github\.com/),
  ]);
});

test("A longer route to another network opens its addresses.", () => {
  const route = (cidr: string) => (stack: MutableStack) =>
    addResource(stack, "aws_route.peer", {
      route_table_id: "${aws_route_table.network_studio_a_routes.id}",
      destination_cidr_block: cidr,
      vpc_peering_connection_id: "pcx-11111111",
    });
  const [narrow, wide] = [
    changeAfterEdits("dev", route("10.99.0.0/16")),
    changeAfterEdits("dev", route("10.96.0.0/12")),
  ];

  expect(differenceLines(internetPathDifferences(narrow.after, wide.after))).toContainEqual(
    expect.stringMatching(/^(?:opens|unclear): Traffic from aws_subnet\.network_studio_a can now reach 10\.96\./),
  );
});

test("A group that gains a rule opens, although another Studio group has an equal rule.", () => {
  const rule = (name: string) => (stack: MutableStack) =>
    addResource(stack, `aws_vpc_security_group_egress_rule.${name}`, {
      security_group_id: `\${aws_security_group.studio_group_${name}.id}`,
      ...{ ip_protocol: "tcp", from_port: 25, to_port: 25, cidr_ipv4: "10.99.0.0/16" },
    });
  const one = changeAfterEdits("staging", rule("data_scientist"));
  const both = changeAfterEdits("staging", rule("data_scientist"), rule("ml_engineer"));

  expect(differenceLines(securityGroupRuleDifferences(one.after, both.after))).toEqual([
    "opens: aws_security_group.studio_group_ml_engineer now allows outbound tcp 25 to 10.99.0.0/16",
  ]);
});
