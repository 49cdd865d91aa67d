import { firewallDeniesByDefault } from "../../../../verify/claims/firewall/firewall-denies-by-default";
import { firewallPassesOnlyAllowlist } from "../../../../verify/claims/firewall/firewall-passes-only-allowlist";
import { saysWhatToDo } from "../../../../verify/verdict/deciders";
import {
  denyRules,
  type FirewallCase,
  firewallSubject,
  packagesDomain,
  packagesPassRule,
  passRule,
} from "../../fixtures/firewall-perimeter";

function verdictsOf(firewallCase: FirewallCase) {
  const subject = firewallSubject(firewallCase);
  const verdicts = [firewallDeniesByDefault.decide(subject), firewallPassesOnlyAllowlist.decide(subject)];
  const evidence = verdicts.flatMap((verdict) => verdict.evidence.map(({ text }) => text));
  return { denies: verdicts[0]?.kind, passesOnly: verdicts[1]?.kind, evidence };
}

/** Two signatures with one sid are not read. */
const withAnotherSid = (rule: string): string => rule.replace(/sid:\d+/, "sid:4711");

const closed = `${packagesPassRule}\n${denyRules}`;

test("a strict policy that passes one name and drops everything else is proved", () => {
  const verdicts = verdictsOf({ rules: closed });

  expect(verdicts).toMatchObject({ denies: "proved", passesOnly: "proved" });
});

test("a network without a firewall leaves the claims undecided, and without a network they do not apply", () => {
  const subject = firewallSubject({ rules: closed });
  const decide = (resources: typeof subject.configuration.resources) =>
    firewallDeniesByDefault.decide({ ...subject, configuration: { ...subject.configuration, resources } });
  const vpc = { address: "aws_vpc.v", mode: "managed", type: "aws_vpc", name: "v", values: {} } as const;

  expect(decide([]).kind).toBe("notApplicable");
  expect(decide([vpc])).toEqual({
    kind: "undecided",
    evidence: [
      {
        text: "the posture demands a firewall, and the configuration has none for the Studio VPC; add it, or join the state that has it with --join",
        addresses: [],
      },
    ],
  });
});

test("a flow that nobody can decide is named with what to write, so that the claim is decided", () => {
  const { denies, evidence } = verdictsOf({
    rules: packagesPassRule,
    policy: { stateful_default_actions: ["aws:drop_established"] },
  });

  expect(denies).toBe("undecided");
  expect(evidence.filter((text) => text.includes("may decide")).length).toBeGreaterThan(0);
  expect(evidence.filter((text) => text.includes("may decide") && !saysWhatToDo(text))).toEqual([]);
});

