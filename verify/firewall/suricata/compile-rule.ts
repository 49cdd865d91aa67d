import { formatSuricataRule } from "./parse-rules";
import { parseRuleAddresses, parseRulePorts, type RuleVariables } from "./rule-variables";
import type {
  BufferName,
  ContentCondition,
  ParsedRule,
  RuleCondition,
  RuleOption,
  SuricataRule,
} from "./suricata-rule";

/** A compiled rule, or the reason why it cannot be compiled. */
export type CompiledRule =
  | { readonly kind: "rule"; readonly rule: SuricataRule }
  | { readonly kind: "error"; readonly text: string };

/**
 * Resolves the header of a rule with the variables of its group, and compiles its options into conditions.
 *
 * @param address Terraform address of the rule group
 */
export function compileRule(text: ParsedRule, address: string, variables: RuleVariables): CompiledRule {
  const source = parseRuleAddresses(text.source, variables);
  const destination = parseRuleAddresses(text.destination, variables);
  const sourcePorts = parseRulePorts(text.sourcePort, variables);
  const destinationPorts = parseRulePorts(text.destinationPort, variables);
  if (
    source === undefined ||
    destination === undefined ||
    sourcePorts === undefined ||
    destinationPorts === undefined
  ) {
    return { kind: "error", text: `the header of a rule cannot be resolved: ${formatSuricataRule(text)}` };
  }
  const rule: SuricataRule = {
    action: text.action,
    protocol: text.protocol.toLowerCase(),
    source,
    sourcePorts,
    isBidirectional: text.direction === "<>",
    destination,
    destinationPorts,
    conditions: compileConditions(text.options),
    label: ruleLabel(text),
    address,
  };
  return { kind: "rule", rule };
}

/** Identifies the rule in evidence: by its signature id, else its message, else its text. */
function ruleLabel(text: ParsedRule): string {
  const optionOf = (keyword: string) => text.options.find((option) => option.keyword === keyword)?.value;
  const [sid, message] = [optionOf("sid"), optionOf("msg")];
  if (sid === undefined && message === undefined) {
    return `rule ${formatSuricataRule(text)}`;
  }
  return `rule ${text.action} ${text.protocol} ${sid === undefined ? message : `sid:${sid}`}`;
}

/** Options that do not restrict what a rule matches, or that belong to a content option. */
const nonMatchingKeywords = new Set([
  "msg",
  "sid",
  "rev",
  "gid",
  "priority",
  "metadata",
  "reference",
  "classtype",
  "target",
  "alert",
  "noalert",
  // Modifiers: `contentCondition` reads them.
  "nocase",
  "startswith",
  "endswith",
  "offset",
  "depth",
  "fast_pattern",
]);

const stickyBuffers: Readonly<Record<string, BufferName>> = {
  "tls.sni": "tls.sni",
  tls_sni: "tls.sni",
  "http.host": "http.host",
  "http.header_names": "http.header_names",
};

const modeledKeywords = new Set([
  "flow",
  "ssl_state",
  "app-layer-protocol",
  "ip_proto",
  "stream_size",
  "content",
  "pcre",
  "bsize",
]);

const flowOptions: Readonly<Record<string, RuleCondition>> = {
  to_server: { kind: "direction", toServer: true },
  from_client: { kind: "direction", toServer: true },
  to_client: { kind: "direction", toServer: false },
  from_server: { kind: "direction", toServer: false },
  established: { kind: "established", expected: true },
  not_established: { kind: "established", expected: false },
};

/** The buffer to which the next content applies, while options are read from left to right. */
interface BufferCursor {
  readonly buffer?: BufferName;
  readonly dotprefix: boolean;
}

/**
 * Compiles the options of a rule into conditions on a packet. An option that is not modeled becomes an `unknown` condition,
 * so the rule may match.
 */
function compileConditions(options: readonly RuleOption[]): readonly RuleCondition[] {
  const conditions: RuleCondition[] = [];
  let cursor: BufferCursor = { dotprefix: false };
  for (const [index, option] of options.entries()) {
    const buffer = stickyBuffers[option.keyword];
    if (buffer !== undefined) {
      cursor = { buffer, dotprefix: false };
    } else if (option.keyword === "dotprefix") {
      cursor = { ...cursor, dotprefix: true };
    } else if (!nonMatchingKeywords.has(option.keyword)) {
      conditions.push(...compileOption(option, cursor, options.slice(index + 1)));
      // A keyword that is not modeled may be a buffer, to which the following contents then apply.
      cursor = modeledKeywords.has(option.keyword) ? cursor : { dotprefix: false };
    }
  }
  return conditions;
}

