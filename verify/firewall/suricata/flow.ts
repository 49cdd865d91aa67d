import { networkProtocols } from "./grammar/keywords";
import type { BufferName } from "./suricata-rule";

/** IP protocols that rules distinguish. `other` is any protocol except the named ones, for example GRE or ESP. */
export type Transport = "tcp" | "udp" | "sctp" | "icmp" | "other";

/** A packet at one phase of a flow, with the properties that rules can match. */
export interface FlowPhase {
  readonly name: string;
  /** Whether the client sends it. */
  readonly toServer: boolean;
  readonly established: boolean;
  /** Application protocol that the engine detected; `none` when detection failed; absent while detection continues. */
  readonly appProtocol?: string;
  readonly buffers: { readonly [name in BufferName]?: string };
  /** Whether the TLS ClientHello is complete. */
  readonly hasClientHello: boolean;
  /** Whether the packet carries data of the client: when it passes, data has left the VPC. */
  readonly hasPayload: boolean;
  /** Whether the engine still detects the application protocol. */
  readonly isDetectingProtocol: boolean;
  /** Range of bytes that the client has sent so far; absent when any number is possible. */
  readonly clientBytes?: { readonly least: number; readonly most: number };
}

/** The packets that decide about a flow, without their addresses and ports: those of the client, and the first of the server. */
export interface Flow {
  readonly kind: FlowKind;
  readonly transport: Transport;
  readonly phases: readonly FlowPhase[];
  /** The SNI of the ClientHello or the Host header; absent when the flow has neither. */
  readonly hostName?: string;
}

/** The kind of flow, for evidence. */
export type FlowKind =
  | "tls"
  | "tls with a split ClientHello"
  | "tls without sni"
  | "tls to an ip literal"
  | "http"
  | "http without host"
  | "raw tcp"
  | "tcp of no protocol yet"
  | "raw udp"
  | "icmp"
  | "sctp"
  | "other ip protocol"
  | `${string} over tcp`
  | `${string} over tcp, sent by the server first`
  | `${string} over udp`;

/** A flow with its addresses and ports. */
export interface AddressedFlow extends PacketHeader {
  readonly flow: Flow;
}

/** Addresses and ports of a flow's first packet, as numbers. */
export interface PacketHeader {
  readonly source: bigint;
  readonly sourcePort: bigint;
  readonly destination: bigint;
  readonly destinationPort: bigint;
}

const synPhase: FlowPhase = {
  name: "handshake",
  toServer: true,
  established: false,
  buffers: {},
  hasClientHello: false,
  hasPayload: false,
  isDetectingProtocol: true,
  clientBytes: { least: 0, most: 0 },
};

/** The server's part of the handshake. A rule that passes it and acts on the flow passes what the client sends next. */
const synAckPhase: FlowPhase = { ...synPhase, name: "answer to the handshake", toServer: false };

const handshake: readonly FlowPhase[] = [synPhase, synAckPhase];

/** A ClientHello fits into one TLS record of at most 2^14 bytes. */
const maxClientHelloBytes = 16_384;

/** With a silent server, Suricata 7.0.10 accepts this much data of the client before protocol detection fails. */
const protocolDetectionLimitBytes = 100_000;

/** Data without a reply. While protocol detection continues, no protocol rule and no default action applies. */
const undetectedProtocolPhase: FlowPhase = {
  name: "bytes before a protocol",
  toServer: true,
  established: true,
  buffers: {},
  hasClientHello: false,
  hasPayload: true,
  isDetectingProtocol: true,
  clientBytes: { least: protocolDetectionLimitBytes, most: protocolDetectionLimitBytes },
};

/** A TLS flow with this SNI. */
export function tlsFlow(name: string, kind: "tls" | "tls with a split ClientHello" | "tls to an ip literal"): Flow {
  const hello = clientHelloPhase({ "tls.sni": name });
  const firstHalf: FlowPhase = {
    ...hello,
    name: "first half of the ClientHello",
    buffers: {},
    hasClientHello: false,
    isDetectingProtocol: true,
  };
  const early: FlowPhase = { ...firstHalf, name: "early answer", toServer: false, hasPayload: false };
  const split = kind === "tls with a split ClientHello";
  return {
    kind,
    transport: "tcp",
    hostName: name,
    phases: split ? [...handshake, firstHalf, early, hello] : [...handshake, hello],
  };
}

