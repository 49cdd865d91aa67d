import { ownEntry } from "../../collections/own-entry";
import { flowBitsConditions } from "./flow-bits";
import {
  applicationProtocols,
  comparingKeywords,
  contentModifiers,
  descriptiveKeywords,
  modeledKeywords,
  networkProtocols,
} from "./grammar/keywords";
import { formatSuricataRule } from "./grammar/parse-rules";
import { parseCommonPattern } from "./grammar/pattern";
import { parseRuleAddresses, parseRulePorts, type RuleVariables } from "./rule-variables";
import type {
  BufferName,
  ContentCondition,
  ParsedRule,
  RuleCondition,
  RuleOption,
  SuricataRule,
} from "./suricata-rule";

/**
 * A compiled rule, the reason why it cannot be compiled, or `ignored`: a rule that passes nothing and applies to some addresses
 * only, which are not known.
 */
export type CompiledRule =
  | { readonly kind: "rule"; readonly rule: SuricataRule }
  | { readonly kind: "ignored" }
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
  const keyword = text.options.find((option) => !isKnownKeyword(option.keyword))?.keyword;
  if (keyword !== undefined) {
    const effect = `the keyword ${keyword} may do more than compare a packet`;
    return { kind: "error", text: `${effect}: ${formatSuricataRule(text)}` };
  }
  if (!networkProtocols.has(text.protocol) && !applicationProtocols.has(text.protocol)) {
    return { kind: "error", text: `the protocol of a rule is not known: ${formatSuricataRule(text)}` };
  }
  if (restrictsUnknownAddresses(text)) {
    return { kind: "ignored" };
  }
  if (
    source === undefined ||
    destination === undefined ||
    sourcePorts === undefined ||
    destinationPorts === undefined
  ) {
    return text.action === "alert"
      ? { kind: "ignored" }
      : { kind: "error", text: `the header of a rule cannot be resolved: ${formatSuricataRule(text)}` };
  }
  const rule: SuricataRule = {
    action: text.action,
    protocol: text.protocol,
    source,
    sourcePorts,
    isBidirectional: text.direction === "<>",
    destination,
    destinationPorts,
    hasPorts: text.sourcePort !== "any" || text.destinationPort !== "any",
    conditions: compileConditions(text.options),
    label: ruleLabel(text),
    address,
  };
  return { kind: "rule", rule };
}

function isKnownKeyword(keyword: string): boolean {
  return (
    descriptiveKeywords.has(keyword) ||
    contentModifiers.has(keyword) ||
    modeledKeywords.has(keyword) ||
    keyword in stickyBuffers ||
    comparingKeywords.has(keyword) ||
    keyword === "priority"
  );
}

/** Whether a rule drops or logs packets of an IP set reference (`@NAME`) or of countries: some addresses, never all. */
function restrictsUnknownAddresses({ action, source, destination, options }: ParsedRule): boolean {
  const isSomeAddresses =
    [source, destination].some((set) => set.startsWith("@")) || options.some(({ keyword }) => keyword === "geoip");
  return action !== "pass" && isSomeAddresses;
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

const stickyBuffers: Readonly<Record<string, BufferName>> = {
  "tls.sni": "tls.sni",
  tls_sni: "tls.sni",
  "http.host": "http.host",
  "http.header_names": "http.header_names",
};

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
    const buffer = ownEntry(stickyBuffers, option.keyword);
    if (buffer !== undefined) {
      cursor = { buffer, dotprefix: options[index + 1]?.keyword === "dotprefix" };
    } else if (
      option.keyword === "dotprefix" &&
      ownEntry(stickyBuffers, options[index - 1]?.keyword ?? "") !== undefined
    ) {
      // The buffer has read its transform.
    } else if (!isUnconditional(option.keyword)) {
      conditions.push(...compileOption(option, cursor, options.slice(index + 1)));
      // A keyword that is not modeled may be a buffer or transform, to which the following contents then apply.
      cursor = modeledKeywords.has(option.keyword) ? cursor : { dotprefix: false };
    }
  }
  return conditions;
}

/** Options that restrict nothing, or that belong to a content. */
function isUnconditional(keyword: string): boolean {
  return descriptiveKeywords.has(keyword) || contentModifiers.has(keyword) || keyword === "priority";
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
        .map((word) => ownEntry(flowOptions, word.trim().toLowerCase()) ?? unknownCondition(`flow:${word.trim()}`));
    case "ssl_state":
      return [value === "client_hello" ? { kind: "client-hello" } : unknownCondition(`ssl_state:${value}`)];
    case "app-layer-protocol":
      return [
        applicationProtocols.has(plain)
          ? { kind: "app-protocol", name: plain, negated }
          : unknownCondition(`app-layer-protocol:${plain}`),
      ];
    case "ip_proto":
      return [{ kind: "ip-protocol", name: plain.toLowerCase(), negated }];
    case "stream_size":
      return [streamSizeCondition(value)];
    case "flowbits":
      return flowBitsConditions(value);
    case "content":
      return [modeledContentCondition(contentCondition(plain, negated, cursor, modifiersOf(following)))];
    case "pcre":
      return [pcreCondition(plain, negated, cursor) ?? unknownCondition("pcre")];
    case "bsize":
      return [
        cursor.buffer !== undefined && !cursor.dotprefix && /^\d{1,5}$/.test(value)
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
  const [startswith, endswith] = [modifiers.has("startswith"), modifiers.has("endswith")];
  const hasPosition = modifiers.has("offset") || modifiers.has("depth");
  const isPlain = ["offset", "depth"].every((name) => /^\d{1,5}$/.test(modifiers.get(name) ?? "0"));
  if (cursor.buffer === undefined || text === undefined || !isPlain || (hasPosition && (startswith || endswith))) {
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
    startswith,
    endswith,
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

/** Decodes a content string: `"|2e|example"` is `.example`; `undefined` when its bytes are not written in pairs. */
function unquote(quoted: string): string | undefined {
  const inner = /^"((?:[^|"]|\|(?: *[0-9a-fA-F]{2})+ *\|)+)"$/.exec(quoted)?.[1];
  return inner?.replace(/\|([^|]*)\|/g, (_, bytes: string) => decodeHex(bytes));
}

function decodeHex(text: string): string {
  const bytes = text.match(/[0-9a-fA-F]{2}/g) ?? [];
  return bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join("");
}

function pcreCondition(quoted: string, negated: boolean, cursor: BufferCursor): RuleCondition | undefined {
  const groups = /^"\/(.*)\/([ims]*)"$/.exec(quoted);
  const [, body = "", flags = ""] = groups ?? [];
  const pattern =
    groups === null || cursor.buffer === undefined || cursor.dotprefix ? undefined : parseCommonPattern(body, flags);
  return pattern === undefined || cursor.buffer === undefined
    ? undefined
    : { kind: "pcre", buffer: cursor.buffer, pattern, negated };
}
