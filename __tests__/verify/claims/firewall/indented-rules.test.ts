import { decideClaims } from "../../../../verify/claims/decide-claims";
import { firewallDeniesByDefault } from "../../../../verify/claims/firewall/firewall-denies-by-default";
import { firewallPassesOnlyAllowlist } from "../../../../verify/claims/firewall/firewall-passes-only-allowlist";
import { denyRules, firewallSubject, packagesPassRule, passRule } from "../../fixtures/firewall-perimeter";

const unlistedRule = passRule('content:"unlisted.example"; startswith; endswith; nocase;').replace(
  "sid:100",
  "sid:200",
);
const indented = (rules: string): string => rules.replace(/^/gm, "    ");

function verdictsOver(...lines: readonly string[]) {
  const candidates = [firewallDeniesByDefault, firewallPassesOnlyAllowlist];
  const results = decideClaims(firewallSubject({ rules: lines.join("\n") }), candidates);
  return {
    kinds: results.map(({ verdict }) => verdict.kind),
    texts: results.flatMap(({ verdict }) => verdict.evidence.map(({ text }) => text)).join("\n"),
  };
}

test("rules at the start of their lines are proved, as the base of the other cases", () => {
  expect(verdictsOver(packagesPassRule, denyRules).kinds).toEqual(["proved", "proved"]);
});

test("indented rules that decide nothing leave a proof", () => {
  const more = "drop tcp any any -> any 25 (flow:to_server; sid:6;)";

  expect(verdictsOver(packagesPassRule, denyRules, indented(more), "   # a comment").kinds).toEqual([
    "proved",
    "proved",
  ]);
});

test("an indented rule that passes a domain outside the allow-list is undecided, because Suricata may skip it, and says what to do", () => {
  const { kinds, texts } = verdictsOver(packagesPassRule, indented(unlistedRule), denyRules);

  expect(kinds).toEqual(["proved", "undecided"]);
  expect(texts).toContain("begin the rule at the start of its line");
});

test("a pass rule outside the allow-list violates whether or not Suricata skips other rules, which are indented", () => {
  expect(verdictsOver(indented(packagesPassRule), unlistedRule, denyRules).kinds[1]).toBe("violated");
});

test("indented rules that close other protocols do not prove that the firewall denies, because Suricata may skip them", () => {
  expect(verdictsOver(packagesPassRule, indented(denyRules)).kinds).toEqual(["undecided", "proved"]);
});

test.each([
  ["a tab stands before a rule", [packagesPassRule, denyRules, `\t${unlistedRule}`]],
  ["a tab follows the blank before a rule", [packagesPassRule, denyRules, ` \t${unlistedRule}`]],
  [
    "Suricata splits the line, so that its rest may be a rule",
    [packagesPassRule, denyRules, `${" ".repeat(8190)}${unlistedRule}`],
  ],
  [
    "the indented line goes on in the next one",
    [packagesPassRule, denyRules, ` drop tcp any any -> \\`, "any any (sid:7;)"],
  ],
  ["an expression may begin a line", [packagesPassRule, denyRules, " ${var.rules}"]],
])("nothing is proved of what the firewall passes when %s", (_, lines) => {
  expect(verdictsOver(...lines).kinds).not.toContain("proved");
});
