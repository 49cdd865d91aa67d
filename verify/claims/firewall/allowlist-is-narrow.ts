import { isIP } from "node:net";
import { isRegistrySuffix, isSharedHostingSuffix, publicStorageHosts } from "../../domains/shared-domains";
import { effectiveAllowedDomains } from "../../firewall/effective-allowed-domains";
import { networkFirewallsOf } from "../../firewall/network-firewalls";
import type { AllowedDomain } from "../../posture/posture";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { counterexample, type Findings, mergeFindings, proof } from "../../verdict/findings";

/** An allowed domain, and the Terraform addresses of the rules that allow it. */
interface AllowedName extends Pick<AllowedDomain, "name" | "match"> {
  readonly addresses: readonly string[];
}

/**
 * A wide entry makes the other proofs worthless: `amazonaws.com` includes the buckets of every customer, `github.io` the pages
 * of every user. The declared domains and the domains of the pass rules are checked.
 */
export const allowlistIsNarrow: Claim = {
  name: "allowlist-is-narrow",
  title: "The allow-list has no wide entries",
  meaning:
    "No third party can register or host content under an allowed domain, and no entry names AWS or an IP address.",
  details: [
    "Declared domains and the names in the firewall's pass rules are checked.",
    "Public suffixes, AWS domains and IP addresses are refused, and shared hosting suffixes with subdomains.",
    "Declared ports 53 and 853 are refused, because they carry DNS past the resolver.",
    "An exact host where anyone may store data is permitted, and the evidence says so.",
  ],
  remedy: "Replace the wide entry with the exact hosts that you need. Reach AWS services through VPC endpoints.",
  topic: "firewall",
  postures: ["inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7(5)", "NIST.800-53.r5 SC-7(10)"],
  decide({ configuration, posture }: ClaimSubject) {
    const declared = posture.allowedDomains.map((domain) => ({ ...domain, addresses: [] }));
    const emitted = networkFirewallsOf(configuration).flatMap(({ policy }) =>
      policy === undefined
        ? []
        : effectiveAllowedDomains(policy).map((found) => ({ ...found, addresses: [found.rule.address] })),
    );
    return verdictOf(
      mergeFindings([
        ...[...declared, ...emitted].map(examine),
        ...posture.allowedDomains.flatMap(examineDnsPorts),
        ...(declared.length === 0 ? [proof("no domain is declared")] : []),
      ]),
    );
  },
};

interface TooWideRule {
  readonly reason: string;
  readonly applies: (allowed: AllowedName) => boolean;
}

const tooWideRules: readonly TooWideRule[] = [
  { reason: "is an IP address, not a domain", applies: ({ name }) => isIP(name) !== 0 },
  { reason: "is a public suffix: anyone can register a name under it", applies: ({ name }) => isRegistrySuffix(name) },
  {
    reason: "serves every AWS customer: use a VPC endpoint",
    applies: ({ name }) => isAwsDomain(name),
  },
  {
    reason: "is shared hosting: names under it belong to different customers",
    applies: ({ name, match }) =>
      match === "subdomains" && (isSharedHostingSuffix(name) || coversPublicStorageHost(name)),
  },
];

function examine(allowedName: AllowedName): Findings {
  const shown = allowedName.match === "subdomains" ? `.${allowedName.name}` : allowedName.name;
  const width = tooWideRules.find(({ applies }) => applies(allowedName));
  if (width !== undefined) {
    return counterexample(`${shown} ${width.reason}`, ...allowedName.addresses);
  }
  const rest = publicStorageHosts.has(allowedName.name)
    ? ", where anyone may store data: the entry limits the host, not its content"
    : "";
  return proof(
    `${shown} is one ${allowedName.match === "exact" ? "host" : "registered domain"}${rest}`,
    ...allowedName.addresses,
  );
}

function isAwsDomain(name: string): boolean {
  return /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|aws|awsapps\.com|aws\.amazon\.com)$/.test(name);
}

function coversPublicStorageHost(name: string): boolean {
  return [...publicStorageHosts].some((host) => host === name || host.endsWith(`.${name}`));
}

/** DNS over these ports bypasses DNS Firewall. */
function examineDnsPorts({ name, ports }: AllowedDomain): readonly Findings[] {
  return ports
    .filter((port) => port === 53 || port === 853)
    .map((port) => counterexample(`${name} is allowed on port ${port}, which carries DNS past the resolver`));
}
