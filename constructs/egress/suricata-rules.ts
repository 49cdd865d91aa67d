import { createHash } from "node:crypto";

/** One domain that Studio may reach by TLS, and its TCP ports. */
export interface AllowListEntry {
  /** Lower-case host name in ASCII (punycode), without a trailing dot. */
  readonly name: string;
  /** `exact`: this host. `subdomains`: this host and its subdomains. */
  readonly match: "exact" | "subdomains";
  /**
   * TCP ports.
   * @default [443]
   */
  readonly ports?: readonly number[];
  /**
   * CIDR blocks whose packets may reach the domain, within HOME_NET.
   * @default - every address of HOME_NET
   */
  readonly sources?: readonly string[];
}

/** Content of a rule group. */
export interface CompiledSuricataRules {
  /** Suricata rules, one per line, in evaluation order. */
  readonly rules: string;
  /** Capacity of the rule group. It is immutable, so it grows in steps. */
  readonly capacity: number;
  /** Capacity that the rules use, one per rule. */
  readonly usedCapacity: number;
}

/** Capacities of rule groups, and AWS's maximum. */
const CAPACITY_STEPS = [1_000, 3_000, 10_000] as const;
const MAX_CAPACITY = 30_000;

/** Maximum use of a capacity, so that the allow-list can grow without replacing the rule group. */
const MAX_CAPACITY_USE = 0.8;

/** AWS's limits on one rule and on the text of a rule group. */
const MAX_RULE_CHARACTERS = 8_192;
const MAX_RULES_CHARACTERS = 2_000_000;

/** Ports of DNS and DNS over TLS. Allowing one would bypass the DNS firewall. */
const DNS_PORTS = [53, 853] as const;

/**
 * Maximum number of bytes before the TLS client hello is complete: the size of the longest TLS record. Without this limit,
 * Suricata 7.0.10 matches no protocol rule for the first 100 kB of an unknown protocol to a silent server (measured).
 */
const MAX_CLIENT_HELLO_BYTES = 16_384;

const DEFAULT_PORTS: readonly number[] = [443];

/** Signature ids of the fixed rules and of the pass rules. */
const FIRST_DENY_RULE_SID = 100_001;
const FIRST_PASS_RULE_SID = 200_000_000;
const PASS_RULE_SID_COUNT = 700_000_000;

/**
 * At least two labels of letters, digits and hyphens, the last starting with a letter. It matches no IP address, no wildcard
 * and none of the characters (quote, semicolon, backslash, bar, space) that could inject an option into a rule.
 */
const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Compiles an allow-list to Suricata rules for a firewall policy with strict order. TLS to the listed domains and ports passes
 * and is logged. Explicit rules reject or drop all other traffic.
 *
 * AWS's domain list rule groups are not used: they restrict no ports and do not cover UDP, ICMP and other TCP ports.
 *
 * @throws if the list is empty or has duplicates, or if a name or port is invalid
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html
 */
export function compileSuricataRules(allowList: readonly AllowListEntry[]): CompiledSuricataRules {
  if (allowList.length === 0) {
    throw new Error(
      "allow-list: must have at least one domain, got none; use egress none for an environment without egress",
    );
  }
  const passes = allowList.flatMap(passRulesOf).sort((one, other) => (one.key < other.key ? -1 : 1));
  const lines = [...withSignatureIds(passes), ...denyRules(allowListPorts(allowList))];
  const rules = `${lines.join("\n")}\n`;
  checkLengths(lines, rules);
  return { rules, capacity: capacityFor(lines.length), usedCapacity: lines.length };
}

/** The TCP ports of an allow-list in ascending order. */
export function allowListPorts(allowList: readonly AllowListEntry[]): readonly number[] {
  const ports = allowList.flatMap((entry) => entry.ports ?? DEFAULT_PORTS);
  return [...new Set(ports)].sort((one, other) => one - other);
}

/** A pass rule without its signature id, and the key that identifies it. */
interface PassRule {
  readonly key: string;
  readonly port: number;
  readonly message: string;
  readonly nameOptions: string;
  /** Source of the header. */
  readonly source: string;
}

function passRulesOf(entry: AllowListEntry): readonly PassRule[] {
  const { name, match, ports = DEFAULT_PORTS, sources } = entry;
  checkName(name);
  if (ports.length === 0) {
    throw new Error(`allow-list ${name}: must have a port, got none; leave ports out for 443`);
  }
  return ports.map((port) => {
    checkPort(name, port);
    return {
      key: [name, match, port, ...(sources ?? [])].join(" "),
      source: sources === undefined ? "$HOME_NET" : addressGroup(name, sources),
      port,
      message: `allowed ${match === "exact" ? name : `${name} and below`} on ${port}`,
      nameOptions:
        match === "exact"
          ? `content:"${name}"; startswith; endswith; nocase`
          : `dotprefix; content:".${name}"; endswith; nocase`,
    };
  });
}

/** A CIDR block in a rule. */
const CIDR_BLOCK = /^[0-9.]{7,15}\/[0-9]{1,2}$/;

