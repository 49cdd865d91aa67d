import { grammarProblem, type RuleOption, type RuleProblem } from "./rule-problem";
import table from "./suricata-keywords.json";

/** The form of a keyword's value. */
interface OptionForm {
  readonly matches: (value: string) => boolean;
  readonly remedy: string;
}

const NUMBER = form(/^"?\d+"?$/, "use a number");
const QUOTED = new Set(["msg", "content"]);
const FLOW_WORDS =
  "to_client to_server from_client from_server established not_established stateless only_stream no_stream only_frag no_frag".split(
    " ",
  );
/** Pairs of words of `flow` that no packet fulfills. */
const FLOW_OPPOSITES = [
  [/to_client|from_server/, /to_server|from_client/],
  [/(?<!not_)established/, /not_established/],
  [/only_stream/, /no_stream/],
] as const;
const APPLICATION_PROTOCOLS =
  "http http1 http2 ftp ftp-data smtp tls ssl ssh imap pop3 jabber irc smb dcerpc dns doh2 mdns modbus enip dnp3 nfs ntp tftp ike ikev2 krb5 quic dhcp snmp sip sdp rfb mqtt pgsql telnet websocket ldap rdp bittorrent-dht template msn failed unknown".split(
    " ",
  );

/**
 * Forms of values that Suricata requires. A keyword that is not listed takes any value. Where a later version allows names, such as
 * those of ICMP types, only numbers are looked at.
 *
 * @see https://docs.suricata.io/en/suricata-7.0.12/rules/index.html
 */
const FORMS: Readonly<Record<string, OptionForm>> = {
  content: { matches: isContent, remedy: 'use text in double quotes, and pairs of hexadecimal digits within "|"' },
  pcre: { matches: isPcre, remedy: 'use the form "/expression/flags" with parentheses in pairs' },
  flow: { matches: isFlow, remedy: `use words that do not exclude each other, of ${FLOW_WORDS.join(", ")}` },
  flowbits: form(
    /^\s*(?:noalert|(?:set|unset|toggle|isset|isnotset)\s*,\s*[^,\s]+(?:\s*\|\s*[^,\s]+)*)\s*$/,
    "use set, unset, toggle, isset or isnotset with a name, or noalert",
  ),
  xbits: form(
    /^\s*(?:noalert|(?:set|unset|toggle|isset|isnotset)\s*,\s*[^,]+,\s*track\s+(?:ip_src|ip_dst|ip_pair|tx)\s*(?:,\s*expire\s+\d+\s*)?)$/,
    "use set, unset, toggle, isset or isnotset with a name and track ip_src, ip_dst, ip_pair or tx",
  ),
  rev: NUMBER,
  gid: NUMBER,
  priority: NUMBER,
  ttl: numbers(255, /\d/),
  dsize: numbers(65_535, /\d/),
  bsize: numbers(Number.MAX_SAFE_INTEGER, /\d/),
  itype: numbers(255, /\S/),
  icode: numbers(255, /\S/),
  ip_proto: numbers(255, /\S/),
  metadata: form(/\S/, "use the form name value"),
  classtype: form(/^\s*[\w.-]+\s*$/, "use the name of a class, such as trojan-activity"),
  isdataat: form(/^\s*!?\s*[\w.]+\s*(?:,[\w\s,]*)?$/, "use the form number,relative"),
  target: form(/^\s*(?:src_ip|dest_ip)\s*$/, "use src_ip or dest_ip"),
  flags: form(/^[*+!]?[FSRPAUCE0-2*+!]+(?:\s*,\s*[FSRPAUCE12]+)?$/i, "use flags such as S, SA or S,12"),
  reference: form(/^\s*[\w.-]+\s*,\s*\S/, "use the form type,value, such as url,example.com"),
  "app-layer-protocol": { matches: isApplicationProtocol, remedy: `use one of ${APPLICATION_PROTOCOLS.join(", ")}` },
  ssl_state: form(
    /^\s*!?(?:client_hello|server_hello|client_keyx|server_keyx|unknown)(?:\s*[|,]\s*!?(?:client_hello|server_hello|client_keyx|server_keyx|unknown))*\s*$/,
    "use client_hello, server_hello, client_keyx, server_keyx or unknown",
  ),
  "tls.version": form(/^"?\s*!?\s*(?:1\.[0-3]|0x[\da-f]+)\s*"?$/i, "use 1.0, 1.1, 1.2 or 1.3"),
};

