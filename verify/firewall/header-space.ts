import { witnessNames } from "../domains/allow-list-witnesses";
import { type AddressSet, intersection } from "../ip/address-space";
import { everyIpv4, internet } from "../ip/internet-addresses";
import { everyPort, type PortSet, representatives } from "../ip/ports";
import type { Posture } from "../posture/posture";
import { candidates } from "./evaluate-flow";
import type { Policy } from "./firewall-policy-model";
import { type Flow, type Heading, httpFlow, namelessFlows, type Transport, tlsFlow } from "./suricata/flow";
import { indexByName, type RulesByName } from "./suricata/name-index";

/** One heading of all that rules and the allow-list tell apart, with the rules whose header admits it. */
export interface DividedHeading extends Heading {
  readonly rulesFor: RulesByName;
}

/** Addresses claimed as names: an allow-list of names cannot hold them. */
const addressLiterals = ["203.0.113.9", "2001:db8::9"];

/** Every kind of flow that shows a name: TLS in one packet and in two, and HTTP. */
export function namedFlows(policy: Policy, posture: Posture): readonly Flow[] {
  const names = witnessNames([...posture.allowedDomains.map((domain) => domain.name), ...namesInRules(policy)]);
  const asWritten = namesInRules(policy).map((text) => text.replace(/^\./, ""));
  const spelled = new Set([...names.flatMap((name) => [name, name.toUpperCase()]), ...asWritten]);
  return [...spelled].flatMap((name) => [
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
): readonly DividedHeading[] {
  const divisions = divide(policy);
  const allowedPorts = posture.allowedDomains.flatMap((domain) => domain.ports).map(singlePort);
  const within = transport === "tcp" || transport === "udp" ? everyPort : singlePort(0);
  const sourcePoints = representatives(unique(divisions.sources), sources);
  const sourcePorts = representatives(unique(divisions.sourcePorts), within);
  const destinationPoints = representatives(unique(divisions.destinations), publicIpv4, [readableAddress]);
  const ports = representatives(unique([...divisions.destinationPorts, ...allowedPorts]), within, readablePorts);
  const points = sourcePoints.flatMap((source) =>
    destinationPoints.flatMap((destination) =>
      sourcePorts.flatMap((sourcePort) => ports.map((port) => ({ source, sourcePort, destination, port }))),
    ),
  );
  return points.map((heading) => ({
    ...heading,
    rulesFor: indexByName(candidates(policy.stateful, transport, heading)),
  }));
}

interface Divisions {
  readonly sources: readonly AddressSet[];
  readonly sourcePorts: readonly PortSet[];
  readonly destinations: readonly AddressSet[];
  readonly destinationPorts: readonly PortSet[];
}

/** The sets that a policy compares each side with: a rule of both directions compares each side with both of its own. */
function divide({ stateful, statelessRules }: Policy): Divisions {
  const turned = stateful.rules
    .filter((rule) => rule.bothWays)
    .map((rule) => ({
      source: rule.destination,
      sourcePorts: rule.destinationPorts,
      destination: rule.source,
      destinationPorts: rule.sourcePorts,
    }));
  const rules = [...stateful.rules, ...turned];
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

const publicIpv4 = intersection(internet, everyIpv4);

function singlePort(port: number): AddressSet {
  return [{ first: BigInt(port), last: BigInt(port) }];
}

function unique(sets: readonly AddressSet[]): readonly AddressSet[] {
  const keyed = sets.map((set) => [set.map(({ first, last }) => `${first}-${last}`).join(), set] as const);
  return [...new Map(keyed).values()];
}
