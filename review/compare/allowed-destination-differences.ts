import { union, subtract as without } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { groupBy } from "../../verify/collections/group-by";
import { domainOfPattern, isAwsRegionalServiceName } from "../../verify/dns/aws-and-private-names";
import { evaluateDnsQuery, resolvedPatterns } from "../../verify/dns/evaluate-dns-query";
import { vpcResolversOf } from "../../verify/dns/vpc-resolvers";
import { unlistedNames } from "../../verify/domains/allow-list-names";
import { effectiveAllowedDomains } from "../../verify/firewall/effective-allowed-domains";
import { networkFirewallsOf } from "../../verify/firewall/network-firewalls";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { itemsOnlyIn } from "../model/match-by-key";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/** A name that the firewall passes, as wide as its rules read it. */
interface AllowedDestination {
  readonly name: string;
  readonly withSubdomains: boolean;
  readonly ports: AddressSet;
  readonly addresses: readonly string[];
}

/** A name that DNS answers: `x.example`, or `*.x.example` for what is below it. */
interface ResolvablePattern {
  readonly vpc: string;
  readonly pattern: string;
  /** Whether AWS serves it in the stack's region. */
  readonly isAwsService: boolean;
  readonly addresses: readonly string[];
}

/** Names, with their ports, that the firewalls pass or DNS answers otherwise than before. */
export function allowedDestinationDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [old, now] = [allowedDestinationsOf(before), allowedDestinationsOf(after)];
  const [resolvableBefore, resolvable] = [resolvablePatternsOf(before), resolvablePatternsOf(after)];
  const opened = addedDestinations(old, now);
  const closed = addedDestinations(now, old);
  const isNamed = ({ pattern }: ResolvablePattern, names: readonly AllowedDestination[]) =>
    names.some((one) => patternMatchesDestination(pattern, one));
  return [
    ...opened.map((one) => openedDestination(one, resolvable)),
    ...(hasUndecidedRules(after) ? [] : closed).map(({ addresses, ...one }) =>
      createDifference("closes", `Studio no longer reaches ${nameText(one)} on ${portsText(one.ports)}`, addresses),
    ),
    ...dnsDifferences(
      "opens",
      newlyResolvable(resolvableBefore, resolvable).filter((answer) => !isNamed(answer, opened)),
    ),
    ...dnsDifferences(
      "closes",
      newlyResolvable(resolvable, resolvableBefore).filter((answer) => !isNamed(answer, closed)),
    ),
  ];
}

/** Names that DNS alone turns on: those that AWS serves in the region, and others. */
function dnsDifferences(
  severity: "opens" | "closes",
  answers: readonly ResolvablePattern[],
): readonly ReviewDifference[] {
  return [...groupBy(answers, ({ isAwsService: ofAws }) => ofAws)].map(([ofAws, group]) => {
    const patterns = group.map(({ pattern }) => pattern);
    const names = `${ofAws ? "names of AWS's services" : "names"}: ${formatList(patterns)}`;
    const leaving = ofAws ? "" : ", so that queries leave the VPC";
    const text = severity === "opens" ? `DNS answers for more ${names}${leaving}` : `DNS answers for fewer ${names}`;
    return createDifference(
      severity,
      text,
      group.flatMap(({ addresses }) => addresses),
    );
  });
}

/** What one side lets out beyond the other. */
function addedDestinations(
  from: ReadonlyMap<string, AllowedDestination>,
  to: ReadonlyMap<string, AllowedDestination>,
): readonly AllowedDestination[] {
  return [...to]
    .map(([key, one]) => ({ ...one, ports: without(one.ports, from.get(key)?.ports ?? []) }))
    .filter(({ ports }) => ports.length > 0);
}

function openedDestination(
  destination: AllowedDestination,
  answers: ReadonlyMap<string, ResolvablePattern>,
): ReviewDifference {
  const found = [...answers.values()].filter(({ pattern }) => patternMatchesDestination(pattern, destination));
  const dns = found.length > 0 ? "" : ", though DNS does not answer for it";
  return createDifference(
    "opens",
    `Studio may reach ${nameText(destination)} on ${portsText(destination.ports)}${dns}`,
    [...destination.addresses, ...found.flatMap(({ addresses }) => addresses)],
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

/** Rules that are not understood may pass what no sentence knows of: nothing is then said to be closed. */
function hasUndecidedRules(configuration: TerraformConfiguration): boolean {
  return networkFirewallsOf(configuration).some(({ doubts }) => doubts.length > 0);
}

/** What one side answers for beyond the other; whoever answers for every name answers for each. */
function newlyResolvable(
  from: ReadonlyMap<string, ResolvablePattern>,
  to: ReadonlyMap<string, ResolvablePattern>,
): readonly ResolvablePattern[] {
  const open = new Set([...from.values()].flatMap(({ pattern, vpc }) => (pattern === everyName ? [vpc] : [])));
  return itemsOnlyIn(to, from).filter(({ vpc }) => !open.has(vpc));
}

const everyName = "every name";

/** Patterns that DNS answers for, VPC by VPC: a query that no rule stops is answered. */
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
  return new Map(found.map((answer) => [`${answer.vpc} ${answer.pattern}`, answer]));
}

/** A list names what is below a name by a star, and the name itself apart. */
function patternMatchesDestination(pattern: string, { name, withSubdomains }: AllowedDestination): boolean {
  return pattern === name || (withSubdomains && pattern === `*.${name}`);
}

function nameText({ name, withSubdomains }: Pick<AllowedDestination, "name" | "withSubdomains">): string {
  return withSubdomains ? `${name} and everything below it` : name;
}

function portsText(ports: AddressSet): string {
  const texts = ports.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  const isEvery = ports.some(({ first, last }) => first <= 1n && last >= 65535n);
  return isEvery ? "every port" : `${texts.length > 1 ? "ports" : "port"} ${texts.join(", ")}`;
}
