import { toFirewallDomains } from "../../../constructs/dns/firewall-domains";

test("every name ends in a dot, stands once and has its place by its letters", () => {
  expect(toFirewallDomains(["www.kaggle.com", "*.github.com", "github.com", "github.com"])).toEqual([
    "*.github.com.",
    "github.com.",
    "www.kaggle.com.",
  ]);
});

test("a reference may stand for a part of a name, and neither its number nor its place in the tree orders the list", () => {
  const first = "*.${TfToken[TOKEN.9]}.a.example";
  const second = "*.${TfToken[TOKEN.10]}.b.example";

  expect(toFirewallDomains([second, first])).toEqual([`${first}.`, `${second}.`]);
});

test.each([
  "",
  "*",
  "com",
  "*.com",
  "*.",
  "github.com.",
  "GitHub.com",
  "git*.com",
  "www.*.com",
  "**.github.com",
  "github..com",
  "github.com\n*",
  "192.0.2.1",
  `${"a".repeat(64)}.com`,
  `${"abcdefgh.".repeat(29)}com`,
  "${TfToken[TOKEN.1]}",
  "*.${TfToken[TOKEN.1]}",
])("%j is refused: too wide, or no name", (name) => {
  expect(() => toFirewallDomains([name])).toThrow(
    `dns firewall: a domain must be lower case with at least two labels, got ${JSON.stringify(name)}; write it as in "example.org" or "*.example.org"`,
  );
});
