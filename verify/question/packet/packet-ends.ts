import { parseCidr } from "../../../ip/cidr";
import { type AddressSet, parseIpAddress } from "../../../ip/ip-address";
import type { TrafficClass } from "../../network/filters/filter-rules";
import type { Resource, TerraformConfiguration } from "../../terraform/terraform-configuration";
import { findSubject } from "../grammar/find-subject";
import { faults, faultsOf, type QuestionFault, type Read, value } from "../grammar/question";

/** Where packets start or end. */
export type PacketEnd =
  | { readonly kind: "internet" }
  | { readonly kind: "addresses"; readonly text: string; readonly addresses: AddressSet }
  | { readonly kind: "host"; readonly name: string }
  | { readonly kind: "resource"; readonly resource: Resource };

/** An end that may be in a subnet of the configuration. */
export type PlacedEnd = Extract<PacketEnd, { kind: "addresses" | "resource" }>;

/** For messages: as the question names the end. */
export function endText(end: PacketEnd): string {
  switch (end.kind) {
    case "internet":
      return "internet";
    case "addresses":
      return end.text;
    case "host":
      return end.name;
    case "resource":
      return end.resource.address;
  }
}

/** What a client sends, by the word of a question. */
export type Protocol = keyof typeof protocols;

/** Protocols of questions, with their default ports. */
export const protocols = {
  tls: { transport: "tcp", port: 443 },
  https: { transport: "tcp", port: 443 },
  http: { transport: "tcp", port: 80 },
  ssh: { transport: "tcp", port: 22 },
  smtp: { transport: "tcp", port: 25 },
  ftp: { transport: "tcp", port: 21 },
  dns: { transport: "udp", port: 53 },
  ntp: { transport: "udp", port: 123 },
  quic: { transport: "udp", port: 443 },
  tcp: { transport: "tcp" },
  udp: { transport: "udp" },
  icmp: { transport: "icmp" },
} as const satisfies Record<string, { transport: "tcp" | "udp" | "icmp"; port?: number }>;

/** The port and protocol that packets are sent to. */
export interface PacketService {
  readonly protocol: Exclude<Protocol, "https">;
  /** 0 for ICMP, which has no ports. */
  readonly port: number;
}

/** The traffic as filters see it. */
export function trafficClassOf({ protocol, port }: PacketService): Exclude<TrafficClass, { kind: "any" }> {
  const { transport } = protocols[protocol];
  return transport === "icmp" ? { kind: "icmp" } : { kind: transport, port };
}

/** For messages: `443 (tls)`, `icmp`. */
export function serviceText({ protocol, port }: PacketService): string {
  return protocol === "icmp" ? "icmp" : `${port} (${protocol})`;
}

/** Whether packets can start or end at a resource: it has interfaces, or it is where interfaces are. */
export type EndFilter = (resource: Resource) => boolean;

/** `internet`, an address, a block, or a resource. */
export function readSource(
  configuration: TerraformConfiguration,
  place: string,
  word: string,
  isEnd: EndFilter,
): Read<PacketEnd> {
  return readEnd(configuration, place, word, isEnd);
}

/** A destination with its port and protocol: `github.com:443`, `10.0.1.5:22/ssh`, `aws_vpc_endpoint.s3`. */
export function readDestination(
  configuration: TerraformConfiguration,
  word: string,
  isEnd: EndFilter,
): Read<{ readonly end: PacketEnd; readonly service: PacketService }> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(word)) {
    const advice = "write the host name without scheme and path, such as github.com:443";
    return faults({ place: "packet: to", problem: "a URL", word, advice });
  }
  const { place, port, protocol } = splitService(word);
  const end = isHostName(configuration, place)
    ? value<PacketEnd>({ kind: "host", name: place.toLowerCase().replace(/\.$/, "") })
    : withHostAdvice(readEnd(configuration, "packet: to", place, isEnd));
  const service = readService(port, protocol, end.kind === "value" ? end.value : undefined);
  if (end.kind === "faults" || service.kind === "faults") {
    return faults(...faultsOf(end, service));
  }
  return value({ end: end.value, service: service.value });
}

function withHostAdvice(end: Read<PacketEnd>): Read<PacketEnd> {
  return end.kind === "value"
    ? end
    : faults(
        ...end.faults.map((fault) =>
          fault.candidates === undefined || fault.word?.includes(".") === true
            ? fault
            : { ...fault, advice: "a host name needs a dot, and no scheme" },
        ),
      );
}

