import { groupBy } from "../collections/group-by";
import type { AllowedDomain } from "../posture/posture";

/** Whether a declared domain matches a name: the domain itself or, if declared, a subdomain. Case does not matter. */
export function matchesDomain(domain: AllowedDomain, name: string): boolean {
  const domainName = domain.name.toLowerCase();
  const queriedName = name.toLowerCase().replace(/\.$/, "");
  return queriedName === domainName || (domain.match === "subdomains" && queriedName.endsWith(`.${domainName}`));
}

/** Looks up the ports on which the domains allow connections to a name, with one map access for each label. */
export function allowedPorts(domains: readonly AllowedDomain[]): (name: string) => readonly number[] {
  const byName = groupBy(domains, (domain) => domain.name.toLowerCase());
  return (name) => {
    const labels = name.toLowerCase().split(".");
    return labels
      .flatMap((_, start) => byName.get(labels.slice(start).join(".")) ?? [])
      .filter((domain) => matchesDomain(domain, name))
      .flatMap((domain) => domain.ports);
  };
}

/**
 * Test names for rules over `names`: each name, subdomains of it, its parent, and look-alikes that a careless pattern matches
 * (a longer label in front, a suffix behind). They represent every name that such a rule can distinguish.
 */
export function witnessNames(names: readonly string[]): readonly string[] {
  const plain = names
    .map((name) => name.toLowerCase().replace(/^\*?\.|\.$/g, ""))
    .filter((name) => name !== "" && name !== "*");
  const derived = plain.flatMap((name) => [
    name,
    `sub.${name}`,
    `deep.below.${name}`,
    `lookalike${name}`,
    `lookalike-${name}`,
    `${name}.lookalike.example`,
    `${name}x`,
    name.slice(name.indexOf(".") + 1),
  ]);
  return [...new Set([...unlistedNames, ...derived])];
}

/** Names that no allow-list has a reason to contain. The second looks like a query of a DNS tunnel. */
export const unlistedNames = [
  "unlisted.example",
  "mfrggzdfmztwq2lknnwg23tpobyxe43uov3ho6dzpi.tunnel.example",
  "unlisted.com",
  "com",
  "localhost",
] as const;