describe("what a policy may get wrong about traffic without a name", () => {
  const without = (sid: string) =>
    closed
      .split("\n")
      .filter((line) => !line.includes(`sid:${sid};`))
      .join("\n");
  const otherProtocols = "drop ip any any -> any any (ip_proto:!TCP; ip_proto:!UDP; ip_proto:!ICMP; sid:3;)";
  const dropEstablished = (rules: string): FirewallCase => ({
    rules: `${packagesPassRule}\n${rules}`,
    policy: { stateful_default_actions: ["aws:drop_established", "aws:alert_established"] },
  });
  const policies: readonly (readonly [why: string, firewallCase: FirewallCase, denies: string])[] = [
    [
      "drop_established drops TCP, UDP and ICMP, and a rule the other protocols",
      dropEstablished(otherProtocols),
      "proved",
    ],
    [
      "AWS does not say when drop_established takes SCTP for established",
      dropEstablished(otherProtocols.replace("sid", "ip_proto:!SCTP; sid")),
      "undecided",
    ],
    ["AWS does not say what drop_established does to other protocols", dropEstablished(""), "undecided"],
    [
      "drop_established does not stop the first datagram that a rule passes",
      dropEstablished(`pass udp any any -> any 53 (sid:9;)\n${otherProtocols}`),
      "violated",
    ],
    [
      "action order passes whatever no rule drops",
      { rules: packagesPassRule, policy: { stateful_engine_options: {} } },
      "violated",
    ],
    [
      "strict order without a default action drops nothing by itself",
      { rules: packagesPassRule, policy: { stateful_default_actions: [] } },
      "violated",
    ],
    [
      "fragments that pass are never inspected",
      { rules: closed, policy: { stateless_fragment_default_actions: ["aws:pass"] } },
      "violated",
    ],
    [
      "full packets that pass are never inspected",
      { rules: closed, policy: { stateless_default_actions: ["aws:pass"] } },
      "violated",
    ],
    ["a flow that does not say in time what it is must end", { rules: without("5") }, "violated"],
    [
      "a flow joined midway must not continue",
      {
        rules: closed,
        policy: { stateful_engine_options: { rule_order: "STRICT_ORDER", stream_exception_policy: "CONTINUE" } },
      },
      "violated",
    ],
    ["what the default does to UDP is not documented", { rules: without("1") }, "undecided"],
    ["what the default does to ICMP is not documented", { rules: without("2") }, "undecided"],
    ["what the default does to HTTP without Host is not documented", { rules: without("4") }, "undecided"],
    [
      "a pass for a port passes every protocol on it",
      { rules: `pass tcp any any -> any 22 (flow:to_server; sid:9;)\n${closed}` },
      "violated",
    ],
    ["a pass for UDP 443 passes QUIC", { rules: `pass udp any any -> any 443 (sid:9;)\n${closed}` }, "violated"],
    [
      "a wrong HOME_NET makes drops that name it empty",
      {
        rules: closed.replaceAll("any any -> any any", "$HOME_NET any -> any any"),
        policy: {
          policy_variables: { rule_variables: [{ key: "HOME_NET", ip_set: { definition: ["10.9.0.0/16"] } }] },
        },
      },
      "violated",
    ],
    [
      "an unknown rule group may pass anything",
      {
        rules: closed,
        policy: {
          stateful_rule_group_reference: [
            { priority: 1, resource_arn: "arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/theirs" },
          ],
        },
      },
      "undecided",
    ],
    ["a line that is no rule makes the group unknown", { rules: `${closed}\npass everything` }, "undecided"],
    [
      "a pass of DNS queries by name passes some, whichever",
      { rules: `pass dns any any -> any 53 (flow:to_server; dns.query; content:"tunnel"; sid:9;)\n${closed}` },
      "undecided",
    ],
    [
      "a pass rule for a protocol that is not modeled passes it",
      { rules: `pass nfs any any -> any any (flow:to_server; sid:9;)\n${closed}` },
      "violated",
    ],
    [
      "a pass of HTTP by its other headers passes some, whichever",
      { rules: `pass http any any -> any any (http.header_names; content:"Accept"; sid:9;)\n${closed}` },
      "undecided",
    ],
    [
      "a pass rule with a keyword that is not modeled may match",
      { rules: `pass tcp any any -> any any (flow:to_server,established; geoip:dst,US; sid:9;)\n${closed}` },
      "undecided",
    ],
  ];

  test.each(policies)("%s", (_, firewallCase, denies) => {
    expect(verdictsOf(firewallCase).denies).toBe(denies);
  });
});

describe("what a policy may get wrong about names", () => {
  const wide: readonly (readonly [why: string, pass: string])[] = [
    [
      "a content without startswith admits names glued in front",
      passRule('content:"packages.example"; endswith; nocase;'),
    ],
    [
      "a content without endswith admits names carried on behind",
      passRule('content:"packages.example"; startswith; nocase;'),
    ],
    [
      "a dot prefix admits names below an exact one",
      passRule('dotprefix; content:".packages.example"; endswith; nocase;'),
    ],
    [
      "a pass on any port leaves by other ports",
      passRule('content:"packages.example"; startswith; endswith; nocase;', "any"),
    ],
    [
      "a name that nobody declared passes",
      `${packagesPassRule}\n${withAnotherSid(passRule('content:"other.example"; startswith; endswith;'))}`,
    ],
    ["a negated name passes everything else", passRule('content:!"packages.example";')],
    ["a pass without a name passes every name", passRule("")],
  ];

  test.each(wide)("%s", (_, pass) => {
    expect(verdictsOf({ rules: `${pass}\n${denyRules}` }).passesOnly).toBe("violated");
  });

  const openEnded: readonly (readonly [why: string, pass: string])[] = [
    ["a pattern", passRule('pcre:"/^[a-z]{20}[.]evil[.]net$/";')],
    ["two contents", passRule('content:"evil"; content:"net"; endswith;')],
    ["an ending of one length", passRule('content:".evil.net"; endswith; bsize:17;')],
    ["everything but some names", passRule('content:!".example"; content:!".com"; content:!"localhost";')],
    ["a part at one place", passRule('content:"evil"; offset:7; depth:4;')],
  ];

  test.each(openEnded)("%s passes an unlimited set of names, so it is not proved", (_, pass) => {
    const { passesOnly } = verdictsOf({ rules: `${packagesPassRule}\n${pass}\n${denyRules}` });

    expect(passesOnly).not.toBe("proved");
  });

  test("a rule with one exact name passes no other name, whatever its other conditions", () => {
    const pass = passRule('content:"packages.example"; startswith; endswith; bsize:16;');

    expect(verdictsOf({ rules: `${pass}\n${denyRules}` }).passesOnly).toBe("proved");
  });

  test("an undeclared name in mixed case is found", () => {
    const pass = passRule('content:"Other.Example"; startswith; endswith;');

    expect(verdictsOf({ rules: `${packagesPassRule}\n${withAnotherSid(pass)}\n${denyRules}` }).passesOnly).toBe(
      "violated",
    );
  });

  test("a drop of every SYN before the pass makes the allowed name unreachable", () => {
    const verdicts = verdictsOf({ rules: `drop tcp any any -> any any (sid:9;)\n${closed}` });

    expect(verdicts.passesOnly).toBe("violated");
    expect(verdicts.evidence.join()).toContain(
      "tls with host name packages.example from 10.0.0.0 to port 443 is blocked",
    );
  });

  test("a default that drops established TCP blocks a ClientHello that spans two packets", () => {
    const policy = { stateful_default_actions: ["aws:drop_established", "aws:alert_established"] };

    const verdicts = verdictsOf({ rules: closed, policy });

    expect(verdicts.passesOnly).toBe("violated");
    expect(verdicts.evidence.join()).toContain("tls with a split ClientHello with host name packages.example");
  });

  test("a declared domain without a pass rule is violated", () => {
    const verdicts = verdictsOf({
      rules: closed,
      allowed: [packagesDomain, { ...packagesDomain, name: "missing.example" }],
    });

    expect(verdicts.passesOnly).toBe("violated");
  });

  test("subdomains that are declared may pass, and the name itself with them", () => {
    const rules = `${passRule('dotprefix; content:".packages.example"; endswith; nocase;')}\n${denyRules}`;

    const verdicts = verdictsOf({ rules, allowed: [{ ...packagesDomain, match: "subdomains" }] });

    expect(verdicts.passesOnly).toBe("proved");
  });
});

