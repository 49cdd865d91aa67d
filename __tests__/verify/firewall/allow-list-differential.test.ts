import fc from "fast-check";
import { allowedPorts } from "../../../verify/domains/allow-list-names";
import { rulesMatchingAnswers, rulesMatchingHeader } from "../../../verify/firewall/evaluate-stateful-rules";
import { dispositionOf, type NetworkFirewallPolicy } from "../../../verify/firewall/network-firewall-policy";
import { networkFirewallsOf } from "../../../verify/firewall/network-firewalls";
import { tlsFlow } from "../../../verify/firewall/suricata/flow";
import { indexRulesByName } from "../../../verify/firewall/suricata/rules-by-name";
import type { AllowedDomain } from "../../../verify/posture/posture";
import { propertyRuns } from "../../fixtures/property-runs";
import { denyRules, firewallSubject, passRule } from "../fixtures/firewall-perimeter";

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/);
const hostName = fc.tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom("com", "org", "example"));
const domain: fc.Arbitrary<AllowedDomain> = fc.record({
  name: hostName.map(([labels, suffix]) => [...labels, suffix].join(".")),
  match: fc.constantFrom("exact", "subdomains"),
  ports: fc.uniqueArray(fc.constantFrom(443, 8443, 993), { minLength: 1, maxLength: 2 }),
});

/** Variants of a name that are almost an allowed one. */
const disguises: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => `a.${name}`,
  (name) => `evil${name}`,
  (name) => `evil-${name}`,
  (name) => `${name}.evil.example`,
  (name) => `${name}x`,
  (name) => name.slice(1),
  (name) => name.split(".").slice(1).join("."),
  (name) => name.replace(".", "-"),
  (name) => `a.b.${name}.`.slice(0, -1),
];

/** The second implementation: labels from the right, with no pattern and no text search. */
function mayPass(allowed: readonly AllowedDomain[], name: string, port: number): boolean {
  const asked = name.toLowerCase().split(".").reverse();
  return allowed.some(({ name: own, match, ports }) => {
    const wanted = own.split(".").reverse();
    const agrees = wanted.every((part, index) => part === asked[index]);
    return ports.includes(port) && agrees && (match === "subdomains" || wanted.length === asked.length);
  });
}

function rulesOf(allowed: readonly AllowedDomain[]): string {
  const passes = allowed.flatMap(({ name, match, ports }) =>
    ports.map((port) =>
      match === "exact"
        ? passRule(`content:"${name}"; startswith; endswith; nocase;`, String(port))
        : passRule(`dotprefix; content:".${name}"; endswith; nocase;`, String(port)),
    ),
  );
  return [...passes, denyRules].join("\n");
}

test("the emitted rules pass a name on a port if and only if the typed list means it", () => {
  fc.assert(
    fc.property(
      fc.array(domain, { minLength: 1, maxLength: 5 }),
      hostName,
      fc.nat(),
      fc.constantFrom(443, 8443, 993, 22),
      fc.constantFrom("tls" as const, "tls with a split ClientHello" as const),
      (allowed, [labels, suffix], pick, port, kind) => {
        const policy = policyOf(allowed);
        const bases = [...allowed.map(({ name }) => name), [...labels, suffix].join(".")];
        const disguise = disguises[pick % disguises.length] ?? ((name: string) => name);
        const name = disguise(bases[pick % bases.length] ?? "");

        const flow = tlsFlow(name, kind);
        const heading = {
          source: 0x0a000001n,
          sourcePort: 50000n,
          destination: 0xcb007109n,
          destinationPort: BigInt(port),
        };
        const plain = dispositionOf(policy, { flow, ...heading });
        const toServer = indexRulesByName(rulesMatchingHeader(policy.stateful, flow.transport, heading))(name);
        const rules = { toServer, toClient: rulesMatchingAnswers(policy.stateful, flow.transport, heading) };
        const indexed = dispositionOf(policy, { flow, ...heading }, rules);

        const wanted = mayPass(allowed, name, port);
        expect({ name, kind: plain.kind }).toEqual({ name, kind: wanted ? "passes" : "blocked" });
        expect(indexed).toEqual(plain);
        expect(allowedPorts(allowed)(name).includes(port)).toBe(wanted);
      },
    ),
    propertyRuns(500),
  );
});

function policyOf(allowed: readonly AllowedDomain[]): NetworkFirewallPolicy {
  const [firewall] = networkFirewallsOf(firewallSubject({ rules: rulesOf(allowed), allowed }).configuration);
  if (firewall?.policy === undefined) {
    throw new Error("case: no policy was read");
  }
  return firewall.policy;
}