function readEnd(
  configuration: TerraformConfiguration,
  place: string,
  word: string,
  isEnd: EndFilter,
): Read<PacketEnd> {
  if (word === "internet") {
    return value({ kind: "internet" });
  }
  const addresses = addressesOf(word);
  if (addresses !== undefined) {
    return value({ kind: "addresses", text: word, addresses });
  }
  const [, slash] = numericWord.exec(word) ?? [];
  if (slash !== undefined) {
    return faults({ place, word, ...(slash === "/" ? notBlock : notAddress) });
  }
  const found = findSubject(configuration, place, word, isEnd);
  return found.kind === "value"
    ? value({ kind: "resource", resource: found.value })
    : faults(...found.faults.map((fault) => withCandidate(fault, "internet")));
}

/** A word that can only be meant as an address or, with a slash, as a block: no name of a resource consists of numbers. */
const numericWord = /^\[?(?:\d[\d.]*\.[\d.]*|[\da-f.]*:[\da-f:.]*)\]?(\/?)\d*\]?$/i;

const notBlock = {
  problem: "not a CIDR block",
  advice: "write an address and a prefix length, at most 32 for IPv4 and 128 for IPv6, such as 10.0.0.0/24",
};
const notAddress = { problem: "not an IP address", advice: "write one such as 10.0.1.5 or 2001:db8::1" };

/** The same fault, with one more word that could stand there. */
export function withCandidate(fault: QuestionFault, word: string): QuestionFault {
  return fault.candidates === undefined ? fault : { ...fault, candidates: [...fault.candidates, word] };
}

function addressesOf(word: string): AddressSet | undefined {
  const bare = word.replace(/^\[([^\]]*)\](\/\d+)?$/, "$1$2");
  const address = parseIpAddress(bare);
  return address === undefined ? parseCidr(bare)?.addresses : [{ first: address, last: address }];
}

/** `10.0.0.0/24:443/tcp`: a protocol is a word, and the length of a prefix is a number. */
function splitService(word: string): {
  readonly place: string;
  readonly port: string | undefined;
  readonly protocol: string | undefined;
} {
  const [, rest = word, protocol] = /^(.+)\/([a-z][a-z0-9-]*)$/i.exec(word) ?? [];
  const isBareIpv6 = parseIpAddress(rest) !== undefined && rest.includes(":");
  const [, place = rest, port] = isBareIpv6 ? [] : (/^(.+):([^:\]]*)$/.exec(rest) ?? []);
  return { place, port, protocol };
}

/** A name with a dot that is no address in Terraform: `github.com`. */
function isHostName({ resources }: TerraformConfiguration, word: string): boolean {
  const [first = ""] = word.split(".");
  const isAddress = first === "module" || resources.some(({ type, address }) => type === first || address === word);
  return !isAddress && addressesOf(word) === undefined && !first.startsWith("aws_") && hostNamePattern.test(word);
}

/** A name with a dot, with or without a final one. */
export const hostNamePattern = /^(?=.{1,254}$)(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*\.?$/i;

function readService(
  writtenPort: string | undefined,
  writtenProtocol: string | undefined,
  end: PacketEnd | undefined,
): Read<PacketService> {
  const place = "packet: to";
  const port = writtenPort === undefined ? undefined : /^\d{1,5}$/.test(writtenPort) ? Number(writtenPort) : Number.NaN;
  if (port !== undefined && !(port >= 1 && port <= 65_535)) {
    return faults({ place, problem: "not a port", word: writtenPort ?? "", advice: "write a number from 1 to 65535" });
  }
  const protocol = writtenProtocol?.toLowerCase() ?? defaultProtocol(port, end);
  if (!isProtocol(protocol)) {
    return faults({ place, problem: "not a protocol", word: protocol, candidates: Object.keys(protocols) });
  }
  const known = protocols[protocol];
  const chosen =
    port ?? ("port" in known ? known.port : undefined) ?? (writtenProtocol === undefined ? 443 : undefined);
  if (protocol === "icmp") {
    return port === undefined
      ? value({ protocol, port: 0 })
      : faults({ place, problem: "icmp has no ports", word: String(port), advice: "leave the port out" });
  }
  return chosen === undefined
    ? faults({ place, problem: `${protocol} needs a port`, advice: `write DESTINATION:PORT/${protocol}` })
    : value({ protocol: protocol === "https" ? "tls" : protocol, port: chosen });
}

/** Names are asked for by TLS and HTTP clients; for an address, any data over TCP is asked about. */
function defaultProtocol(port: number | undefined, end: PacketEnd | undefined): Protocol {
  return end?.kind !== "host" ? "tcp" : port === 80 ? "http" : "tls";
}

function isProtocol(word: string): word is Protocol {
  return Object.hasOwn(protocols, word);
}