describe("AWS's own forms of rules", () => {
  const list = (type: string, order: string) => ({
    type: "STATEFUL",
    rule_group: {
      rules_source: {
        rules_source_list: {
          targets: ["packages.example"],
          target_types: ["TLS_SNI", "HTTP_HOST"],
          generated_rules_type: type,
        },
      },
      stateful_rule_options: { rule_order: order },
    },
  });

  test("a domain list under action order stops unlisted names and passes every other protocol", () => {
    const policy = { stateful_engine_options: {} };

    const verdicts = verdictsOf({ ruleGroup: list("ALLOWLIST", "DEFAULT_ACTION_ORDER"), policy });

    expect(verdicts.denies).toBe("violated");
    expect(verdicts.evidence.join("\n")).toContain("ssh over tcp from 10.0.0.0 to port 8443 passes");
    expect(verdicts.evidence.join("\n")).not.toContain("naming unlisted.example");
  });

  test("a domain list limits no port, so a declared name passes on every port", () => {
    const verdicts = verdictsOf({ ruleGroup: list("ALLOWLIST", "STRICT_ORDER") });

    expect(verdicts.passesOnly).toBe("violated");
  });

  test("a deny list passes every name that it does not contain", () => {
    const verdicts = verdictsOf({
      ruleGroup: list("DENYLIST", "DEFAULT_ACTION_ORDER"),
      policy: { stateful_engine_options: {} },
    });

    expect(verdicts.evidence.join("\n")).toContain("tls with host name unlisted.example from 10.0.0.0");
  });

  test("a 5-tuple rule that passes a port is a leak", () => {
    const header = {
      protocol: "TCP",
      source: "ANY",
      source_port: "ANY",
      direction: "FORWARD",
      destination: "ANY",
      destination_port: "22",
    };
    const ruleGroup = {
      type: "STATEFUL",
      rule_group: {
        rules_source: {
          stateful_rule: [{ action: "PASS", header, rule_option: [{ keyword: "sid", settings: ["1"] }] }],
        },
        stateful_rule_options: { rule_order: "STRICT_ORDER" },
      },
    };

    expect(verdictsOf({ ruleGroup }).denies).toBe("violated");
  });

  test("a managed group can only drop, so it changes nothing that is proved", () => {
    const managed = "arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/MalwareDomainsStrictOrder";
    const references = [
      { priority: 1, resource_arn: managed },
      { priority: 2, resource_arn: "${aws_networkfirewall_rule_group.rules.arn}" },
    ];

    const verdicts = verdictsOf({ rules: closed, policy: { stateful_rule_group_reference: references } });

    expect(verdicts).toMatchObject({ denies: "proved", passesOnly: "proved" });
  });
});
