import fc from "fast-check";
import { formatSuricataRule, parseSuricataRules } from "../../../../verify/firewall/suricata/grammar/parse-rules";
import { parseCommonPattern } from "../../../../verify/firewall/suricata/grammar/pattern";
import { parseRuleAddresses, parseRulePorts } from "../../../../verify/firewall/suricata/rule-variables";
import { propertyRuns } from "../../../fixtures/property-runs";

const variables = {
  addresses: new Map([
    ["HOME_NET", [{ first: 10n, last: 20n }]],
    ["EXTERNAL_NET", [{ first: 30n, last: 40n }]],
  ]),
  ports: new Map([["WEB", [{ first: 80n, last: 80n }]]]),
  negations: new Set(["EXTERNAL_NET"]),
};

test("a rule in the normal form is read to the last option", () => {
  const line =
    'pass tls $HOME_NET any -> [10.0.0.0/8, !10.1.0.0/16] 443 (msg:"a: b (c)"; flow:to_server, established; nocase; sid:7;)';

  const { rules, invalidLines } = parseSuricataRules(line);

  expect(invalidLines).toEqual([]);
  expect(rules[0]).toMatchObject({
    action: "pass",
    protocol: "tls",
    destination: "[10.0.0.0/8,!10.1.0.0/16]",
    destinationPort: "443",
  });
  expect(rules[0]?.options).toEqual([
    { keyword: "msg", value: '"a: b (c)"' },
    { keyword: "flow", value: "to_server, established" },
    { keyword: "nocase" },
    { keyword: "sid", value: "7" },
  ]);
});

test("comments and blank lines are no rules", () => {
  const { rules, invalidLines } = parseSuricataRules(
    "# pass tls any any -> any any (sid:1;)\n\n   \n# Größe\ndrop udp any any -> any any (sid:2;)\n",
  );

  expect(invalidLines).toEqual([]);
  expect(rules.map(formatSuricataRule)).toEqual(["drop udp any any -> any any (sid:2;)"]);
});

/** What stands instead of `drop udp any any -> any any (sid:1;)`, and why Suricata may read it in another way. */
const otherForms: readonly (readonly [text: string, why: RegExp])[] = [
  ["pass tls any any -> any any", /header/],
  ["allow tls any any -> any any (sid:1;)", /header/],
  ["DROP tls any any -> any any (sid:1;)", /header/],
  ["pass tls any any => any any (sid:1;)", /header/],
  ["pass tls any any -> any (sid:1;)", /header/],
  ["pass tls any any -> any any(sid:1;)", /header/],
  ["pass tls any any <- any any (sid:1;)", /header/],
  ["pass tls ![10.0.0.0/8,!10.1.0.0/16] any -> any any (sid:1;)", /header/],
  ["pass tls [10.0.0.0/8,![10.1.0.0/16]] any -> any any (sid:1;)", /header/],
  ["pass tls any ![80,!443] -> any any (sid:1;)", /header/],
  ["pass tls [10.0.0.0/8 any -> any any (sid:1;)", /header/],
  ["pass tls any any -> any any (sid:1)", /option/],
  ['pass tls any any -> any any (msg:"open; sid:1;)', /option/],
  ['pass tls any any -> any any (msg:"a; b"; sid:1;)', /option/],
  ['pass tls any any -> any any (msg:"a\\"b"; sid:1;)', /option/],
  ['pass tls any any -> any any (content:"a\\;b"; sid:1;)', /option/],
  ["pass tls any any -> any any (NOCASE; sid:1;)", /option/],
  ["pass tls any any -> any any (nocase : 1; sid:1;)", /option/],
  ["pass tls any any -> any any (;sid:1;)", /option/],
  ["pass tls any any -> any any (nocase;)", /signature id/],
  ["pass tls any any -> any any (sid:0;)", /signature id/],
  ["pass tls any any -> any any (sid:1; sid:2;)", /sid twice/],
  ["pass tls any any -> any any (flow:to_server; flow:established; sid:1;)", /flow twice/],
  [" pass tls any any -> any any (sid:1;)", /begins with a blank/],
  ["\tpass tls any any -> any any (sid:1;)", /tab/],
  ["pass tls any any -> any any (sid:1;)\r", /control/],
  ["pass tls any any -> any any (sid:1;) \\", /backslash/],
  ["# a comment \\", /backslash/],
  ["# a comment\r", /control/],
  [`# ${"x".repeat(8190)}`, /longer/],
  [`# ${"é".repeat(4095)}`, /longer/],
  ['pass tls any any -> any any (msg:"é"; sid:1;)', /ASCII/],
  ["\ufeffpass tls any any -> any any (sid:1;)", /control/],
  ["pass tls any any -> any any (sid:1;)\u0000", /control/],
];

