import { subtract, union } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { groupBy } from "../../verify/collections/group-by";
import { domainOfPattern, isAwsRegionalServiceName } from "../../verify/dns/aws-and-private-names";
import { evaluateDnsQuery, resolvedPatterns } from "../../verify/dns/evaluate-dns-query";
import { vpcResolversOf } from "../../verify/dns/vpc-resolvers";
import { unlistedNames } from "../../verify/domains/allow-list-names";
import { effectiveAllowedDomains } from "../../verify/firewall/effective-allowed-domains";
import { networkFirewallsOf } from "../../verify/firewall/network-firewalls";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { createDifference, formatList, itemsOnlyIn, type ReviewDifference } from "../model/review-difference";

/** A domain that the firewall passes. */
interface AllowedDestination {
  readonly name: string;
  readonly withSubdomains: boolean;
  readonly ports: AddressSet;
  readonly addresses: readonly string[];
}

/** A name that DNS resolves: `x.example`, or `*.x.example` for its subdomains. */
interface ResolvablePattern {
  readonly vpc: string;
  readonly pattern: string;
  /** Whether the name belongs to an AWS service in the stack's region. */
  readonly isAwsService: boolean;
  readonly addresses: readonly string[];
}

/** Domains and ports that the firewalls pass, or names that DNS resolves, on one side only. */
export function allowedDestinationDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [allowedBefore, allowedAfter] = [allowedDestinationsOf(before), allowedDestinationsOf(after)];
  const [resolvableBefore, resolvableAfter] = [resolvablePatternsOf(before), resolvablePatternsOf(after)];
  const opened = addedDestinations(allowedBefore, allowedAfter);
  const closed = addedDestinations(allowedAfter, allowedBefore);
  const isReported = ({ pattern }: ResolvablePattern, destinations: readonly AllowedDestination[]) =>
    destinations.some((destination) => patternMatchesDestination(pattern, destination));
  return [
    ...opened.map((destination) => openedDestination(destination, resolvableAfter)),
    ...(hasUndecidedRules(after) ? [] : closed).map(({ addresses, name, withSubdomains, ports }) =>
      createDifference(
        "closes",
        `Studio can no longer reach ${nameText({ name, withSubdomains })} on ${portsText(ports)}`,
        addresses,
      ),
    ),
    ...dnsDifferences(
      "opens",
      newlyResolvable(resolvableBefore, resolvableAfter).filter((pattern) => !isReported(pattern, opened)),
    ),
    ...dnsDifferences(
      "closes",
      newlyResolvable(resolvableAfter, resolvableBefore).filter((pattern) => !isReported(pattern, closed)),
    ),
  ];
}

/** One sentence for AWS service names of the region, one for all other names. */
function dnsDifferences(
  severity: "opens" | "closes",
  patterns: readonly ResolvablePattern[],
): readonly ReviewDifference[] {
  return [...groupBy(patterns, ({ isAwsService }) => isAwsService)].map(([isAwsService, group]) => {
    const listed = formatList(group.map(({ pattern }) => pattern));
    const names = isAwsService ? `AWS service names: ${listed}` : listed;
    const leaving = isAwsService ? "" : "; these queries leave the VPC";
    const text = severity === "opens" ? `DNS now resolves ${names}${leaving}` : `DNS no longer resolves ${names}`;
    return createDifference(
      severity,
      text,
      group.flatMap(({ addresses }) => addresses),
    );
  });
}

/** Destinations and ports that `to` allows and `from` does not. */
function addedDestinations(
  from: ReadonlyMap<string, AllowedDestination>,
  to: ReadonlyMap<string, AllowedDestination>,
): readonly AllowedDestination[] {
  return [...to]
    .map(([key, destination]) => ({
      ...destination,
      ports: subtract(destination.ports, from.get(key)?.ports ?? []),
    }))
    .filter(({ ports }) => ports.length > 0);
}

