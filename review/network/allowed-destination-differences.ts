import { containsPoint, subtract, union } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { groupBy } from "../../verify/collections/group-by";
import { memoize } from "../../verify/collections/memoize";
import { domainOfPattern, isAwsRegionalServiceName } from "../../verify/dns/aws-and-private-names";
import { distinguishedQueryTypes, evaluateDnsQuery } from "../../verify/dns/evaluate-dns-query";
import { vpcResolversOf } from "../../verify/dns/vpc-resolvers";
import { unlistedNames } from "../../verify/domains/allow-list-names";
import { effectiveAllowedDomains } from "../../verify/firewall/effective-allowed-domains";
import { networkFirewallsOf } from "../../verify/firewall/network-firewalls";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { createDifference, formatList, itemsOnlyIn, type ReviewDifference } from "../model/review-difference";
import { type DnsAnswer, dnsAnswerFor } from "./dns-answer";
import { firewallFlowDifferences } from "./firewall-flow-differences";
import { redirectionDifferences, resolverDoubtDifferences } from "./resolver-differences";

/** A domain that the firewall passes. */
interface AllowedDestination {
  /** Address of the firewall. */
  readonly firewall: string;
  readonly name: string;
  readonly withSubdomains: boolean;
  readonly ports: AddressSet;
  readonly addresses: readonly string[];
}

/** Each domain that a firewall passes, with its ports. */
export function allowedDestinationTexts(
  configuration: TerraformConfiguration,
): readonly { readonly firewall: string; readonly text: string }[] {
  return [...allowedDestinationsOf(configuration).values()].map(({ firewall, ports, ...destination }) => ({
    firewall,
    text: `${nameText(destination)}, ${portsText(ports)}`,
  }));
}

/** A name that DNS resolves: `x.example`, or `*.x.example` for its subdomains. */
interface ResolvablePattern {
  readonly vpc: string;
  readonly pattern: string;
  readonly queryType: string;
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
  const questions = dnsQuestions(before, after);
  const [resolvableBefore, resolvableAfter] = [
    resolvablePatternsOf(before, questions),
    resolvablePatternsOf(after, questions),
  ];
  const opened = addedDestinations(allowedBefore, allowedAfter);
  const closed = addedDestinations(allowedAfter, allowedBefore);
  const isReported = ({ pattern }: ResolvablePattern, destinations: readonly AllowedDestination[]) =>
    destinations.some((destination) => patternMatchesDestination(pattern, destination));
  return [
    ...opened.map((destination) => openedDestination(destination, resolvableAfter, after)),
    ...(hasUndecidedRules(after) ? [] : closed).map((destination) =>
      createDifference(
        "closes",
        `Studio can no longer reach ${nameText(destination)} on ${portsText(destination.ports)}`,
        [
          ...destination.addresses,
          ...[...resolvableBefore.values()]
            .filter(({ pattern }) => patternMatchesDestination(pattern, destination))
            .flatMap(({ addresses }) => addresses),
        ],
      ),
    ),
    ...dnsDifferences(
      "opens",
      newlyResolvable(resolvableBefore, resolvableAfter).filter((pattern) => !isReported(pattern, opened)),
      questions.types,
    ),
    ...dnsDifferences(
      "closes",
      newlyResolvable(resolvableAfter, resolvableBefore).filter((pattern) => !isReported(pattern, closed)),
      questions.types,
    ),
    ...resolverDoubtDifferences(before, after),
    ...redirectionDifferences(before, after),
    ...firewallFlowDifferences(before, after, (hostName, port, isOpened) =>
      (isOpened ? opened : closed).some(
        (destination) =>
          containsPoint(destination.ports, port) &&
          (patternMatchesDestination(hostName.toLowerCase(), destination) ||
            (destination.withSubdomains && hostName.toLowerCase().endsWith(`.${destination.name}`))),
      ),
    ),
  ];
}

/** Whether a sentence says that a firewall passes the name on the port on one side only. */
export function destinationChanges(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): (
  domain: { readonly name: string; readonly match: "exact" | "subdomains" },
  port: number,
  isAdded: boolean,
) => boolean {
  const [allowedBefore, allowedAfter] = [allowedDestinationsOf(before), allowedDestinationsOf(after)];
  const added = addedDestinations(allowedBefore, allowedAfter);
  const removed = hasUndecidedRules(after) ? [] : addedDestinations(allowedAfter, allowedBefore);
  return ({ name, match }, port, isAdded) =>
    (isAdded ? added : removed).some(
      (destination) =>
        destination.name === name &&
        destination.withSubdomains === (match === "subdomains") &&
        containsPoint(destination.ports, BigInt(port)),
    );
}

