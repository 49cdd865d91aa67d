import { requireCidr } from "../../ip/cidr";
import { allIpv4Addresses, internetAddresses } from "../../ip/internet-addresses";
import { intersection, representativePoints } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { allPorts, type PortSet } from "../../ip/port-set";
import type { PerimeterPosture } from "../posture/posture";
import { rulesMatchingAnswers, rulesMatchingHeader } from "./evaluate-stateful-rules";
import type { HeaderMatch } from "./header-match";
import type { NetworkFirewallPolicy } from "./network-firewall-policy";
import type { PacketHeader, Transport } from "./suricata/flow";
import { indexRulesByName, type RulesByName } from "./suricata/rules-by-name";
import { canMatchAnswers } from "./suricata/signature-type";
import type { SuricataRule } from "./suricata/suricata-rule";

/** One packet header as the representative of all headers that match the same rules and ports of the allow-list. */
export interface HeaderClass extends PacketHeader {
  /** The rules with a matching header. */
  readonly rulesForName: RulesByName;
  /** The rules that can match the answers. */
  readonly rulesForAnswers: readonly SuricataRule[];
}

/**
 * Divides the IPv4 traffic from these sources to the internet into classes with the same matching rules. Rule headers and
 * the allow-list compare addresses and ports with fixed sets, so one header of each class represents all packets.
 */
export function headerClasses(
  policy: NetworkFirewallPolicy,
  posture: PerimeterPosture,
  sources: AddressSet,
  transport: Transport,
): readonly HeaderClass[] {
  const allowedPorts = posture.allowedDomains.flatMap((domain) => domain.ports).map(singlePortSet);
  const allowedSources = posture.allowedDomains.flatMap((domain) => domain.sources ?? []).map(addressesOf);
  const within = transport === "icmp" || transport === "other" ? singlePortSet(0) : allPorts;
  const headers = distinguishedHeaders(
    policy,
    { sources, sourcePorts: within, destinations: publicIpv4, destinationPorts: within },
    { sources: allowedSources, destinationPorts: allowedPorts },
  );
  return headers.map((header) => ({
    ...header,
    rulesForName: indexRulesByName(rulesMatchingHeader(policy.stateful, transport, header)),
    rulesForAnswers: rulesMatchingAnswers(policy.stateful, transport, header),
  }));
}

/** The headers of the packets that a question is about. */
export interface HeaderScope {
  readonly sources: AddressSet;
  readonly sourcePorts: PortSet;
  readonly destinations: AddressSet;
  readonly destinationPorts: PortSet;
}

/**
 * One header of the scope for each class that the rules distinguish.
 *
 * @param others sets that are distinguished as well. @default - none
 */
export function distinguishedHeaders(
  policy: NetworkFirewallPolicy,
  scope: HeaderScope,
  others: Partial<Pick<ComparedSets, "sources" | "destinationPorts">> = {},
): readonly PacketHeader[] {
  const comparedSets = comparedHeaderSets(policy);
  const sourcePoints = representativePoints(
    uniqueSets([...comparedSets.sources, ...(others.sources ?? [])]),
    scope.sources,
  );
  const sourcePorts = representativePoints(uniqueSets(comparedSets.sourcePorts), scope.sourcePorts);
  const destinationPoints = representativePoints(uniqueSets(comparedSets.destinations), scope.destinations, [
    readableAddress,
  ]);
  const ports = representativePoints(
    uniqueSets([...comparedSets.destinationPorts, ...(others.destinationPorts ?? [])]),
    scope.destinationPorts,
    readablePorts,
  );
  return sourcePoints.flatMap((source) =>
    destinationPoints.flatMap((destination) =>
      sourcePorts.flatMap((sourcePort) =>
        ports.map((destinationPort) => ({ source, sourcePort, destination, destinationPort })),
      ),
    ),
  );
}

/** Sets that rules compare with the header of a packet of the client or, reversed, of an answer. */
interface ComparedSets {
  readonly sources: readonly AddressSet[];
  readonly sourcePorts: readonly PortSet[];
  readonly destinations: readonly AddressSet[];
  readonly destinationPorts: readonly PortSet[];
}

/** The address and port sets that the rules of a policy compare. A rule that can match answers counts in both directions. */
function comparedHeaderSets({ stateful, statelessRules, tlsInspections }: NetworkFirewallPolicy): ComparedSets {
  const forward = stateful.rules.map(comparedStatefulRule);
  const answering = stateful.rules.filter((rule) => rule.isBidirectional || canMatchAnswers(rule));
  const stateless = statelessRules.map(comparedHeaderMatch);
  const backward = [...answering.map(comparedStatefulRule), ...stateless].map(
    ({ sources, sourcePorts, destinations, destinationPorts }): ComparedSets => ({
      sources: destinations,
      sourcePorts: destinationPorts,
      destinations: sources,
      destinationPorts: sourcePorts,
    }),
  );
  const scopes = tlsInspections.flatMap((inspection) => inspection.scopes.map(comparedHeaderMatch));
  const rules = [...forward, ...stateless, ...backward, ...scopes];
  return {
    sources: rules.flatMap((rule) => rule.sources),
    sourcePorts: rules.flatMap((rule) => rule.sourcePorts),
    destinations: rules.flatMap((rule) => rule.destinations),
    destinationPorts: rules.flatMap((rule) => rule.destinationPorts),
  };
}

function comparedHeaderMatch({ sources, sourcePorts, destinations, destinationPorts }: HeaderMatch): ComparedSets {
  return {
    sources: sources.filter((set) => set !== undefined),
    sourcePorts: sourcePorts.filter((set) => set !== undefined),
    destinations: destinations.filter((set) => set !== undefined),
    destinationPorts: destinationPorts.filter((set) => set !== undefined),
  };
}

function comparedStatefulRule({ source, sourcePorts, destination, destinationPorts }: SuricataRule): ComparedSets {
  return {
    sources: [source],
    sourcePorts: [sourcePorts],
    destinations: [destination],
    destinationPorts: [destinationPorts],
  };
}

/** Well-known ports, preferred as examples in evidence. */
const readablePorts = [8443n, 443n, 22n, 53n, 80n, 123n, 853n];

/** 198.51.100.7, from the block reserved for documentation. */
const readableAddress = 3_325_256_711n;

/** Every IPv4 address of the internet. */
export const publicIpv4 = intersection(internetAddresses, allIpv4Addresses);

function addressesOf(block: string): AddressSet {
  return requireCidr(block).addresses;
}

function singlePortSet(port: number): AddressSet {
  return [{ first: BigInt(port), last: BigInt(port) }];
}

function uniqueSets(sets: readonly AddressSet[]): readonly AddressSet[] {
  const keyed = sets.map((set) => [set.map(({ first, last }) => `${first}-${last}`).join(), set] as const);
  return [...new Map(keyed).values()];
}
