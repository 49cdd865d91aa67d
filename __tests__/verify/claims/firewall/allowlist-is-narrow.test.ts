import { allowlistIsNarrow } from "../../../../verify/claims/firewall/allowlist-is-narrow";
import type { AllowedDomain } from "../../../../verify/posture/posture";
import { claimSubjectWith } from "../../fixtures/claim-subject";
import { denyRules, firewallSubject, passRule } from "../../fixtures/firewall-perimeter";

const domain = (
  name: string,
  match: AllowedDomain["match"] = "exact",
  ports: readonly number[] = [443],
): AllowedDomain => ({
  name,
  match,
  ports,
});

function verdictOver(...allowedDomains: readonly AllowedDomain[]) {
  return allowlistIsNarrow.decide(claimSubjectWith({}, { allowedDomains }));
}

test("hosts by their exact name and a registered domain with its subdomains are narrow", () => {
  const verdict = verdictOver(domain("pypi.org"), domain("packages.example.org", "subdomains"), domain("github.com"));

  expect(verdict.kind).toBe("proved");
  expect(verdict.evidence.map(({ text }) => text)).toContain(
    "github.com is one host, where anyone may store data: the entry limits the host, not its content",
  );
});

test.each([
  [".com", domain("com", "subdomains"), "is a public suffix"],
  [".co.uk", domain("co.uk", "subdomains"), "is a public suffix"],
  ["localhost", domain("localhost"), "is a public suffix"],
  [".amazonaws.com", domain("amazonaws.com", "subdomains"), "serves every AWS customer"],
  ["a bucket", domain("anyone.s3.eu-west-1.amazonaws.com"), "serves every AWS customer"],
  [".api.aws", domain("api.aws", "subdomains"), "serves every AWS customer"],
  [".github.io", domain("github.io", "subdomains"), "is shared hosting"],
  [".github.com", domain("github.com", "subdomains"), "is shared hosting"],
  [".cloudfront.net", domain("cloudfront.net", "subdomains"), "is shared hosting"],
  [".windows.net", domain("windows.net", "subdomains"), "is shared hosting"],
  ["an address", domain("203.0.113.9"), "is an IP address"],
  ["DNS over TLS", domain("dns.example.org", "exact", [853]), "on port 853"],
])("%s is too wide", (_, wide, reason) => {
  const verdict = verdictOver(domain("pypi.org"), wide);

  expect(verdict).toMatchObject({ kind: "violated" });
  expect(verdict.evidence.map(({ text }) => text).join()).toContain(reason);
});

test("a wide name in the pass rules is found although it is not declared", () => {
  const pass = passRule('dotprefix; content:".amazonaws.com"; endswith; nocase;');

  const verdict = allowlistIsNarrow.decide(firewallSubject({ rules: `${pass}\n${denyRules}` }));

  expect(verdict).toMatchObject({
    kind: "violated",
    evidence: [{ addresses: ["aws_networkfirewall_rule_group.rules"] }],
  });
});
