import { isIP } from "node:net";
import { awsDomains } from "../../../aws/partitions";
import { isRegistrySuffix, isSharedHostingSuffix, publicStorageHosts } from "../../domains/shared-domains";
import { effectiveAllowedDomains, findUnboundedPassRules } from "../../firewall/effective-allowed-domains";
import { perimeterFirewallsOf } from "../../firewall/network-firewalls";
import type { SuricataRule } from "../../firewall/suricata/suricata-rule";
import type { AllowedDomain } from "../../posture/posture";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

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
    "Declared domains and the names in the firewall's pass rules are checked, in any letter case.",
    "A pass rule that matches unlimited names, or a firewall that cannot be read, makes the claim undecided.",
    "Public suffixes, AWS domains and IP addresses are refused, and shared hosting suffixes with subdomains.",
    "Declared ports 53 and 853 are refused, because they carry DNS past the resolver.",
    "An exact host where anyone may store data is permitted.",
  ],
  remedy: "Replace the wide entry with the exact hosts that you need. Reach AWS services through VPC endpoints.",
  topic: "firewall",
  postures: ["inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7(5)", "NIST.800-53.r5 SC-7(10)"],
  decide({ configuration, posture }: ClaimSubject) {
    const declared = posture.allowedDomains.map((domain) => ({ ...domain, addresses: [] }));
    const firewalls = perimeterFirewallsOf(configuration);
    const policies = firewalls.flatMap(({ policy }) => policy ?? []);
    const emitted = policies
      .flatMap(effectiveAllowedDomains)
      .map((found) => ({ ...found, addresses: [found.rule.address] }));
    const allowed = [...declared, ...emitted];
    return verdictOf(
      mergeFindings([
        ...allowed.map(examine),
        ...posture.allowedDomains.flatMap(examineDnsPorts),
        ...policies.flatMap(findUnboundedPassRules).map(unlimitedNames),
        findingsOf({ doubts: firewalls.flatMap(({ doubts }) => doubts) }),
        ...(allowed.length === 0 ? [notApplicable("no domain is declared, and no pass rule names one")] : []),
      ]),
    );
  },
};

function unlimitedNames(rule: SuricataRule): Findings {
  return doubt(
    `${rule.label} passes an unlimited set of names, which cannot be compared with public suffixes`,
    rule.address,
  );
}

interface TooWideRule {
  readonly reason: string;
  readonly applies: (allowed: AllowedName) => boolean;
}

const tooWideRules: readonly TooWideRule[] = [
  { reason: "is an IP address or ends like one, so it is no domain", applies: ({ name }) => isAddressLike(name) },
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

function examine(found: AllowedName): Findings {
  const allowedName = { ...found, name: found.name.toLowerCase().replace(/^\*?\.|\.$/g, "") };
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

/** No top-level domain is a number, so a name that ends in one is part of an IPv4 address. */
function isAddressLike(name: string): boolean {
  return isIP(name) !== 0 || /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(name) || name.includes(":");
}

function isAwsDomain(name: string): boolean {
  return awsDomains.some((domain) => name === domain || name.endsWith(`.${domain}`));
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