test.each(otherForms)("%j is not in the normal form, and not a rule", (text, why) => {
  const { rules, invalidLines } = parseSuricataRules(text);

  expect(rules).toEqual([]);
  expect(invalidLines.map(({ reason }) => reason).join()).toMatch(why);
});

test("two rules with one signature id are reported", () => {
  const text = "drop udp any any -> any any (sid:1;)\nalert udp any any -> any any (sid:1; rev:2;)";

  expect(parseSuricataRules(text).invalidLines.map(({ reason }) => reason)).toEqual([
    "a second rule has the signature id 1",
  ]);
});

/** Suricata 7.0.10's own steps: lines of a buffer, skipped lines, joined lines, tokens, options that end at a semicolon. */
function readAsSuricata(text: string): readonly string[] {
  const rules: string[] = [];
  let joined = "";
  for (const line of text.split("\n").flatMap((piece) => piece.match(/[\s\S]{1,8190}/g) ?? [""])) {
    if (line === "" || /^[\r #\t]/.test(line)) {
      continue;
    }
    joined += line.trimEnd();
    if (joined.endsWith("\\")) {
      joined = joined.slice(0, -1);
      continue;
    }
    const tokens =
      /^(\S+)\s+(\S+) +((?:\[.*?\]|[^ [])+) +((?:\[.*?\]|[^ [])+) +(\S+)\s+((?:\[.*?\]|[^ [])+) +((?:\[.*?\]|[^ [])+) +(.*)$/.exec(
        joined,
      );
    const options = (tokens?.[8] ?? "").replace(/^[\s(]+|[\s)]+$/g, "").split(/(?<!\\);/);
    const isRule = tokens !== null && options.pop() === "" && joined.includes("sid:");
    rules.push(...(isRule ? [[...tokens.slice(1, 8), ...options.map((option) => option.trim())].join("|")] : []));
    joined = "";
  }
  return rules;
}

test("whatever text is accepted whole, Suricata reads the same rules from it", () => {
  const word = fc.constantFrom(
    "drop udp any any -> any any (sid:1;)",
    'pass tls $HOME_NET any -> [10.0.0.0/8, 192.0.2.1] 443 (msg:"x"; flow:to_server, established; sid:2;)',
    "# note",
    "\n",
    "\n",
    "\r",
    " ",
    "\t",
    "\\",
    ";",
    '"',
    "(",
    ")",
    "#",
    "alert tcp any any <> any ![80,443] (sid:3;)",
  );
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(word, { maxLength: 9 }), (words) => {
      const text = words.join("");
      const { rules, invalidLines } = parseSuricataRules(text);
      if (invalidLines.length === 0) {
        accepted += rules.length;
        const read = rules.map((rule) =>
          [
            rule.action,
            rule.protocol,
            rule.source,
            rule.sourcePort,
            rule.direction,
            rule.destination,
            rule.destinationPort,
            ...rule.options.map(({ keyword, value }) => (value === undefined ? keyword : `${keyword}:${value}`)),
          ].join("|"),
        );
        expect(read).toEqual(readAsSuricata(text).map((line) => line.replace(/, (?=\d)/g, ",")));
      }
    }),
    propertyRuns(2000),
  );
  expect(accepted).toBeGreaterThan(20);
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
  expect(parseRuleAddresses("$EXTERNAL_NET", variables)).toEqual([{ first: 30n, last: 40n }]);
  expect(parseRuleAddresses("[0.0.0.0/24,!0.0.0.16/28]", variables)).toEqual([
    { first: 0n, last: 15n },
    { first: 32n, last: 255n },
  ]);
});

test.each([
  "$NOBODY",
  "10.0.0.0/33",
  "[]",
  "10.0.0",
  "@group",
  "!any",
  "!$EXTERNAL_NET",
  "[10.0.0.0/8,$EXTERNAL_NET]",
  "[10.0.0.0/8,[10.1.0.0/16]]",
])("an address of %s is not understood", (text) => {
  expect(parseRuleAddresses(text, variables)).toBeUndefined();
});

test.each(["65536", "9:3", ":", "http", "$NOBODY", "!any"])("a port of %s is not understood", (text) => {
  expect(parseRulePorts(text, variables)).toBeUndefined();
});

test.each([
  ["^[0-9.]+$|:", true],
  ["^(?:[a-z0-9-]+\\.)*example\\.com$", true],
  ["^\\d{1,3}(?:\\.\\d{1,3}){3}$", true],
  ["\\Aexample\\z", false],
  ["[[:alpha:]]", false],
  ["(?i)example", false],
  ["(?=example)", false],
  ["a++", false],
  ["\\h", false],
  ["a{,3}", false],
  ["\\x2e", false],
  ["(", false],
])("a pattern of %s is read as PCRE does: %s", (body, isRead) => {
  expect(parseCommonPattern(body, "i") !== undefined).toBe(isRead);
});
