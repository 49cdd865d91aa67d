import type { ParsedRule, RuleAction, RuleOption } from "../suricata-rule";

const actionByKeyword: Readonly<Record<string, RuleAction>> = {
  pass: "pass",
  drop: "drop",
  alert: "alert",
  reject: "reject",
  rejectsrc: "reject",
  rejectdst: "reject",
  rejectboth: "reject",
};

/** A line that is not in the normal form, and why. */
export interface InvalidLine {
  readonly line: string;
  readonly reason: string;
}

/** The rules of a rules string in order, and the lines that are not in the normal form. */
export interface ParsedRules {
  readonly rules: readonly ParsedRule[];
  readonly invalidLines: readonly InvalidLine[];
}

/**
 * Suricata 7.0.10 reads lines into a buffer of 8192 bytes with a line feed and a NUL. The rest of a longer line, even of a
 * comment, is a line of its own.
 *
 * @see https://github.com/OISF/suricata/blob/suricata-7.0.10/src/detect-engine-loader.c
 */
const maxLineBytes = 8190;

/** Whether Suricata splits the line. */
export function isTooLongLine(line: string): boolean {
  return Buffer.byteLength(line) > maxLineBytes;
}

/**
 * Parses Suricata rules in a normal form that this parser and Suricata read alike: one rule per line, single line comments,
 * lower case, no tab, no continuation line, no escape, no nested list. Suricata reads other texts in its own way: it skips a
 * line that begins with a blank, skips comments before it joins lines, and ends an option at a semicolon inside quotes.
 *
 * @see https://docs.suricata.io/en/suricata-7.0.10/rules/intro.html
 */
export function parseSuricataRules(text: string): ParsedRules {
  const parsed = text.split("\n").map(parseLine);
  const rules = parsed.flatMap((line) => (line !== undefined && "rule" in line ? [line.rule] : []));
  const invalidLines = parsed.flatMap((line) => (line !== undefined && "reason" in line ? [line] : []));
  return { rules, invalidLines: [...invalidLines, ...duplicateSignatureIds(rules)] };
}

/** Suricata keeps one rule of those with one signature id, and AWS refuses a rule group with such rules. */
function duplicateSignatureIds(rules: readonly ParsedRule[]): readonly InvalidLine[] {
  const seen = new Set<string>();
  return rules.flatMap((rule) => {
    const sid = rule.options.find(({ keyword }) => keyword === "sid")?.value ?? "";
    const isNew = !seen.has(sid);
    seen.add(sid);
    return isNew ? [] : [{ line: formatSuricataRule(rule), reason: `a second rule has the signature id ${sid}` }];
  });
}

type Line = { readonly rule: ParsedRule } | InvalidLine | undefined;

/** Faults of a line, in the order in which they are looked for. A comment may contain any printable character. */
const lineFaults: readonly (readonly [applies: (line: string) => boolean, reason: string])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  [(line) => /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(line), "it contains a tab or control character"],
  [isTooLongLine, `it is longer than ${maxLineBytes} bytes, so Suricata splits it`],
  [(line) => /\\\s*$/.test(line), "it ends with a backslash"],
  [
    (line) => line.startsWith(" "),
    "Suricata skips a line that begins with a blank; begin the rule at the start of its line",
  ],
  [(line) => !/^[\x20-\x7e]*$/.test(line), "it contains a character outside ASCII"],
];

function parseLine(line: string): Line {
  if (/^ *$/.test(line)) {
    return undefined;
  }
  const isComment = line.startsWith("#");
  const faults = isComment ? lineFaults.slice(0, 3) : lineFaults;
  const fault = faults.find(([applies]) => applies(line));
  if (fault !== undefined) {
    return { line: shortened(line), reason: fault[1] };
  }
  return isComment ? undefined : parseRule(line);
}

const shortened = (line: string): string => (line.length > 200 ? `${line.slice(0, 200)}...` : line);

