import { groupBy } from "../../verify/collections/group-by";
import { baseOf, isRegionalServiceName } from "../../verify/dns/aws-and-private-names";
import { answeringPatterns, answerOf } from "../../verify/dns/query";
import { vpcDnsOf } from "../../verify/dns/resolver-firewalls";
import { unlistedNames } from "../../verify/domains/allow-list-witnesses";
import { effectiveNames } from "../../verify/firewall/effective-names";
import { firewallsOf } from "../../verify/firewall/firewalls";
import { type AddressSet, union, difference as without } from "../../verify/ip/address-space";
import type { Configuration } from "../../verify/terraform/configuration";
import { onlyIn } from "../model/diff";
import { type Difference, difference, listed } from "../model/difference";

/** A name that the firewall passes, as wide as its rules read it. */
interface Destination {
  readonly name: string;
  readonly withSubdomains: boolean;
  readonly ports: AddressSet;
  readonly addresses: readonly string[];
}

/** A name that DNS answers: `x.example`, or `*.x.example` for what is below it. */
interface Answered {
  readonly vpc: string;
  readonly pattern: string;
  /** Whether AWS serves it in the stack's region. */
  readonly ofAws: boolean;
  readonly addresses: readonly string[];
}

/** Names, with their ports, that the firewalls pass or DNS answers otherwise than before. */
export function destinationDifferences(before: Configuration, after: Configuration): readonly Difference[] {
  const [old, now] = [passed(before), passed(after)];
  const [heardBefore, heard] = [answered(before), answered(after)];
  const opened = widened(old, now);
  const closed = widened(now, old);
  const isNamed = ({ pattern }: Answered, names: readonly Destination[]) => names.some((one) => means(pattern, one));
  return [
    ...opened.map((one) => passes(one, heard)),
    ...(isUnsure(after) ? [] : closed).map(({ addresses, ...one }) =>
      difference("closes", `Studio no longer reaches ${nameText(one)} on ${portsText(one.ports)}`, addresses),
    ),
    ...answerSentences(
      "opens",
      newlyHeard(heardBefore, heard).filter((answer) => !isNamed(answer, opened)),
    ),
    ...answerSentences(
      "closes",
      newlyHeard(heard, heardBefore).filter((answer) => !isNamed(answer, closed)),
    ),
  ];
}

/** Names that DNS alone turns on: those that AWS serves in the region, and others. */
function answerSentences(severity: "opens" | "closes", answers: readonly Answered[]): readonly Difference[] {
  return [...groupBy(answers, ({ ofAws }) => ofAws)].map(([ofAws, group]) => {
    const patterns = group.map(({ pattern }) => pattern);
    const names = `${ofAws ? "names of AWS's services" : "names"}: ${listed(patterns)}`;
    const leaving = ofAws ? "" : ", so that queries leave the VPC";
    const text = severity === "opens" ? `DNS answers for more ${names}${leaving}` : `DNS answers for fewer ${names}`;
    return difference(
      severity,
      text,
      group.flatMap(({ addresses }) => addresses),
    );
  });
}

/** What one side lets out beyond the other. */
function widened(from: ReadonlyMap<string, Destination>, to: ReadonlyMap<string, Destination>): readonly Destination[] {
  return [...to]
    .map(([key, one]) => ({ ...one, ports: without(one.ports, from.get(key)?.ports ?? []) }))
    .filter(({ ports }) => ports.length > 0);
}

function passes(destination: Destination, answers: ReadonlyMap<string, Answered>): Difference {
  const found = [...answers.values()].filter(({ pattern }) => means(pattern, destination));
  const dns = found.length > 0 ? "" : ", though DNS does not answer for it";
  return difference("opens", `Studio may reach ${nameText(destination)} on ${portsText(destination.ports)}${dns}`, [
    ...destination.addresses,
    ...found.flatMap(({ addresses }) => addresses),
  ]);
}

function passed(configuration: Configuration): ReadonlyMap<string, Destination> {
  const found = new Map<string, Destination>();
  for (const { address, policy } of firewallsOf(configuration)) {
    for (const { name, match, rule } of policy === undefined ? [] : effectiveNames(policy)) {
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
function isUnsure(configuration: Configuration): boolean {
  return firewallsOf(configuration).some(({ doubts }) => doubts.length > 0);
}

/** What one side answers for beyond the other; whoever answers for every name answers for each. */
function newlyHeard(from: ReadonlyMap<string, Answered>, to: ReadonlyMap<string, Answered>): readonly Answered[] {
  const open = new Set([...from.values()].flatMap(({ pattern, vpc }) => (pattern === everyName ? [vpc] : [])));
  return onlyIn(to, from).filter(({ vpc }) => !open.has(vpc));
}

const everyName = "every name";

/** Patterns that DNS answers for, VPC by VPC: a query that no rule stops is answered. */
function answered(configuration: Configuration): ReadonlyMap<string, Answered> {
  const found = vpcDnsOf(configuration).flatMap(({ vpc: { address: vpc }, policy }): readonly Answered[] => {
    const patterns = answeringPatterns(policy).map(({ pattern, rule }) => ({
      vpc,
      pattern: pattern === "*" ? everyName : pattern,
      ofAws: isRegionalServiceName(baseOf(pattern), configuration.region),
      addresses: [...rule.addresses].reverse(),
    }));
    const isOpen = unlistedNames.some((name) => answerOf(policy, { name, type: "A" }).kind !== "refused");
    return isOpen ? [...patterns, { vpc, pattern: everyName, ofAws: false, addresses: [vpc] }] : patterns;
  });
  return new Map(found.map((answer) => [`${answer.vpc} ${answer.pattern}`, answer]));
}

/** A list names what is below a name by a star, and the name itself apart. */
function means(pattern: string, { name, withSubdomains }: Destination): boolean {
  return pattern === name || (withSubdomains && pattern === `*.${name}`);
}

function nameText({ name, withSubdomains }: Pick<Destination, "name" | "withSubdomains">): string {
  return withSubdomains ? `${name} and everything below it` : name;
}

function portsText(ports: AddressSet): string {
  const texts = ports.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  const isEvery = ports.some(({ first, last }) => first <= 1n && last >= 65535n);
  return isEvery ? "every port" : `${texts.length > 1 ? "ports" : "port"} ${texts.join(", ")}`;
}
