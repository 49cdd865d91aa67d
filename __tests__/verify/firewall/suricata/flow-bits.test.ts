import { firewallDeniesByDefault } from "../../../../verify/claims/firewall/firewall-denies-by-default";
import { firewallPassesOnlyAllowlist } from "../../../../verify/claims/firewall/firewall-passes-only-allowlist";
import type { JsonObject } from "../../../../verify/terraform/terraform-configuration";
import { denyRules, firewallSubject, packagesPassRule, passRule } from "../../fixtures/firewall-perimeter";

const closed = `${packagesPassRule}\n${denyRules}`;
const dropMarked = (bits: string): string =>
  `drop tcp $HOME_NET any -> any any (flow:to_server; flowbits:isset,${bits}; sid:50;)`;
const mark = (option: string, action = "alert"): string =>
  `${action} tcp $HOME_NET any -> any any (flow:to_server; flowbits:${option}; sid:51;)`;

const allowList = (rules: string, policy?: JsonObject): string =>
  firewallPassesOnlyAllowlist.decide(firewallSubject({ rules, ...(policy && { policy }) })).kind;

test.each([
  ["a mark that no rule sets", [dropMarked("bad")]],
  ["one of two marks that no rule sets", [dropMarked("bad|worse")]],
  ["a mark that a rule only unsets under another name", [mark("unset,other"), dropMarked("bad")]],
  ["a mark that a rule only compares", [mark("isset,bad"), dropMarked("bad")]],
  ["a mark in another letter case than one that is set", [mark("set,Bad"), dropMarked("bad")]],
])("a drop of flows with %s drops nothing, so the allow-list is proved", (_, rules) => {
  expect(allowList([...rules, closed].join("\n"))).toBe("proved");
});

test.each([
  ["an alert sets", [mark("set,bad"), dropMarked("bad")]],
  ["an alert sets after it", [dropMarked("bad"), mark("set,bad")]],
  ["an alert sets as one of two", [mark("set,worse"), dropMarked("bad|worse")]],
  ["a rule toggles, which some versions of Suricata read", [mark("toggle,bad"), dropMarked("bad")]],
  [
    "a rule without addresses that are known sets",
    [mark("set,bad", "drop").replace("any any (", "@LIST any ("), dropMarked("bad")],
  ],
])("a drop of flows with a mark that %s leaves the allow-list undecided", (_, rules) => {
  expect(allowList([...rules, closed].join("\n"))).toBe("undecided");
});

test("a drop of flows with a mark that a group of AWS may set leaves the allow-list undecided", () => {
  const arn = "arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/ThreatSignaturesScannersStrictOrder";
  const references = [
    { priority: 1, resource_arn: "${aws_networkfirewall_rule_group.rules.arn}" },
    { priority: 2, resource_arn: arn },
  ];

  expect(allowList([dropMarked("bad"), closed].join("\n"), { stateful_rule_group_reference: references })).toBe(
    "undecided",
  );
});

test("a pass that sets a mark passes as one without it", () => {
  const marking = passRule('content:"packages.example"; startswith; endswith; nocase; flowbits:set,allowed;');
  const others = passRule('content:"evil.example"; startswith; endswith; nocase; flowbits:set,allowed;').replace(
    "100",
    "101",
  );

  expect(allowList(`${marking}\n${denyRules}`)).toBe("proved");
  expect(allowList(`${marking}\n${others}\n${denyRules}`)).toBe("violated");
});

test("a pass of flows with a mark that a rule may set may pass them", () => {
  const pass = "pass tcp $HOME_NET any -> any any (flow:to_server; flowbits:isset,allowed; sid:60;)";
  const denies = (rules: readonly string[]): string =>
    firewallDeniesByDefault.decide(firewallSubject({ rules: [...rules, closed].join("\n") })).kind;

  expect(denies([mark("set,allowed"), pass])).toBe("undecided");
  expect(denies([pass])).toBe("proved");
});