const variable = "\\$[A-Za-z_][A-Za-z0-9_]*";
const addressAtom = `(?:any|${variable}|@[A-Za-z_][A-Za-z0-9_]*|[0-9A-Fa-f.:]+(?:/[0-9]+)?)`;
const portAtom = `(?:any|${variable}|[0-9]{1,5}(?::[0-9]{0,5})?|:[0-9]{1,5})`;

/** One value, a list of values that may be negated, or a negated list of values that are not. */
function setPattern(atom: string): string {
  const member = `!?${atom}`;
  return `(?:${member}|\\[${member}(?:, *${member})*\\]|!\\[${atom}(?:, *${atom})*\\])`;
}

const rulePattern = new RegExp(
  `^(?<action>[a-z]+) +(?<protocol>[a-z0-9-]+) +(?<source>${setPattern(addressAtom)}) +(?<sourcePort>${setPattern(portAtom)})` +
    ` +(?<direction>->|<>) +(?<destination>${setPattern(addressAtom)}) +(?<destinationPort>${setPattern(portAtom)})` +
    ` +\\((?<options>.*)\\) *$`,
);

function parseRule(line: string): Line {
  const groups = rulePattern.exec(line)?.groups;
  const action = actionByKeyword[groups?.action ?? ""];
  const options = parseOptions(groups?.options ?? "");
  if (groups === undefined || action === undefined) {
    return { line: shortened(line), reason: "its header is not in the normal form" };
  }
  const fault = options === undefined ? "an option is not in the normal form" : optionFault(options);
  if (options === undefined || fault !== undefined) {
    return { line: shortened(line), reason: fault ?? "" };
  }
  const { protocol = "", source = "", sourcePort = "", direction, destination = "", destinationPort = "" } = groups;
  return {
    rule: {
      action,
      protocol,
      source: withoutBlanks(source),
      sourcePort: withoutBlanks(sourcePort),
      direction: direction === "<>" ? "<>" : "->",
      destination: withoutBlanks(destination),
      destinationPort: withoutBlanks(destinationPort),
      options,
    },
  };
}

const withoutBlanks = (list: string): string => list.replaceAll(" ", "");

/** An option ends at a semicolon, also inside quotes, so a value contains none. */
function parseOptions(text: string): readonly RuleOption[] | undefined {
  const pieces = text.split(";");
  const rest = pieces.pop() ?? "";
  const options = pieces.map(parseOption);
  return /^ *$/.test(rest) && options.every((option) => option !== undefined) ? options : undefined;
}

const optionPattern = /^ *(?<keyword>[a-z][a-z0-9._-]*)(?<hasValue>: *(?<value>[^ ].*?))? *$/;

/** A value is without quotes and backslashes, or quoted. Only a pattern contains backslashes, each before a plain character. */
function parseOption(piece: string): RuleOption | undefined {
  const groups = optionPattern.exec(piece)?.groups;
  const { keyword = "", value } = groups ?? {};
  if (groups === undefined || value === undefined) {
    return groups === undefined ? undefined : { keyword };
  }
  const quoted = keyword === "pcre" ? /^!? *"(?:[^"\\]|\\[A-Za-z0-9./?*+()[\]{}|^$_-])*"$/ : /^!? *"[^"\\]*"$/;
  return /^[^"\\]*$/.test(value) || quoted.test(value) ? { keyword, value } : undefined;
}

/** Options that Suricata accepts once, or reads in another way when they are repeated. */
const singleOptions = ["sid", "rev", "gid", "msg", "flow", "priority", "classtype"];

function optionFault(options: readonly RuleOption[]): string | undefined {
  const repeated = singleOptions.find((name) => options.filter(({ keyword }) => keyword === name).length > 1);
  const sid = options.find(({ keyword }) => keyword === "sid")?.value;
  if (repeated !== undefined) {
    return `it has the option ${repeated} twice`;
  }
  return sid !== undefined && /^[1-9][0-9]{0,9}$/.test(sid) ? undefined : "it has no signature id";
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
