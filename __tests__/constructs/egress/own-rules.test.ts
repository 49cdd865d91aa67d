import fc from "fast-check";
import { suricataFaults } from "../../../constraints/suricata/suricata-grammar";
import { compileOwnRules, type OwnFirewallRule, type StatefulDenyRule } from "../../../constructs/egress/own-rules";
import { resourceAt } from "../fixtures/resource-lookup";
import { synthesizeEgress } from "../fixtures/sample-egress";

const POLICY = "aws_networkfirewall_firewall_policy.egress_firewall_policy_strict";

const drop: StatefulDenyRule = {
  kind: "stateful",
  name: "known-bad",
  action: "drop",
  protocol: "tcp",
  destinations: ["198.51.100.0/24", "203.0.113.7/32"],
  ports: [443, 8443],
};
const stateless: OwnFirewallRule = {
  kind: "stateless",
  name: "packets",
  protocol: "udp",
  destinations: ["198.51.100.0/24"],
  ports: [123],
};

function policyWith(changes: Parameters<typeof synthesizeEgress>[0]) {
  const json = synthesizeEgress(changes);
  return { json, policy: Object(resourceAt(json, POLICY).firewall_policy) as Record<string, unknown> };
}

test("own rules come first, then the managed groups, and the allow-list last", () => {
  const { policy } = policyWith({
    rules: [drop],
    managedRuleGroups: [
      { name: "ThreatSignaturesMalware", action: "drop" },
      { name: "AttackInfrastructure", action: "alert" },
    ],
  });
  const arn = (name: string) =>
    `arn:\${data.aws_partition.account_partition.partition}:network-firewall:\${data.aws_region.account_region.region}:aws-managed:stateful-rulegroup/${name}StrictOrder`;

  expect(policy.stateful_rule_group_reference).toEqual([
    { priority: 1, resource_arn: "${aws_networkfirewall_rule_group.egress_firewall_policy_own_rules.arn}" },
    { priority: 2, resource_arn: arn("ThreatSignaturesMalware") },
    { priority: 3, resource_arn: arn("AttackInfrastructure"), override: { action: "DROP_TO_ALERT" } },
    { priority: 4, resource_arn: "${aws_networkfirewall_rule_group.egress_firewall_policy_allow_list.arn}" },
  ]);
});

test("a stateless rule drops packets to its destinations, and nothing passes before the stateful engine", () => {
  const { json, policy } = policyWith({
    rules: [stateless, { ...stateless, name: "all", protocol: "ip", ports: undefined }],
  });
  const group = resourceAt(json, "aws_networkfirewall_rule_group.egress_firewall_policy_stateless_rules");

  expect(policy).toMatchObject({
    stateless_default_actions: ["aws:forward_to_sfe"],
    stateless_rule_group_reference: [{ priority: 1 }],
  });
  expect(group).toMatchObject({ type: "STATELESS", capacity: 500 });
  expect(group.rule_group).toMatchObject({
    rules_source: {
      stateless_rules_and_custom_actions: {
        stateless_rule: [
          {
            priority: 1,
            rule_definition: {
              actions: ["aws:drop"],
              match_attributes: {
                protocols: [17],
                destination: [{ address_definition: "198.51.100.0/24" }],
                destination_port: [{ from_port: 123, to_port: 123 }],
              },
            },
          },
          { priority: 2, rule_definition: { actions: ["aws:drop"] } },
        ],
      },
    },
  });
});

test("a stateful rule is one line of Suricata with its action, destinations and ports", () => {
  expect(compileOwnRules([drop])).toBe(
    'drop tcp any any -> [198.51.100.0/24,203.0.113.7/32] [443,8443] (msg:"own rule known-bad"; flow:to_server; sid:1001; rev:1;)',
  );
});

test("no name, destination or port can add an option, a rule or an action", () => {
  const hostile = fc.constantFrom(
    'a"; sid:1',
    "a\npass ip any any -> any any (sid:2;)",
    "a; pass",
    "!10.0.0.0/8",
    "$X",
  );

  fc.assert(
    fc.property(hostile, (text) => {
      expect(() => compileOwnRules([{ ...drop, name: text }])).toThrow("firewall rule: must match");
      expect(() => compileOwnRules([{ ...drop, destinations: [text] }])).toThrow("firewall rule: must match");
    }),
  );
  expect(() => compileOwnRules([{ ...drop, ports: [0] }])).toThrow("port must be a whole number");
});

test("what the schema admits compiles to rules without faults, and none of them passes anything", () => {
  const rules: readonly StatefulDenyRule[] = (["ip", "tcp", "udp", "icmp", "tls", "http", "ssh"] as const).flatMap(
    (protocol) => (["drop", "alert"] as const).map((action) => ({ ...drop, protocol, action, ports: undefined })),
  );
  const text = compileOwnRules([...rules, { ...drop, action: "reject" }]);

  expect(suricataFaults(text)).toEqual([]);
  expect(text.split("\n").filter((line) => line.startsWith("pass"))).toEqual([]);
  expect(new Set([...text.matchAll(/sid:(\d+)/g)].map(([, sid]) => sid)).size).toBe(rules.length + 1);
});
