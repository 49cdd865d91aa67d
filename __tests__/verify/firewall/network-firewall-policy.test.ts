import { describeAddresses } from "../../../ip/cidr";
import { firewallDeniesByDefault } from "../../../verify/claims/firewall/firewall-denies-by-default";
import { firewallPassesOnlyAllowlist } from "../../../verify/claims/firewall/firewall-passes-only-allowlist";
import { networkFirewallsOf } from "../../../verify/firewall/network-firewalls";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { denyRules, type FirewallCase, firewallSubject, packagesPassRule } from "../fixtures/firewall-perimeter";

const closed = `${packagesPassRule}\n${denyRules}`;

function statelessCase(actions: readonly string[], match: JsonObject, udpAfter?: readonly string[]): FirewallCase {
  const rule = { priority: 1, rule_definition: { actions, match_attributes: match } };
  const after = { priority: 2, rule_definition: { actions: udpAfter ?? [], match_attributes: { protocols: [17] } } };
  const rules: JsonObject[] = udpAfter === undefined ? [rule] : [after, rule];
  const group = {
    type: "STATELESS",
    rule_group: { rules_source: { stateless_rules_and_custom_actions: { stateless_rule: rules } } },
  };
  return {
    rules: closed,
    policy: {
      stateless_rule_group_reference: [
        { priority: 1, resource_arn: "${aws_networkfirewall_rule_group.stateless.arn}" },
      ],
    },
    more: { aws_networkfirewall_rule_group: { stateless: group } },
  };
}

describe("stateless rules come before every other", () => {
  const anywhere = [{ address_definition: "0.0.0.0/0" }];
  const cases: readonly (readonly [why: string, firewallCase: FirewallCase, denies: string, passes: string])[] = [
    [
      "a pass of SSH is never inspected",
      statelessCase(["aws:pass"], {
        protocols: [6],
        destination: anywhere,
        destination_port: [{ from_port: 22, to_port: 22 }],
      }),
      "violated",
      "violated",
    ],
    ["a pass of UDP bypasses every TCP rule", statelessCase(["aws:pass"], { protocols: [17] }), "violated", "proved"],
    [
      "a pass by TCP flags may match anything",
      statelessCase(["aws:pass"], { protocols: [6], tcp_flag: [{ flags: ["SYN"] }] }),
      "undecided",
      "undecided",
    ],
    [
      "a pass to an address that is not written out may match",
      statelessCase(["aws:pass"], { protocols: [17], destination: [{ address_definition: "${var.partner}" }] }),
      "undecided",
      "proved",
    ],
    ["a drop of everything closes the allow-list too", statelessCase(["aws:drop"], {}), "proved", "violated"],
    [
      "a pass to private addresses is none to the internet",
      statelessCase(["aws:pass"], { destination: [{ address_definition: "192.168.0.0/16" }] }),
      "proved",
      "proved",
    ],
    [
      "a pass of answers to the inspected subnets is not followed",
      statelessCase(["aws:pass"], { destination: [{ address_definition: "10.0.0.0/8" }] }),
      "undecided",
      "undecided",
    ],
    [
      "a drop that may match leaves it open whether a pass after it is reached",
      statelessCase(["aws:drop"], { protocols: [17], tcp_flag: [{ flags: ["SYN"] }] }, ["aws:pass"]),
      "undecided",
      "proved",
    ],
    [
      "two standard actions mean nothing that is known",
      statelessCase(["aws:pass", "aws:drop"], {}),
      "undecided",
      "undecided",
    ],
  ];

  test.each(cases)("%s", (_, firewallCase, denies, passes) => {
    const subject = firewallSubject(firewallCase);

    expect(firewallDeniesByDefault.decide(subject).kind).toBe(denies);
    expect(firewallPassesOnlyAllowlist.decide(subject).kind).toBe(passes);
  });
});

describe("whose traffic is judged", () => {
  const sources = (firewallCase: FirewallCase) =>
    describeAddresses(networkFirewallsOf(firewallSubject(firewallCase).configuration)[0]?.sourceAddresses ?? []);

  test("the subnets whose tables lead out through the firewall", () => {
    expect(sources({ rules: closed })).toBe("10.0.0.0/20");
  });

  test("without such a route, those that the policy takes for its own", () => {
    const { configuration } = firewallSubject({ rules: closed });
    const resources = configuration.resources.filter(({ type }) => type !== "aws_route");

    const [firewall] = networkFirewallsOf({ ...configuration, resources });

    expect(describeAddresses(firewall?.sourceAddresses ?? [])).toBe("10.0.0.0/16");
  });

  test("a HOME_NET that leaves the sending subnet out makes the allow-list dead", () => {
    const home = { rule_variables: [{ key: "HOME_NET", ip_set: { definition: ["10.0.16.0/20"] } }] };

    const verdict = firewallPassesOnlyAllowlist.decide(
      firewallSubject({ rules: closed, policy: { policy_variables: home } }),
    );

    expect(verdict.kind).toBe("violated");
    expect(verdict.evidence[0]?.text).toContain(
      "tls with host name packages.example from 10.0.0.0 to port 443 is blocked",
    );
  });

  test("HOME_NET is the VPC where no policy says otherwise", () => {
    const subject = firewallSubject({ rules: closed, policy: { policy_variables: [] } });

    expect(firewallPassesOnlyAllowlist.decide(subject).kind).toBe("proved");
  });

  test("a rule that names a variable nobody set is not understood", () => {
    const rules = `${closed}\npass tls $PARTNERS any -> $EXTERNAL_NET 443 (sid:7;)`;

    const verdict = firewallDeniesByDefault.decide(firewallSubject({ rules }));

    expect(verdict.kind).toBe("undecided");
    expect(verdict.evidence[0]?.text).toContain("the header of a rule cannot be resolved: pass tls $PARTNERS");
  });
});