/** An HTTP flow with this Host header. */
export function httpFlow(host: string): Flow {
  const buffers = { "http.host": host.toLowerCase(), "http.header_names": "\r\nHost\r\n\r\n" };
  return { kind: "http", transport: "tcp", hostName: host, phases: [...handshake, dataPhase("http", buffers)] };
}

/**
 * Every kind of flow without a host name.
 *
 * @param protocols application protocols that rules name, in addition to the common ones
 */
export function flowsWithoutHostName(protocols: readonly string[]): readonly Flow[] {
  const appProtocols = [...new Set([...commonAppProtocols, ...protocols])].filter(
    (protocol) => !nonApplicationKeywords.has(protocol),
  );
  return [
    { kind: "tls without sni", transport: "tcp", phases: [...handshake, clientHelloPhase({})] },
    { kind: "http without host", transport: "tcp", phases: [...handshake, dataPhase("http", {})] },
    { kind: "raw tcp", transport: "tcp", phases: [...handshake, dataPhase("none", {})] },
    { kind: "tcp of no protocol yet", transport: "tcp", phases: [...handshake, undetectedProtocolPhase] },
    { kind: "raw udp", transport: "udp", phases: datagramPhases("none") },
    { kind: "icmp", transport: "icmp", phases: datagramPhases("none") },
    { kind: "sctp", transport: "sctp", phases: datagramPhases("none") },
    { kind: "other ip protocol", transport: "other", phases: datagramPhases("none") },
    ...appProtocols.filter((protocol) => !overUdpOnly.has(protocol)).map(flowOverTcp),
    ...appProtocols.filter((protocol) => !overTcpOnly.has(protocol)).map(overUdp),
  ];
}

/** Application protocols that are checked even if no rule names them. */
const commonAppProtocols = ["ssh", "smtp", "ftp", "dns", "quic", "ntp", "dhcp", "tftp", "snmp", "ike"];

/** Protocol keywords that are no application protocol, and those with separate flows: TLS and HTTP. */
const nonApplicationKeywords = new Set([...networkProtocols, "tls", "ssl", "http", "http1", "ikev2"]);

const overUdpOnly = new Set(["quic", "ntp", "dhcp", "tftp", "snmp", "ike"]);

/** Protocols that need TCP. A protocol in neither set is checked over TCP and UDP. */
const overTcpOnly = new Set(["ssh", "smtp", "ftp", "ftp-data", "imap", "pop3", "http2", "smb", "rdp", "telnet"]);

/** A flow of an application protocol in which the client sends the first data. */
export function flowOverTcp(protocol: string): Flow {
  return { kind: `${protocol} over tcp`, transport: "tcp", phases: [...handshake, dataPhase(protocol, {})] };
}

/**
 * Flows in which the server sends the first data, so that the engine detects the protocol in an answer. They differ from the
 * other flows only where a rule can pass answers.
 *
 * @param protocols application protocols that rules name, in addition to the common ones
 */
export function flowsOpenedByAnswers(protocols: readonly string[]): readonly Flow[] {
  const named = protocols.filter((protocol) => !nonApplicationKeywords.has(protocol));
  return [...new Set(["none", "tls", "http", ...commonAppProtocols, ...named])]
    .filter((protocol) => !overUdpOnly.has(protocol))
    .map((protocol): Flow => {
      const data = dataPhase(protocol, {});
      const answer: FlowPhase = { ...data, name: "first data of the server", toServer: false, hasPayload: false };
      const kind = `${protocol === "none" ? "raw data" : protocol} over tcp, sent by the server first` as const;
      return { kind, transport: "tcp", phases: [...handshake, answer, data] };
    });
}

function overUdp(protocol: string): Flow {
  return { kind: `${protocol} over udp`, transport: "udp", phases: datagramPhases(protocol) };
}

/** The first datagram leaves before a reply makes the flow established. */
function datagramPhases(appProtocol: string): readonly FlowPhase[] {
  const established = dataPhase(appProtocol, {});
  return [{ ...established, name: "first datagram", established: false }, established];
}

function clientHelloPhase(buffers: FlowPhase["buffers"]): FlowPhase {
  return {
    ...dataPhase("tls", buffers),
    name: "ClientHello",
    hasClientHello: true,
    clientBytes: { least: 1, most: maxClientHelloBytes },
  };
}

function dataPhase(appProtocol: string, buffers: FlowPhase["buffers"]): FlowPhase {
  return {
    name: "data",
    toServer: true,
    established: true,
    appProtocol,
    buffers,
    hasClientHello: false,
    hasPayload: true,
    isDetectingProtocol: false,
  };
}