/** Keywords that stand alone: switches, and buffers that the keywords after them look into. `fast_pattern` may have a value. */
const WITHOUT_VALUE = new Set([...table.switches.split(" "), ...table.buffers.split(" ")]);
/** Since Suricata 8, the direction of a buffer in a rule of both directions. */
const DIRECTION = /^(?:to_client|to_server)?$/;

/** Problems of the value of one option. */
export function valueProblems({ keyword, value = "" }: RuleOption): readonly RuleProblem[] {
  if (WITHOUT_VALUE.has(keyword) && !DIRECTION.test(value)) {
    return [grammarProblem(`has the value ${shown(value)} at ${keyword}, which takes none`, "remove the value")];
  }
  if (QUOTED.has(keyword) && !/^!?"[\s\S]*"$/.test(value)) {
    return [grammarProblem(`has a ${keyword} without quotes`, "put the value in double quotes")];
  }
  const known = Object.hasOwn(FORMS, keyword) ? FORMS[keyword] : undefined;
  return known === undefined || known.matches(value)
    ? []
    : [grammarProblem(`has the ${keyword} ${shown(value)}`, known.remedy)];
}

function shown(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40)}...` : value;
}

function form(pattern: RegExp, remedy: string): OptionForm {
  return { matches: (value) => pattern.test(value), remedy };
}

/**
 * Numbers up to a bound, with the signs of comparisons and ranges.
 *
 * @param least what the value has in any case, also where it is no number
 */
function numbers(most: number, least: RegExp): OptionForm {
  return {
    matches: (value) =>
      least.test(value) &&
      (!/^[\d\s<>=!-]+$/.test(value) || (value.match(/\d+/g) ?? []).every((one) => Number(one) <= most)),
    remedy: `use numbers up to ${most}`,
  };
}

function isContent(value: string): boolean {
  const [, text] = /^!?"([\s\S]*)"$/.exec(value) ?? [];
  const parts = text?.split("|") ?? [];
  const binary = parts.filter((_part, at) => at % 2 === 1);
  return (
    text !== undefined &&
    text !== "" &&
    parts.length % 2 === 1 &&
    binary.every((part) => /^(?:\s*[\da-fA-F]\s*[\da-fA-F])+\s*$/.test(part))
  );
}

function isFlow(value: string): boolean {
  const words = value.split(",").map((word) => word.trim().toLowerCase());
  return (
    words.every((word) => FLOW_WORDS.includes(word)) &&
    !FLOW_OPPOSITES.some(
      ([one, other]) => words.some((word) => one.test(word)) && words.some((word) => other.test(word)),
    )
  );
}

/** A protocol, or since Suricata 8 several ones, and the direction in which it was found. */
function isApplicationProtocol(value: string): boolean {
  const [names = ""] = value.replaceAll('"', "").split(",");
  return names.split("|").every((name) => APPLICATION_PROTOCOLS.includes(name.replace("!", "").trim().toLowerCase()));
}

function isPcre(value: string): boolean {
  const [, expression, flags = ""] = /^[^/]*\/([\s\S]*)\/([^"]*)"?$/.exec(value) ?? [];
  return expression !== undefined && (hasOtherSyntax(expression, flags) || isBalanced(expression));
}

/** Quotations and comments, where a parenthesis is a character. */
function hasOtherSyntax(expression: string, flags: string): boolean {
  return /\\Q|\(\?#|\(\*/.test(expression) || flags.includes("x");
}

/** Whether the parentheses outside of escapes and character classes are in pairs. */
function isBalanced(expression: string): boolean {
  const bare = expression.replaceAll(/\\[\s\S]/g, "").replaceAll(/\[\^?\]?[^\]]*\]/g, "");
  let depth = 0;
  for (const parenthesis of bare.match(/[()]/g) ?? []) {
    depth += parenthesis === "(" ? 1 : -1;
    if (depth < 0) {
      return false;
    }
  }
  return depth === 0;
}