/** One sentence for AWS service names of the region, one for all other names. */
function dnsDifferences(
  severity: "opens" | "closes",
  patterns: readonly ResolvablePattern[],
  allTypes: readonly string[],
): readonly ReviewDifference[] {
  return [...groupBy(patterns, ({ isAwsService }) => isAwsService)].map(([isAwsService, group]) => {
    const typesByPattern = groupBy(group, ({ pattern, vpc }) => `${pattern} ${vpc}`);
    const texts = [...typesByPattern.values()].map((alike) => {
      const types = alike.map(({ queryType }) => queryType);
      const suffix = types.length === allTypes.length ? "" : ` (${formatList(types)} queries)`;
      return `${alike[0]?.pattern ?? ""}${suffix}`;
    });
    const listed = formatList([...new Set(texts)]);
    const names = isAwsService ? `AWS service names: ${listed}` : listed;
    const leaving = isAwsService ? "" : "; these queries leave the VPC";
    const text = severity === "opens" ? `DNS now resolves ${names}${leaving}` : `DNS no longer resolves ${names}`;
    return createDifference(
      severity,
      text,
      group.flatMap(({ addresses }) => addresses),
      severity === "opens" && isAwsService ? "aws-service-name" : undefined,
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
  configuration: TerraformConfiguration,
): ReviewDifference {
  const matching = [...resolvable.values()].filter(({ pattern }) => patternMatchesDestination(pattern, destination));
  const where = `${nameText(destination)} on ${portsText(destination.ports)}`;
  return createDifference(
    "opens",
    openedText(
      where,
      matching.length > 0
        ? "resolved"
        : dnsAnswerFor(
            configuration,
            destination.withSubdomains
              ? [destination.name, `${unlistedLabel}.${destination.name}`]
              : [destination.name],
          ),
    ),
    [...destination.addresses, ...matching.flatMap(({ addresses }) => addresses)],
  );
}

function openedText(where: string, answer: DnsAnswer): string {
  switch (answer) {
    case "resolved":
      return `Studio can now reach ${where}`;
    case "refused":
      return `The firewall now passes ${where}, but DNS does not resolve the name`;
    case "unknown":
      return `The firewall now passes ${where}`;
  }
}

const allowedDestinationsOf = memoize((configuration: TerraformConfiguration) => {
  const found = new Map<string, AllowedDestination>();
  for (const { address, policy } of networkFirewallsOf(configuration)) {
    for (const { name, match, rule } of policy === undefined ? [] : effectiveAllowedDomains(policy)) {
      const key = `${address} ${match} ${name}`;
      const known = found.get(key);
      found.set(key, {
        firewall: address,
        name,
        withSubdomains: match === "subdomains",
        ports: union(known?.ports ?? [], rule.destinationPorts),
        addresses: [...new Set([...(known?.addresses ?? []), rule.address])],
      });
    }
  }
  return found as ReadonlyMap<string, AllowedDestination>;
});

/** Rules that cannot be read may pass any domain, so nothing is reported as closed. */
function hasUndecidedRules(configuration: TerraformConfiguration): boolean {
  return networkFirewallsOf(configuration).some(({ doubts }) => doubts.length > 0);
}

/** Queries that `to` resolves and `from` does not. Where every name is newly resolved, the single names are not listed. */
function newlyResolvable(
  from: ReadonlyMap<string, ResolvablePattern>,
  to: ReadonlyMap<string, ResolvablePattern>,
): readonly ResolvablePattern[] {
  const added = itemsOnlyIn(to, from);
  const opened = new Set(
    added.filter(({ pattern }) => pattern === everyName).map(({ vpc, queryType }) => `${vpc} ${queryType}`),
  );
  return added.filter(({ pattern, vpc, queryType }) => pattern === everyName || !opened.has(`${vpc} ${queryType}`));
}

const everyName = "every name";

/** The classes of queries that the rules of both sides distinguish. */
interface DnsQuestions {
  readonly patterns: readonly string[];
  readonly types: readonly string[];
}

function dnsQuestions(...configurations: readonly TerraformConfiguration[]): DnsQuestions {
  const policies = configurations.flatMap((configuration) => vpcResolversOf(configuration).map(({ policy }) => policy));
  return {
    patterns: [...new Set(policies.flatMap(({ rules }) => rules.flatMap((rule) => rule.patterns)))].filter(
      (pattern) => pattern !== "*",
    ),
    types: [...new Set(policies.flatMap(distinguishedQueryTypes))],
  };
}

/** A label that no rule names. */
const unlistedLabel = "any-unlisted-label";

/** What DNS resolves, for each VPC: one query decides each class of names and each query type. */
function resolvablePatternsOf(
  configuration: TerraformConfiguration,
  { patterns, types }: DnsQuestions,
): ReadonlyMap<string, ResolvablePattern> {
  const questions = [
    ...patterns.map((pattern) => ({ pattern, name: pattern.replace(/^\*/, unlistedLabel) })),
    { pattern: everyName, name: unlistedNames[0] },
  ].flatMap((question) => types.map((type) => ({ ...question, type })));
  const found = vpcResolversOf(configuration).flatMap(({ vpc: { address: vpc }, policy }) =>
    questions.flatMap(({ pattern, name, type }): readonly ResolvablePattern[] => {
      const { kind, rule } = evaluateDnsQuery(policy, { name, type });
      const isAwsService =
        pattern !== everyName && isAwsRegionalServiceName(domainOfPattern(pattern), configuration.region);
      const addresses = rule === undefined ? [vpc] : [...rule.addresses].reverse();
      return kind === "refused" ? [] : [{ vpc, pattern, queryType: type, isAwsService, addresses }];
    }),
  );
  return new Map(found.map((one) => [`${one.vpc} ${one.pattern} ${one.queryType}`, one]));
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
