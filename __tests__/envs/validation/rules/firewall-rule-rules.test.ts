import { inspectedEgress, issuesWith } from "../../fixtures/sample-environment";

const rule = {
  kind: "stateful",
  name: "known-bad",
  action: "drop",
  protocol: "tcp",
  destinations: ["198.51.100.0/24"],
  ports: [443],
  reason: "reported by the CERT",
  owner: "security",
};

/** The issues of an environment with these rules and managed groups. */
function issuesOf(rules: readonly object[], managedRuleGroups: readonly object[] = []): readonly string[] {
  const { egress } = inspectedEgress({}) as { egress: object };
  return issuesWith({ egress: { ...egress, rules, managedRuleGroups } });
}

const { action: _, ...flow } = rule;
const stateless = { ...flow, kind: "stateless" };

test("rules that drop, reject or alert, and groups that AWS manages, are accepted", () => {
  const rules = [
    rule,
    { ...rule, name: "reset", action: "reject" },
    { ...rule, name: "watch", action: "alert", protocol: "ip", ports: undefined },
    { ...stateless, name: "packets" },
  ];

  expect(issuesOf(rules, [{ name: "ThreatSignaturesMalware" }, { name: "MalwareDomains", action: "alert" }])).toEqual(
    [],
  );
});

const authority = "certificate/12345678-90ab-cdef-1234-567890abcdef";

test.each([
  ["another form of the certificate", { certificateAuthority: "arn:aws:acm:eu-west-1:1:x" }, "certificateAuthority: "],
  ["no certificate", { certificateAuthority: undefined }, "certificateAuthority: is missing"],
  ["a port that no domain has", { excludedPorts: [8443] }, "excludedPorts[0]: is no port of the allow-list"],
  ["every port excluded", { excludedPorts: [443] }, "excludedPorts: leaves no port of the allow-list to decrypt"],
  ["a port out of range", { excludedPorts: [70_000] }, "excludedPorts[0]: "],
  ["an action that AWS does not have", { unknownRevocation: "reject" }, "unknownRevocation: "],
  ["an unknown field", { scopes: [] }, "scopes: is not a field"],
])("TLS inspection with %s is refused", (_, changes, issue) => {
  const { egress } = inspectedEgress({}) as { egress: object };
  const tlsInspection = { kind: "on", certificateAuthority: authority, ...changes };

  const issues = issuesWith({ egress: { ...egress, tlsInspection } });

  expect(issues).toHaveLength(1);
  expect(issues[0]).toContain(`egress.tlsInspection.${issue}`);
});

test("TLS inspection with a certificate of ACM is accepted", () => {
  const { egress } = inspectedEgress({}) as { egress: object };

  expect(issuesWith({ egress: { ...egress, tlsInspection: { kind: "on", certificateAuthority: authority } } })).toEqual(
    [],
  );
});

test.each([
  ["pass", { action: "pass" }, "egress.rules[0].action: "],
  ["text of its own", { suricata: "pass ip any any -> any any (sid:1;)" }, "egress.rules[0].suricata: is not a field"],
  ["every destination", { destinations: undefined }, "egress.rules[0].destinations: is missing"],
  ["a wide destination", { destinations: ["0.0.0.0/1"] }, "egress.rules[0].destinations[0]: may hold every address"],
  ["host bits", { destinations: ["198.51.100.7/24"] }, "egress.rules[0].destinations[0]: has host bits set"],
  ["a negated destination", { destinations: ["!198.51.100.0/24"] }, "egress.rules[0].destinations[0]: "],
  ["ports of no protocol", { protocol: "ip" }, "egress.rules[0].ports: needs a protocol with ports"],
  ["a reset of UDP", { protocol: "udp", action: "reject" }, "egress.rules[0].action: resets TCP connections"],
  ["an injected option", { name: "a; sid:1" }, "egress.rules[0].name: is not a rule name"],
  ["no owner", { owner: undefined }, "egress.rules[0].owner: is missing"],
])("a rule of the firewall is refused with %s", (_, change, message) => {
  expect(issuesOf([{ ...rule, ...change }])).toEqual([expect.stringContaining(message)]);
});

test("a stateless rule has no action, because it always drops", () => {
  expect(issuesOf([{ ...stateless, action: "aws:pass" }])).toEqual([
    expect.stringContaining("egress.rules[0].action: is not a field"),
  ]);
});

test("two rules or groups cannot have the same name, and a group must be one that AWS manages", () => {
  expect(issuesOf([rule, rule])).toEqual([expect.stringContaining("egress.rules[1].name: is listed twice")]);
  expect(issuesOf([], [{ name: "MalwareDomains" }, { name: "MalwareDomains" }])).toEqual([
    expect.stringContaining("egress.managedRuleGroups[1].name: is listed twice"),
  ]);
  expect(issuesOf([], [{ name: "MalwareDomain" }])).toEqual([expect.stringContaining("did you mean MalwareDomains?")]);
});
