import { formatSuricataRule, parseSuricataRules } from "../../../../verify/firewall/suricata/parse-rules";
import { parseRuleAddresses, parseRulePorts } from "../../../../verify/firewall/suricata/rule-variables";

const variables = {
  addresses: new Map([["HOME_NET", [{ first: 10n, last: 20n }]]]),
  ports: new Map([["WEB", [{ first: 80n, last: 80n }]]]),
};

test("a rule is read to the last option, quoted semicolons and colons included", () => {
  const line =
    'pass tls $HOME_NET any -> [10.0.0.0/8, !10.1.0.0/16] 443 (msg:"a; b: c \\" d"; flow:to_server, established; nocase; sid:7;)';

  const { rules, invalidLines: faults } = parseSuricataRules(line);

  expect(faults).toEqual([]);
  expect(rules[0]).toMatchObject({
    action: "pass",
    protocol: "tls",
    destination: "[10.0.0.0/8,!10.1.0.0/16]",
    destinationPort: "443",
  });
  expect(rules[0]?.options).toEqual([
    { keyword: "msg", value: '"a; b: c \\" d"' },
    { keyword: "flow", value: "to_server, established" },
    { keyword: "nocase" },
    { keyword: "sid", value: "7" },
  ]);
});

test("comments and blank lines are no rules, and a backslash joins two lines", () => {
  const { rules, invalidLines: faults } = parseSuricataRules(
    "# pass tls any any -> any any (sid:1;)\n\ndrop udp any any \\\n  -> any any (sid:2;)\n",
  );

  expect(faults).toEqual([]);
  expect(rules.map(formatSuricataRule)).toEqual(["drop udp any any -> any any (sid:2;)"]);
});

test.each([
  "pass tls any any -> any any",
  "allow tls any any -> any any (sid:1;)",
  "pass tls any any => any any (sid:1;)",
  "pass tls any any -> any (sid:1;)",
  "pass tls any any -> any any (sid:1)",
  'pass tls any any -> any any (msg:"open; sid:1;)',
])("%s is a fault and not a rule", (line) => {
  expect(parseSuricataRules(line)).toEqual({ rules: [], invalidLines: [line] });
});

test("header sets are exact: ranges, lists, negation and variables", () => {
  expect(parseRulePorts("[1024:2000,!1500]", variables)).toEqual([
    { first: 1024n, last: 1499n },
    { first: 1501n, last: 2000n },
  ]);
  expect(parseRulePorts("!$WEB", variables)).toEqual([
    { first: 0n, last: 79n },
    { first: 81n, last: 65535n },
  ]);
  expect(parseRulePorts(":1023", variables)).toEqual([{ first: 0n, last: 1023n }]);
  expect(parseRuleAddresses("$HOME_NET", variables)).toEqual([{ first: 10n, last: 20n }]);
  expect(parseRuleAddresses("[0.0.0.0/24,!0.0.0.16/28]", variables)).toEqual([
    { first: 0n, last: 15n },
    { first: 32n, last: 255n },
  ]);
});

test.each(["$NOBODY", "10.0.0.0/33", "[]", "10.0.0", "@group"])("an address of %s is not understood", (text) => {
  expect(parseRuleAddresses(text, variables)).toBeUndefined();
});

test.each(["65536", "9:3", ":", "http", "$NOBODY"])("a port of %s is not understood", (text) => {
  expect(parseRulePorts(text, variables)).toBeUndefined();
});