function addressGroup(name: string, sources: readonly string[]): string {
  const wrong = sources.find((source) => !CIDR_BLOCK.test(source));
  if (sources.length === 0 || wrong !== undefined) {
    throw new Error(`allow-list ${name}: sources must be CIDR blocks, got ${wrong ?? "none"}; write 10.0.0.0/16`);
  }
  return `[${sources.toSorted().join(",")}]`;
}

function checkName(name: string): void {
  if (!HOST_NAME.test(name)) {
    throw new Error(
      `allow-list: must be a lower-case host name of two labels or more, got ${JSON.stringify(name)}; write it as in "packages.example.org"`,
    );
  }
}

function checkPort(name: string, port: number): void {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`allow-list ${name}: port must be a whole number from 1 to 65535, got ${port}; use 443`);
  }
  if (DNS_PORTS.some((dnsPort) => dnsPort === port)) {
    throw new Error(
      `allow-list ${name}: port must not carry DNS, got ${port}; names resolve through the VPC resolver only`,
    );
  }
}

/**
 * Derives the signature id of each pass rule from a hash of its key, so that it does not depend on other entries. If two ids
 * are equal, the later rule gets the next free one.
 */
function withSignatureIds(passRules: readonly PassRule[]): readonly string[] {
  const keyById = new Map<number, string>();
  return passRules.map((pass) => {
    const drawn = createHash("sha256").update(pass.key).digest().readUInt32BE();
    let sid = FIRST_PASS_RULE_SID + (drawn % PASS_RULE_SID_COUNT);
    while (keyById.has(sid)) {
      if (keyById.get(sid) === pass.key) {
        throw new Error(`allow-list: entries must differ, got ${pass.key} twice; remove one`);
      }
      sid += 1;
    }
    keyById.set(sid, pass.key);
    return (
      `pass tls ${pass.source} any -> $EXTERNAL_NET ${pass.port} (msg:"${pass.message}"; flow:to_server,established; ` +
      `ssl_state:client_hello; tls.sni; ${pass.nameOptions}; alert; sid:${sid}; rev:1;)`
    );
  });
}

/**
 * Explicit deny rules in evaluation order. Their messages explain a denial in the log, and they cover traffic that the default
 * actions do not, because those apply to established TCP only. They use `any` instead of `$HOME_NET`, so that a wrong HOME_NET
 * does not allow traffic.
 */
function denyRules(ports: readonly number[]): readonly string[] {
  const allowed = `[${ports.join(",")}]`;
  const dns = `[${DNS_PORTS.join(",")}]`;
  const hello = "flow:to_server,established; ssl_state:client_hello";
  const rows: readonly (readonly [rule: string, message: string, options: string])[] = [
    ["drop ip $EXTERNAL_NET any -> $HOME_NET any", "opened from outside", "flow:to_server"],
    ["drop udp any any -> any 443", "quic", "flow:to_server"],
    [`drop udp any any -> any ${dns}`, "dns past the resolver over udp", "flow:to_server"],
    [`reject tcp any any -> any ${dns}`, "dns past the resolver over tcp", "flow:to_server"],
    ["drop udp any any -> any any", "udp", "flow:to_server"],
    ["drop icmp any any -> any any", "icmp", "flow:to_server"],
    ["drop ip any any -> any any", "neither tcp, udp nor icmp", "ip_proto:!TCP; ip_proto:!UDP; ip_proto:!ICMP"],
    [`reject tcp any any -> any !${allowed}`, "tcp port not on the allow-list", "flow:to_server"],
    [`reject tcp any any -> any ${allowed}`, "not tls", "flow:to_server,established; app-layer-protocol:!tls"],
    ["reject tls any any -> any any", "server name is an address", `${hello}; tls.sni; pcre:"/^[0-9.]+$|:/"`],
    ["reject tls any any -> any any", "server name not on the allow-list", `${hello}; tls.sni; content:"."`],
    ["reject tls any any -> any any", "no server name", hello],
    [
      `reject tcp any any -> any ${allowed}`,
      "no tls hello yet",
      `flow:to_server,established; stream_size:client,>,${MAX_CLIENT_HELLO_BYTES}`,
    ],
  ];
  return rows.map(
    ([rule, message, options], index) =>
      `${rule} (msg:"denied, ${message}"; ${options}; sid:${FIRST_DENY_RULE_SID + index}; rev:1;)`,
  );
}

function checkLengths(lines: readonly string[], rules: string): void {
  const longest = lines.find((line) => line.length > MAX_RULE_CHARACTERS);
  if (longest !== undefined) {
    throw new Error(
      `allow-list: a rule must not exceed ${MAX_RULE_CHARACTERS} characters, got ${longest.length}; use fewer distinct ports`,
    );
  }
  if (rules.length > MAX_RULES_CHARACTERS) {
    throw new Error(
      `allow-list: rules must not exceed ${MAX_RULES_CHARACTERS} bytes, got ${rules.length}; shorten the list`,
    );
  }
}

/** About 9,700 of the shortest rules reach AWS's limit on characters, before they use half of the largest capacity. */
function capacityFor(used: number): number {
  return CAPACITY_STEPS.find((step) => used < step * MAX_CAPACITY_USE) ?? MAX_CAPACITY;
}
