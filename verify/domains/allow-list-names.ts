import { groupBy } from "../collections/group-by";
import type { AllowedDomain } from "../posture/posture";

/** Whether a declared domain means this name: itself, and where it says so every name below it. Case does not matter. */
export function matchesDomain(domain: AllowedDomain, name: string): boolean {
  const domainName = domain.name.toLowerCase();
  const queriedName = name.toLowerCase().replace(/\.$/, "");
  return queriedName === domainName || (domain.match === "subdomains" && queriedName.endsWith(`.${domainName}`));
}

/** Looks up the ports on which a name may be reached, without asking every domain. */
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
 * Names that stand for every name a rule over `names` can tell apart: each itself, in upper case, below it, and the
 * look-alikes that a careless pattern lets in (glued in front, carried on behind, the parent).
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

/** Names that no list has a reason to hold; the second is what DNS tunnels look like. */
export const unlistedNames = [
  "unlisted.example",
  "mfrggzdfmztwq2lknnwg23tpobyxe43uov3ho6dzpi.tunnel.example",
  "unlisted.com",
  "com",
  "localhost",
] as const;
