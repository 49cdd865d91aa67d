import type { BufferName } from "./rule";

/** IP protocols that rules tell apart; `other` is every one that is neither TCP, UDP nor ICMP (GRE, ESP, SCTP, ...). */
export type Transport = "tcp" | "udp" | "icmp" | "other";

/** A packet of the client at one moment of a flow, as far as rules can see it. */
export interface Phase {
  readonly name: string;
  readonly established: boolean;
  /** Application protocol that the engine has recognised; `none` once it gave up; absent while it still waits. */
  readonly appProtocol?: string;
  readonly buffers: { readonly [name in BufferName]?: string };
  /** The TLS ClientHello is complete. */
  readonly clientHello: boolean;
  /** Whether the packet carries bytes that the client chose: when it passes, data is out. */
  readonly payload: boolean;
  /** The application layer still waits for the rest of a message. */
  readonly waiting: boolean;
  /** How much the client has sent by now; absent where it may be anything. */
  readonly clientBytes?: { readonly least: number; readonly most: number };
}

/** What a client sends, without saying where to. */
export interface Flow {
  readonly kind: FlowKind;
  readonly transport: Transport;
  readonly phases: readonly Phase[];
  /** SNI or Host that it shows. */
  readonly name?: string;
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
export interface Traffic extends Heading {
  readonly flow: Flow;
}

/** Where from and where to. */
export interface Heading {
  readonly source: bigint;
  readonly sourcePort: bigint;
  readonly destination: bigint;
  readonly port: bigint;
}

const handshake: Phase = {
  name: "handshake",
  established: false,
  buffers: {},
  clientHello: false,
  payload: false,
  waiting: true,
  clientBytes: { least: 0, most: 0 },
};

/** A ClientHello fits into one TLS record. */
const longestHello = 16_384;

/** Suricata 7.0.10 takes as much from a client whose server is silent before it gives a flow up as of no protocol. */
const undecidedBytes = 100_000;

/** Bytes that nobody answers: while the engine waits, no rule of a protocol and no default action holds. */
const undecided: Phase = {
  name: "bytes before a protocol",
  established: true,
  buffers: {},
  clientHello: false,
  payload: true,
  waiting: true,
  clientBytes: { least: undecidedBytes, most: undecidedBytes },
};

export function tlsFlow(name: string, kind: "tls" | "tls with a split ClientHello" | "tls to an ip literal"): Flow {
  const hello = clientHello({ "tls.sni": name });
  const firstHalf: Phase = {
    ...hello,
    name: "first half of the ClientHello",
    buffers: {},
    clientHello: false,
    waiting: true,
  };
  const split = kind === "tls with a split ClientHello";
  return { kind, transport: "tcp", name, phases: split ? [handshake, firstHalf, hello] : [handshake, hello] };
}

export function httpFlow(host: string): Flow {
  const buffers = { "http.host": host.toLowerCase(), "http.header_names": "\r\nHost\r\n\r\n" };
  return { kind: "http", transport: "tcp", name: host, phases: [handshake, data("http", buffers)] };
}

/** Every kind of flow that shows no name; `protocols` are further application protocols that rules speak of. */
export function namelessFlows(protocols: readonly string[]): readonly Flow[] {
  const spoken = [...new Set([...usual, ...protocols])].filter((protocol) => !otherWords.has(protocol));
  return [
    { kind: "tls without sni", transport: "tcp", phases: [handshake, clientHello({})] },
    { kind: "http without host", transport: "tcp", phases: [handshake, data("http", {})] },
    { kind: "raw tcp", transport: "tcp", phases: [handshake, data("none", {})] },
    { kind: "tcp of no protocol yet", transport: "tcp", phases: [handshake, undecided] },
    { kind: "raw udp", transport: "udp", phases: datagrams("none") },
    { kind: "icmp", transport: "icmp", phases: datagrams("none") },
    { kind: "other ip protocol", transport: "other", phases: datagrams("none") },
    ...spoken.filter((protocol) => !overUdpOnly.has(protocol)).map(overTcp),
    ...spoken.filter((protocol) => !overTcpOnly.has(protocol)).map(overUdp),
  ];
}

/** Protocols that are tried whether or not a rule speaks of them. */
const usual = ["ssh", "smtp", "ftp", "dns", "quic", "ntp", "dhcp", "tftp", "snmp", "ike"];

/** Protocol words of rules that name no application; `tls` and `http` have flows of their own. */
const otherWords = new Set([
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
  return { kind: `${protocol} over tcp`, transport: "tcp", phases: [handshake, data(protocol, {})] };
}

function overUdp(protocol: string): Flow {
  return { kind: `${protocol} over udp`, transport: "udp", phases: datagrams(protocol) };
}

/** The first datagram is out before any answer makes the flow established. */
function datagrams(appProtocol: string): readonly Phase[] {
  const established = data(appProtocol, {});
  return [{ ...established, name: "first datagram", established: false }, established];
}

function clientHello(buffers: Phase["buffers"]): Phase {
  return {
    ...data("tls", buffers),
    name: "ClientHello",
    clientHello: true,
    clientBytes: { least: 1, most: longestHello },
  };
}

function data(appProtocol: string, buffers: Phase["buffers"]): Phase {
  return {
    name: "data",
    established: true,
    appProtocol,
    buffers,
    clientHello: false,
    payload: true,
    waiting: false,
  };
}