function openedDestination(
  destination: AllowedDestination,
  resolvable: ReadonlyMap<string, ResolvablePattern>,
): ReviewDifference {
  const matching = [...resolvable.values()].filter(({ pattern }) => patternMatchesDestination(pattern, destination));
  const where = `${nameText(destination)} on ${portsText(destination.ports)}`;
  return createDifference(
    "opens",
    matching.length > 0
      ? `Studio can now reach ${where}`
      : `The firewall now passes ${where}, but DNS does not resolve the name`,
    [...destination.addresses, ...matching.flatMap(({ addresses }) => addresses)],
  );
}

function allowedDestinationsOf(configuration: TerraformConfiguration): ReadonlyMap<string, AllowedDestination> {
  const found = new Map<string, AllowedDestination>();
  for (const { address, policy } of networkFirewallsOf(configuration)) {
    for (const { name, match, rule } of policy === undefined ? [] : effectiveAllowedDomains(policy)) {
      const key = `${address} ${match} ${name}`;
      const known = found.get(key);
      found.set(key, {
        name,
        withSubdomains: match === "subdomains",
        ports: union(known?.ports ?? [], rule.destinationPorts),
        addresses: [...new Set([...(known?.addresses ?? []), rule.address])],
      });
    }
  }
  return found;
}

/** Rules that cannot be read may pass any domain, so nothing is reported as closed. */
function hasUndecidedRules(configuration: TerraformConfiguration): boolean {
  return networkFirewallsOf(configuration).some(({ doubts }) => doubts.length > 0);
}

/** Patterns that `to` resolves and `from` does not. A VPC that resolves every name already resolves each of them. */
function newlyResolvable(
  from: ReadonlyMap<string, ResolvablePattern>,
  to: ReadonlyMap<string, ResolvablePattern>,
): readonly ResolvablePattern[] {
  const openVpcs = new Set([...from.values()].flatMap(({ pattern, vpc }) => (pattern === everyName ? [vpc] : [])));
  return itemsOnlyIn(to, from).filter(({ vpc }) => !openVpcs.has(vpc));
}

const everyName = "every name";

/** Patterns that DNS resolves, for each VPC. A query that no rule blocks is resolved. */
function resolvablePatternsOf(configuration: TerraformConfiguration): ReadonlyMap<string, ResolvablePattern> {
  const found = vpcResolversOf(configuration).flatMap(
    ({ vpc: { address: vpc }, policy }): readonly ResolvablePattern[] => {
      const patterns = resolvedPatterns(policy).map(({ pattern, rule }) => ({
        vpc,
        pattern: pattern === "*" ? everyName : pattern,
        isAwsService: isAwsRegionalServiceName(domainOfPattern(pattern), configuration.region),
        addresses: [...rule.addresses].reverse(),
      }));
      const isOpen = unlistedNames.some((name) => evaluateDnsQuery(policy, { name, type: "A" }).kind !== "refused");
      return isOpen ? [...patterns, { vpc, pattern: everyName, isAwsService: false, addresses: [vpc] }] : patterns;
    },
  );
  return new Map(found.map((resolvable) => [`${resolvable.vpc} ${resolvable.pattern}`, resolvable]));
}

/** Domain lists contain `*.example.org` for the subdomains and `example.org` for the name itself. */
function patternMatchesDestination(pattern: string, { name, withSubdomains }: AllowedDestination): boolean {
  return pattern === name || (withSubdomains && pattern === `*.${name}`);
}

function nameText({ name, withSubdomains }: Pick<AllowedDestination, "name" | "withSubdomains">): string {
  return withSubdomains ? `${name} and its subdomains` : name;
}

function portsText(ports: AddressSet): string {
  const texts = ports.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  const isEvery = ports.some(({ first, last }) => first <= 1n && last >= 65535n);
  return isEvery ? "all ports" : `${texts.length > 1 ? "ports" : "port"} ${texts.join(", ")}`;
}
