import { compileSuricataRules } from "../../../constructs/egress/suricata-rules";
import { resourceAt } from "../fixtures/resource-lookup";
import { synthesizeEgress } from "../fixtures/sample-egress";

const POLICY = "aws_networkfirewall_firewall_policy.egress_firewall_policy_strict";
const RULE_GROUP = "aws_networkfirewall_rule_group.egress_firewall_policy_allow_list";

const json = synthesizeEgress();
const policy = resourceAt(json, POLICY);

test("whole packets and fragments go to the stateful engine, and no stateless rule decides anything", () => {
  expect(policy.firewall_policy).toMatchObject({
    stateless_default_actions: ["aws:forward_to_sfe"],
    stateless_fragment_default_actions: ["aws:forward_to_sfe"],
  });
  expect(Object.keys(Object(policy.firewall_policy)).filter((key) => key.startsWith("stateless_rule"))).toEqual([]);
});

test("what no rule passes is dropped, and the drop is logged", () => {
  expect(policy.firewall_policy).toMatchObject({
    stateful_default_actions: ["aws:drop_established_app_layer_to_server", "aws:alert_established_app_layer_to_server"],
  });
});

test("order is strict on the policy and on its rule group, which must agree", () => {
  expect(policy.firewall_policy).toMatchObject({ stateful_engine_options: { rule_order: "STRICT_ORDER" } });
  expect(resourceAt(json, RULE_GROUP).rule_group).toMatchObject({
    stateful_rule_options: { rule_order: "STRICT_ORDER" },
  });
});

test("a connection broken midstream is reset, and idle ones are forgotten when NAT forgets them", () => {
  expect(policy.firewall_policy).toMatchObject({
    stateful_engine_options: {
      stream_exception_policy: "REJECT",
      flow_timeouts: { tcp_idle_timeout_seconds: 350 },
    },
  });
});

test.each([
  ["firewall-first", "studio"],
  ["nat-first", "nat"],
] as const)("%s: HOME_NET is the %s subnets, whose addresses the firewall sees", (order, tier) => {
  const { firewall_policy } = resourceAt(synthesizeEgress({ order }), POLICY);

  expect(firewall_policy).toMatchObject({
    policy_variables: {
      rule_variables: [
        {
          key: "HOME_NET",
          ip_set: {
            definition: [`\${aws_subnet.network_${tier}_a.cidr_block}`, `\${aws_subnet.network_${tier}_b.cidr_block}`],
          },
        },
      ],
    },
  });
});

test("HOME_NET stands at the policy only: a rule group's own value would win, without EXTERNAL_NET following", () => {
  expect(Object.keys(Object(resourceAt(json, RULE_GROUP).rule_group)).sort()).toEqual([
    "rules_source",
    "stateful_rule_options",
  ]);
});

test("the rule group holds the compiled rules and their capacity, and nothing but it is referred to", () => {
  const compiled = compileSuricataRules([{ name: "github.com", match: "exact" }]);

  expect(resourceAt(json, RULE_GROUP)).toMatchObject({
    type: "STATEFUL",
    capacity: compiled.capacity,
    rule_group: { rules_source: { rules_string: compiled.rules } },
  });
  expect(policy.firewall_policy).toMatchObject({
    stateful_rule_group_reference: [{ priority: 1, resource_arn: `\${${RULE_GROUP}.arn}` }],
  });
});

test("policy and rule group are replaced by creating first, under a name that the immutable parts decide", () => {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `h${index}.example.org`, match: "exact" as const }));
  const nameWith = (count: number) => resourceAt(synthesizeEgress({ allowList: entries(count) }), RULE_GROUP).name;

  expect(resourceAt(json, RULE_GROUP).lifecycle).toEqual({ create_before_destroy: true });
  expect(policy.lifecycle).toEqual({ create_before_destroy: true });
  expect(policy.name).toMatch(/^studio-perimeter-test-egress-[0-9a-f]{8}$/);
  expect(nameWith(1)).toMatch(/^studio-perimeter-test-allow-list-[0-9a-f]{8}$/);
  expect(nameWith(2)).toBe(nameWith(1));
  expect(nameWith(900)).not.toBe(nameWith(1));
});

test("policy, rules and firewall are encrypted with a key of ours when one is given", () => {
  const addresses = [POLICY, RULE_GROUP, "aws_networkfirewall_firewall.egress_firewall_firewall"];

  const own = synthesizeEgress({ keyArn: "arn:aws:kms:eu-west-1:111122223333:key/firewall" });

  for (const address of addresses) {
    expect(resourceAt(json, address)).not.toHaveProperty("encryption_configuration");
    expect(resourceAt(own, address).encryption_configuration).toEqual({
      type: "CUSTOMER_KMS",
      key_id: "arn:aws:kms:eu-west-1:111122223333:key/firewall",
    });
  }
});
