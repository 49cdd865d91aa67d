import { allIpv4Addresses, internetAddresses } from "../../ip/internet-addresses";
import { intersection, representativePoints } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { allPorts, type PortSet } from "../../ip/port-set";
import { witnessNames } from "../domains/allow-list-names";
import type { Posture } from "../posture/posture";
import { rulesMatchingHeader } from "./evaluate-stateful-rules";
import type { NetworkFirewallPolicy } from "./network-firewall-policy";
import { type Flow, flowsWithoutHostName, httpFlow, type PacketHeader, type Transport, tlsFlow } from "./suricata/flow";
import { indexRulesByName, type RulesByName } from "./suricata/rules-by-name";

/** One heading of all that rules and the allow-list tell apart, with the rules whose header admits it. */
export interface HeaderClass extends PacketHeader {
  readonly rulesForName: RulesByName;
}

/** Addresses claimed as names: an allow-list of names cannot hold them. */
const addressLiterals = ["203.0.113.9", "2001:db8::9"];

/** Every kind of flow that shows a name: TLS in one packet and in two, and HTTP. */
export function flowsWithDomainName(policy: NetworkFirewallPolicy, posture: Posture): readonly Flow[] {
  const names = witnessNames([...posture.allowedDomains.map((domain) => domain.name), ...hostNamesInRules(policy)]);
  const asWritten = hostNamesInRules(policy).map((text) => text.replace(/^\./, ""));
  const spelled = new Set([...names.flatMap((name) => [name, name.toUpperCase()]), ...asWritten]);
  return [...spelled].flatMap((name) => [
    tlsFlow(name, "tls"),
    tlsFlow(name, "tls with a split ClientHello"),
    httpFlow(name),
  ]);
}

/** Every kind of flow that shows no name a list could hold. */
export function flowsWithoutDomainName(policy: NetworkFirewallPolicy): readonly Flow[] {
  const protocols = policy.stateful.rules.flatMap((rule) => [
    rule.protocol,
    ...rule.conditions.flatMap((condition) => (condition.kind === "app-protocol" ? [condition.name] : [])),
  ]);
  const literals = addressLiterals.flatMap((literal) => [tlsFlow(literal, "tls to an ip literal"), httpFlow(literal)]);
  return [...flowsWithoutHostName(protocols), ...literals];
}

/** Names that rules look for, in whatever form. */
export function hostNamesInRules(policy: NetworkFirewallPolicy): readonly string[] {
  const texts = policy.stateful.rules.flatMap((rule) =>
    rule.conditions.flatMap((condition) =>
      condition.kind === "content" && condition.buffer !== "http.header_names" ? [condition.text] : [],
    ),
  );
  return [...new Set(texts)];
}

/**
 * One heading for each way in which headers of rules and the allow-list's ports divide the IPv4 traffic from these sources
 * to the internet. They compare addresses and ports with fixed sets, so this is every packet there is.
 */
export function headerClasses(
  policy: NetworkFirewallPolicy,
  posture: Posture,
  sources: AddressSet,
  transport: Transport,
): readonly HeaderClass[] {
  const comparedSets = comparedHeaderSets(policy);
  const allowedPorts = posture.allowedDomains.flatMap((domain) => domain.ports).map(singlePortSet);
  const within = transport === "tcp" || transport === "udp" ? allPorts : singlePortSet(0);
  const sourcePoints = representativePoints(uniqueSets(comparedSets.sources), sources);
  const sourcePorts = representativePoints(uniqueSets(comparedSets.sourcePorts), within);
  const destinationPoints = representativePoints(uniqueSets(comparedSets.destinations), publicIpv4, [readableAddress]);
  const ports = representativePoints(
    uniqueSets([...comparedSets.destinationPorts, ...allowedPorts]),
    within,
    readablePorts,
  );
  const points = sourcePoints.flatMap((source) =>
    destinationPoints.flatMap((destination) =>
      sourcePorts.flatMap((sourcePort) =>
        ports.map((destinationPort) => ({ source, sourcePort, destination, destinationPort })),
      ),
    ),
  );
  return points.map((heading) => ({
    ...heading,
    rulesForName: indexRulesByName(rulesMatchingHeader(policy.stateful, transport, heading)),
  }));
}

interface ComparedHeaderSets {
  readonly sources: readonly AddressSet[];
  readonly sourcePorts: readonly PortSet[];
  readonly destinations: readonly AddressSet[];
  readonly destinationPorts: readonly PortSet[];
}

/** The sets that a policy compares each side with: a rule of both directions compares each side with both of its own. */
function comparedHeaderSets({ stateful, statelessRules }: NetworkFirewallPolicy): ComparedHeaderSets {
  const reversedRules = stateful.rules
    .filter((rule) => rule.isBidirectional)
    .map((rule) => ({
      source: rule.destination,
      sourcePorts: rule.destinationPorts,
      destination: rule.source,
      destinationPorts: rule.sourcePorts,
    }));
  const rules = [...stateful.rules, ...reversedRules];
  const written = <Set>(sets: readonly (Set | undefined)[]) => sets.filter((set) => set !== undefined);
  return {
    sources: [...rules.map((rule) => rule.source), ...written(statelessRules.flatMap((rule) => rule.sources))],
    sourcePorts: [...rules.map((rule) => rule.sourcePorts), ...statelessRules.flatMap((rule) => rule.sourcePorts)],
    destinations: [
      ...rules.map((rule) => rule.destination),
      ...written(statelessRules.flatMap((rule) => rule.destinations)),
    ],
    destinationPorts: [
      ...rules.map((rule) => rule.destinationPorts),
      ...statelessRules.flatMap((rule) => rule.destinationPorts),
    ],
  };
}

/** Ports that say something to a reader, used as examples wherever they will do. */
const readablePorts = [8443n, 443n, 22n, 53n, 80n, 123n, 853n];

/** 198.51.100.7, of the block that is reserved for documentation. */
const readableAddress = 3_325_256_711n;

const publicIpv4 = intersection(internetAddresses, allIpv4Addresses);

function singlePortSet(port: number): AddressSet {
  return [{ first: BigInt(port), last: BigInt(port) }];
}

function uniqueSets(sets: readonly AddressSet[]): readonly AddressSet[] {
  const keyed = sets.map((set) => [set.map(({ first, last }) => `${first}-${last}`).join(), set] as const);
  return [...new Map(keyed).values()];
}