function compileOption(
  option: RuleOption,
  cursor: BufferCursor,
  following: readonly RuleOption[],
): readonly RuleCondition[] {
  const value = option.value ?? "";
  const negated = value.startsWith("!");
  const plain = negated ? value.slice(1).trim() : value;
  switch (option.keyword) {
    case "flow":
      return value
        .split(",")
        .map((word) => flowOptions[word.trim().toLowerCase()] ?? unknownCondition(`flow:${word.trim()}`));
    case "ssl_state":
      return [value === "client_hello" ? { kind: "client-hello" } : unknownCondition(`ssl_state:${value}`)];
    case "app-layer-protocol":
      return [{ kind: "app-protocol", name: plain.toLowerCase(), negated }];
    case "ip_proto":
      return [{ kind: "ip-protocol", name: plain.toLowerCase(), negated }];
    case "stream_size":
      return [streamSizeCondition(value)];
    case "content":
      return [modeledContentCondition(contentCondition(plain, negated, cursor, modifiersOf(following)))];
    case "pcre":
      return [pcreCondition(plain, negated, cursor) ?? unknownCondition("pcre")];
    case "bsize":
      return [
        cursor.buffer !== undefined && /^\d+$/.test(value)
          ? { kind: "bsize", buffer: cursor.buffer, size: Number(value) }
          : unknownCondition("bsize"),
      ];
    default:
      return [unknownCondition(option.keyword)];
  }
}

function streamSizeCondition(value: string): RuleCondition {
  const bytes = /^client\s*,\s*>\s*,\s*(\d+)$/.exec(value)?.[1];
  return bytes === undefined ? unknownCondition("stream_size") : { kind: "stream-size", bytes: Number(bytes) };
}

function unknownCondition(keyword: string): RuleCondition {
  return { kind: "unknown", keyword };
}

/** The modifiers of a content: the options up to the next content or buffer. */
function modifiersOf(following: readonly RuleOption[]): ReadonlyMap<string, string | undefined> {
  const end = following.findIndex(
    ({ keyword }) => keyword === "content" || keyword === "pcre" || keyword in stickyBuffers,
  );
  const own = end < 0 ? following : following.slice(0, end);
  return new Map(own.map((option) => [option.keyword, option.value]));
}

function contentCondition(
  quoted: string,
  negated: boolean,
  cursor: BufferCursor,
  modifiers: ReadonlyMap<string, string | undefined>,
): ContentCondition | undefined {
  const text = unquote(quoted);
  if (cursor.buffer === undefined || text === undefined) {
    return undefined;
  }
  const number = (keyword: "offset" | "depth"): { readonly offset?: number; readonly depth?: number } =>
    modifiers.has(keyword) ? { [keyword]: Number(modifiers.get(keyword)) } : {};
  return {
    kind: "content",
    buffer: cursor.buffer,
    text,
    negated,
    nocase: modifiers.has("nocase"),
    startswith: modifiers.has("startswith"),
    endswith: modifiers.has("endswith"),
    dotprefix: cursor.dotprefix,
    ...number("offset"),
    ...number("depth"),
  };
}

/** The model of a flow contains no header names, only whether there are any. */
function modeledContentCondition(condition: ContentCondition | undefined): RuleCondition {
  const isModeled = condition?.buffer !== "http.header_names" || (condition.text === "\r\n" && !condition.negated);
  return condition !== undefined && isModeled ? condition : unknownCondition("content");
}

/** Decodes a content string: `"|2e|example\;"` is `.example;`. */
function unquote(quoted: string): string | undefined {
  const inner = /^"(.*)"$/s.exec(quoted)?.[1];
  return inner?.replace(
    /\|([0-9a-fA-F\s]*)\||\\(.)/g,
    (_, bytes: string | undefined, escaped: string | undefined) => escaped ?? decodeHex(bytes ?? ""),
  );
}

function decodeHex(text: string): string {
  const bytes = text.match(/[0-9a-fA-F]{2}/g) ?? [];
  return bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join("");
}

/** PCRE and JavaScript agree on the syntax that an allow-list needs. Flags other than i, m and s are specific to Suricata. */
function pcreCondition(quoted: string, negated: boolean, cursor: BufferCursor): RuleCondition | undefined {
  const groups = /^"\/(.*)\/([a-zA-Z]*)"$/s.exec(quoted);
  const [, body = "", flags = ""] = groups ?? [];
  if (groups === null || cursor.buffer === undefined || cursor.dotprefix || /[^ims]/.test(flags)) {
    return undefined;
  }
  try {
    return { kind: "pcre", buffer: cursor.buffer, pattern: new RegExp(body.replace(/\\\//g, "/"), flags), negated };
  } catch {
    return undefined;
  }
}
