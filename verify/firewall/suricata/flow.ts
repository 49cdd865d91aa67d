import type { BufferName } from "./suricata-rule";

/** IP protocols that rules tell apart; `other` is every one that is neither TCP, UDP nor ICMP (GRE, ESP, SCTP, ...). */
export type Transport = "tcp" | "udp" | "icmp" | "other";

/** A packet of the client at one moment of a flow, as far as rules can see it. */
export interface FlowPhase {
  readonly name: string;
  readonly established: boolean;
  /** Application protocol that the engine has recognised; `none` once it gave up; absent while it still waits. */
  readonly appProtocol?: string;
  readonly buffers: { readonly [name in BufferName]?: string };
  /** The TLS ClientHello is complete. */
  readonly hasClientHello: boolean;
  /** Whether the packet carries bytes that the client chose: when it passes, data is out. */
  readonly hasPayload: boolean;
  /** The application layer still waits for the rest of a message. */
  readonly isDetectingProtocol: boolean;
  /** How much the client has sent by now; absent where it may be anything. */
  readonly clientBytes?: { readonly least: number; readonly most: number };
}

/** What a client sends, without saying where to. */
export interface Flow {
  readonly kind: FlowKind;
  readonly transport: Transport;
  readonly phases: readonly FlowPhase[];
  /** SNI or Host that it shows. */
  readonly hostName?: string;
}

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
  | "other ip protocol"
  | `${string} over tcp`
  | `${string} over udp`;

/** A flow on its way. */
export interface AddressedFlow extends PacketHeader {
  readonly flow: Flow;
}

/** Where from and where to. */
export interface PacketHeader {
  readonly source: bigint;
  readonly sourcePort: bigint;
  readonly destination: bigint;
  readonly destinationPort: bigint;
}

const handshakePhase: FlowPhase = {
  name: "handshake",
  established: false,
  buffers: {},
  hasClientHello: false,
  hasPayload: false,
  isDetectingProtocol: true,
  clientBytes: { least: 0, most: 0 },
};

/** A ClientHello fits into one TLS record. */
const maxClientHelloBytes = 16_384;

/** Suricata 7.0.10 takes as much from a client whose server is silent before it gives a flow up as of no protocol. */
const protocolDetectionLimitBytes = 100_000;

/** Bytes that nobody answers: while the engine waits, no rule of a protocol and no default action holds. */
const undetectedProtocolPhase: FlowPhase = {
  name: "bytes before a protocol",
  established: true,
  buffers: {},
  hasClientHello: false,
  hasPayload: true,
  isDetectingProtocol: true,
  clientBytes: { least: protocolDetectionLimitBytes, most: protocolDetectionLimitBytes },
};

export function tlsFlow(name: string, kind: "tls" | "tls with a split ClientHello" | "tls to an ip literal"): Flow {
  const hello = clientHelloPhase({ "tls.sni": name });
  const firstHalf: FlowPhase = {
    ...hello,
    name: "first half of the ClientHello",
    buffers: {},
    hasClientHello: false,
    isDetectingProtocol: true,
  };
  const split = kind === "tls with a split ClientHello";
  return {
    kind,
    transport: "tcp",
    hostName: name,
    phases: split ? [handshakePhase, firstHalf, hello] : [handshakePhase, hello],
  };
}

export function httpFlow(host: string): Flow {
  const buffers = { "http.host": host.toLowerCase(), "http.header_names": "\r\nHost\r\n\r\n" };
  return { kind: "http", transport: "tcp", hostName: host, phases: [handshakePhase, dataPhase("http", buffers)] };
}

/** Every kind of flow that shows no name; `protocols` are further application protocols that rules speak of. */
export function flowsWithoutHostName(protocols: readonly string[]): readonly Flow[] {
  const appProtocols = [...new Set([...commonAppProtocols, ...protocols])].filter(
    (protocol) => !nonApplicationKeywords.has(protocol),
  );
  return [
    { kind: "tls without sni", transport: "tcp", phases: [handshakePhase, clientHelloPhase({})] },
    { kind: "http without host", transport: "tcp", phases: [handshakePhase, dataPhase("http", {})] },
    { kind: "raw tcp", transport: "tcp", phases: [handshakePhase, dataPhase("none", {})] },
    { kind: "tcp of no protocol yet", transport: "tcp", phases: [handshakePhase, undetectedProtocolPhase] },
    { kind: "raw udp", transport: "udp", phases: datagramPhases("none") },
    { kind: "icmp", transport: "icmp", phases: datagramPhases("none") },
    { kind: "other ip protocol", transport: "other", phases: datagramPhases("none") },
    ...appProtocols.filter((protocol) => !overUdpOnly.has(protocol)).map(overTcp),
    ...appProtocols.filter((protocol) => !overTcpOnly.has(protocol)).map(overUdp),
  ];
}

/** Protocols that are tried whether or not a rule speaks of them. */
const commonAppProtocols = ["ssh", "smtp", "ftp", "dns", "quic", "ntp", "dhcp", "tftp", "snmp", "ike"];

/** Protocol words of rules that name no application; `tls` and `http` have flows of their own. */
const nonApplicationKeywords = new Set([
  "ip",
  "tcp",
  "tcp-pkt",
  "tcp-stream",
  "udp",
  "icmp",
  "icmpv4",
  "icmpv6",
  "tls",
  "ssl",
  "http",
  "http1",
  "ikev2",
]);

const overUdpOnly = new Set(["quic", "ntp", "dhcp", "tftp", "snmp", "ike"]);

/** A protocol that is not known to need TCP is tried over both. */
const overTcpOnly = new Set(["ssh", "smtp", "ftp", "ftp-data", "imap", "pop3", "http2", "smb", "rdp", "telnet"]);

function overTcp(protocol: string): Flow {
  return { kind: `${protocol} over tcp`, transport: "tcp", phases: [handshakePhase, dataPhase(protocol, {})] };
}

function overUdp(protocol: string): Flow {
  return { kind: `${protocol} over udp`, transport: "udp", phases: datagramPhases(protocol) };
}

/** The first datagram is out before any answer makes the flow established. */
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
    established: true,
    appProtocol,
    buffers,
    hasClientHello: false,
    hasPayload: true,
    isDetectingProtocol: false,
  };
}
