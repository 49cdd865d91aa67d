import { firewallPassesOnlyAllowlist } from "../../../../verify/claims/firewall/firewall-passes-only-allowlist";
import { verdictOfInspection } from "../../fixtures/inspection-alone";

test("a domain that is declared for one spoke must pass from its addresses, and from no others", () => {
  expect(verdictOfInspection(firewallPassesOnlyAllowlist)).toBe("proved");
  const widened = (json: string) => json.replaceAll("[10.60.0.0/16] any", "any any");
  expect(verdictOfInspection(firewallPassesOnlyAllowlist, widened)).toBe("violated");
});

test("a blocked domain is a doubt where Studio is elsewhere and no sources are declared", () => {
  const withoutSources = (json: string) => json.replaceAll(/,\s*"sources": \[[^\]]*\]/g, "");
  expect(verdictOfInspection(firewallPassesOnlyAllowlist, withoutSources)).toBe("undecided");
});
