import type { ParsedRule, RuleAction, RuleOption } from "./suricata-rule";

const actionByKeyword: Readonly<Record<string, RuleAction>> = {
  pass: "pass",
  drop: "drop",
  alert: "alert",
  reject: "reject",
  rejectsrc: "reject",
  rejectdst: "reject",
  rejectboth: "reject",
};

/** The rules of a rules string in order, and the lines that cannot be parsed. */
export interface ParsedRules {
  readonly rules: readonly ParsedRule[];
  readonly invalidLines: readonly string[];
}

/**
 * Parses Suricata rules: one rule per line, `#` starts a comment line, `\` at the end of a line continues it.
 *
 * @see https://docs.suricata.io/en/suricata-7.0.3/rules/intro.html
 */
export function parseSuricataRules(text: string): ParsedRules {
  const lines = text
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const parsed = lines.map((line) => ({ line, rule: parseSuricataRule(line) }));
  return {
    rules: parsed.flatMap(({ rule }) => (rule === undefined ? [] : [rule])),
    invalidLines: parsed.flatMap(({ line, rule }) => (rule === undefined ? [line] : [])),
  };
}

function parseSuricataRule(line: string): ParsedRule | undefined {
  const open = line.indexOf("(");
  if (open < 0 || !line.endsWith(")")) {
    return undefined;
  }
  const header = splitHeader(line.slice(0, open));
  const options = parseOptions(line.slice(open + 1, -1));
  const [word, protocol, source, sourcePort, arrow, destination, destinationPort, ...rest] = header;
  const action = actionByKeyword[word ?? ""];
  if (action === undefined || destinationPort === undefined || rest.length > 0 || options === undefined) {
    return undefined;
  }
  if (protocol === undefined || source === undefined || sourcePort === undefined || destination === undefined) {
    return undefined;
  }
  if (arrow !== "->" && arrow !== "<>") {
    return undefined;
  }
  return { action, protocol, source, sourcePort, direction: arrow, destination, destinationPort, options };
}

/** Splits the header at blanks outside brackets. */
function splitHeader(text: string): readonly string[] {
  const compact = text.replace(/\[[^(]*?\](?=\s|$)/g, (list) => list.replace(/\s+/g, ""));
  return compact
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** Options end at a semicolon that is neither escaped nor quoted. The last option must also end with one. */
function parseOptions(text: string): readonly RuleOption[] | undefined {
  const pieces: string[] = [];
  let piece = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") {
      piece += text.slice(at, at + 2);
      at += 1;
    } else if (character === ";" && !quoted) {
      pieces.push(piece);
      piece = "";
    } else {
      quoted = character === '"' ? !quoted : quoted;
      piece += character;
    }
  }
  return quoted || piece.trim() !== "" ? undefined : pieces.map(parseOption);
}

function parseOption(piece: string): RuleOption {
  const colon = piece.indexOf(":");
  return colon < 0
    ? { keyword: piece.trim().toLowerCase() }
    : { keyword: piece.slice(0, colon).trim().toLowerCase(), value: piece.slice(colon + 1).trim() };
}

/** Formats a rule in Suricata's syntax. */
export function formatSuricataRule(rule: ParsedRule): string {
  const options = rule.options.map(({ keyword, value }) =>
    value === undefined ? `${keyword};` : `${keyword}:${value};`,
  );
  const header = [
    rule.action,
    rule.protocol,
    rule.source,
    rule.sourcePort,
    rule.direction,
    rule.destination,
    rule.destinationPort,
  ];
  return `${header.join(" ")} (${options.join(" ")})`;
}
