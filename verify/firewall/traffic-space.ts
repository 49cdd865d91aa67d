import { type AddressSet, intersection } from "../address-space";
import { witnessNames } from "../allow-list";
import { everyIpv4, internet } from "../internet";
import type { Posture } from "../posture";
import { type Flow, httpFlow, namelessFlows, type Traffic, type Transport, tlsFlow } from "./flow";
import { everyPort, representatives } from "./points";
import type { Policy } from "./policy";

/** Where a packet goes, as far as rules and the allow-list tell destinations apart. */
export type Heading = Omit<Traffic, "flow">;

/** Addresses claimed as names: an allow-list of names cannot hold them. */
const addressLiterals = ["203.0.113.9", "2001:db8::9"];

/** Every kind of flow that shows a name: TLS in one packet and in two, and HTTP. */
export function namedFlows(policy: Policy, posture: Posture): readonly Flow[] {
  const names = witnessNames([...posture.allowedDomains.map((domain) => domain.name), ...namesInRules(policy)]);
  const spelled = names.flatMap((name) => [name, name.toUpperCase()]);
  return spelled.flatMap((name) => [
    tlsFlow(name, "tls"),
    tlsFlow(name, "tls with a split ClientHello"),
    httpFlow(name),
  ]);
}

/** Every kind of flow that shows no name a list could hold. */
export function unnamedFlows(policy: Policy): readonly Flow[] {
  const protocols = policy.stateful.rules.flatMap((rule) => [
    rule.protocol,
    ...rule.conditions.flatMap((condition) => (condition.kind === "app-protocol" ? [condition.name] : [])),
  ]);
  const literals = addressLiterals.flatMap((literal) => [tlsFlow(literal, "tls to an ip literal"), httpFlow(literal)]);
  return [...namelessFlows(protocols), ...literals];
}

/** Names that rules look for, in whatever form. */
export function namesInRules(policy: Policy): readonly string[] {
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
export function headings(
  policy: Policy,
  posture: Posture,
  sources: AddressSet,
  transport: Transport,
): readonly Heading[] {
  const { rules } = policy.stateful;
  const stateless = policy.statelessRules;
  // A rule of both directions compares each side with each set.
  const addresses = [
    ...rules.flatMap((rule) => [rule.source, rule.destination]),
    ...stateless.flatMap((rule) => [...rule.sources, ...rule.destinations]).filter((set) => set !== undefined),
  ];
  const ports = [
    ...rules.flatMap((rule) => [rule.sourcePorts, rule.destinationPorts]),
    ...stateless.flatMap((rule) => [...rule.sourcePorts, ...rule.destinationPorts]),
    ...posture.allowedDomains.flatMap((domain) => domain.ports).map(singlePort),
  ];
  const within = transport === "tcp" || transport === "udp" ? everyPort : singlePort(0);
  const portPoints = representatives(unique(ports), within, readablePorts);
  const sourcePoints = representatives(unique(addresses), sources);
  const destinationPoints = representatives(unique(addresses), publicIpv4, [readableAddress]);
  return sourcePoints.flatMap((source) =>
    destinationPoints.flatMap((destination) =>
      portPoints.flatMap((sourcePort) => portPoints.map((port) => ({ source, sourcePort, destination, port }))),
    ),
  );
}

/** Ports that say something to a reader, used as examples wherever they will do. */
const readablePorts = [8443n, 443n, 22n, 53n, 80n, 123n, 853n];

/** 198.51.100.7, of the block that is reserved for documentation. */
const readableAddress = 3_325_256_711n;

const publicIpv4 = intersection(internet, everyIpv4);

function singlePort(port: number): AddressSet {
  return [{ first: BigInt(port), last: BigInt(port) }];
}

function unique(sets: readonly AddressSet[]): readonly AddressSet[] {
  const keyed = sets.map((set) => [set.map(({ first, last }) => `${first}-${last}`).join(), set] as const);
  return [...new Map(keyed).values()];
}
