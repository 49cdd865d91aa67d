import { isIP } from "node:net";
import { isRegistrySuffix, isSharedHosting } from "../../domains/public-suffix";
import { storageForAnyone } from "../../domains/shared-hosts";
import { effectiveNames } from "../../firewall/effective-names";
import { firewallsOf } from "../../firewall/firewalls";
import type { AllowedDomain } from "../../posture/posture";
import { type Claim, type Subject, verdict } from "../../verdict/claim";
import { counterexample, type Findings, joinFindings, proof } from "../../verdict/findings";

/** A way out, and the Terraform addresses that make it one. */
interface WayOut extends Pick<AllowedDomain, "name" | "match"> {
  readonly addresses: readonly string[];
}

/**
 * A wide entry makes every other proof worthless: below `amazonaws.com` lies every customer's bucket, below `github.io`
 * every user's page. Judged are the declared names and those that the emitted pass rules let out.
 */
export const allowlistIsNarrow: Claim = {
  name: "allowlist-is-narrow",
  meaning: "no allowed name has room for a stranger: no public suffix, no shared hosting, nothing of AWS, no address",
  postures: ["inspected", "inspected-multi-az"],
  sources: ["W21", "W23", "S4.7"],
  decide({ configuration, posture }: Subject) {
    const declared = posture.allowedDomains.map((domain) => ({ ...domain, addresses: [] }));
    const emitted = firewallsOf(configuration).flatMap(({ policy }) =>
      policy === undefined
        ? []
        : effectiveNames(policy).map((found) => ({ ...found, addresses: [found.rule.address] })),
    );
    return verdict(
      joinFindings([
        ...[...declared, ...emitted].map(examine),
        ...posture.allowedDomains.flatMap(dnsPorts),
        ...(declared.length === 0 ? [proof("no domain is declared")] : []),
      ]),
    );
  },
};

interface Width {
  readonly reason: string;
  readonly applies: (way: WayOut) => boolean;
}

const widths: readonly Width[] = [
  { reason: "is an address, not a name", applies: ({ name }) => isIP(name) !== 0 },
  { reason: "is a public suffix: names below it belong to strangers", applies: ({ name }) => isRegistrySuffix(name) },
  {
    reason: "is served by AWS for every customer: reach it through an endpoint",
    applies: ({ name }) => isAws(name),
  },
  {
    reason: "is shared hosting: names below it belong to different customers",
    applies: ({ name, match }) => match === "subdomains" && (isSharedHosting(name) || isAboveStorage(name)),
  },
];

function examine(way: WayOut): Findings {
  const shown = way.match === "subdomains" ? `.${way.name}` : way.name;
  const width = widths.find(({ applies }) => applies(way));
  if (width !== undefined) {
    return counterexample(`${shown} ${width.reason}`, ...way.addresses);
  }
  const rest = storageForAnyone.has(way.name)
    ? ", where anyone may store data: the name bounds the host, not its content"
    : "";
  return proof(`${shown} is one ${way.match === "exact" ? "host" : "registered domain"}${rest}`, ...way.addresses);
}

function isAws(name: string): boolean {
  return /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|aws|awsapps\.com|aws\.amazon\.com)$/.test(name);
}

function isAboveStorage(name: string): boolean {
  return [...storageForAnyone].some((host) => host === name || host.endsWith(`.${name}`));
}

/** DNS over these ports would bypass the resolver's firewall. */
function dnsPorts({ name, ports }: AllowedDomain): readonly Findings[] {
  return ports
    .filter((port) => port === 53 || port === 853)
    .map((port) => counterexample(`${name} may be reached on port ${port}, which carries DNS past the resolver`));
}
