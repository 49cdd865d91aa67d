import { addressProblems, portProblems } from "./header-fields";
import { valueProblems } from "./option-forms";
import { relationProblems } from "./option-relations";
import { grammarProblem, limitProblem, type RuleOption, type RuleProblem } from "./rule-problem";
import table from "./suricata-keywords.json";

/** What a rule group says of all of its rules. */
export interface RuleGroupSettings {
  /** Names of its IP set and port set variables, without the dollar sign. @default - none */
  readonly variables?: ReadonlySet<string>;
  /** Whether it has the rule order STRICT_ORDER. @default false */
  readonly isOrdered?: boolean;
}

/** A fault of one rule. */
export interface RuleFault extends RuleProblem {
  /** Number of the line, from 1. */
  readonly line: number;
}

const KEYWORDS = new Set(table.keywords.split(" "));
const UNSUPPORTED = new Map(
  table.unsupported.flatMap(({ feature, keywords }) => keywords.map((keyword) => [keyword, feature] as const)),
);
/** Suricata defines these for every rule group. */
const PREDEFINED_VARIABLES = ["HOME_NET", "EXTERNAL_NET"];
const HIGHEST_SID = 4_294_967_295;

/** A list with blanks, which may contain further lists, or a field without blanks. */
const FIELD = String.raw`!?\[(?:[^[\]()]|\[[^[\]()]*\])*\]|[^\s(]+`;
/** Splits a rule into its header and the text in parentheses. */
const RULE = new RegExp(
  String.raw`^(\S+)\s+(\S+)\s+(${FIELD})\s+(${FIELD})\s+(->|<>|\S+)\s+(${FIELD})\s+(${FIELD})\s*\((.*)\)\s*$`,
  "s",
);

/**
 * Faults of a text of Suricata rules, by the grammar of Suricata and the limits of AWS Network Firewall.
 *
 * @param text rules, one a line; lines may end in a backslash
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-limitations-caveats.html
 */
export function suricataFaults(text: string, group: RuleGroupSettings = {}): readonly RuleFault[] {
  const rules = ruleLines(text);
  const sids = new Map<string, number>();
  return rules.flatMap(({ line, rule }) => {
    const parsed = parseRule(rule);
    const faults = "problem" in parsed ? [parsed] : ruleProblems(parsed, group);
    const sid = "problem" in parsed ? undefined : parsed.options.find(({ keyword }) => keyword === "sid")?.value;
    const first = sid === undefined ? undefined : sids.get(sid);
    if (sid !== undefined && first === undefined) {
      sids.set(sid, line);
    }
    const repeated =
      first === undefined
        ? []
        : [grammarProblem(`sid ${sid} is used in line ${first} too`, "give each rule its own sid")];
    return [...faults, ...repeated].map((fault) => ({ line, ...fault }));
  });
}

/** The number of rules in a text. */
export function ruleCount(text: string): number {
  return ruleLines(text).length;
}

function ruleLines(text: string): readonly { readonly line: number; readonly rule: string }[] {
  const joined: { line: number; rule: string }[] = [];
  let continues = false;
  for (const [at, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    const last = joined.at(-1);
    if (continues && last !== undefined) {
      last.rule = `${last.rule} ${line.replace(/\\$/, "")}`;
    } else if (line !== "" && !line.startsWith("#")) {
      joined.push({ line: at + 1, rule: line.replace(/\\$/, "") });
    }
    continues = line.endsWith("\\") && !line.startsWith("#");
  }
  return joined;
}

interface ParsedRule {
  readonly action: string;
  readonly protocol: string;
  readonly addresses: readonly string[];
  readonly ports: readonly string[];
  readonly direction: string;
  readonly options: readonly RuleOption[];
}

function parseRule(rule: string): ParsedRule | RuleProblem {
  const [
    ,
    action = "",
    protocol = "",
    source = "",
    sourcePort = "",
    direction = "",
    target = "",
    targetPort = "",
    body,
  ] = RULE.exec(rule) ?? [];
  if (body === undefined) {
    const shown = rule.length > 60 ? `${rule.slice(0, 60)}...` : rule;
    return grammarProblem(
      `is no rule of the form "action protocol source port -> destination port (options)": ${shown}`,
      "check the header and the parentheses",
    );
  }
  const options = parseOptions(body);
  return "problem" in options
    ? options
    : { action, protocol, addresses: [source, target], ports: [sourcePort, targetPort], direction, options };
}

/** Options end in a semicolon. A semicolon in a value is escaped, or within quotes. */
function parseOptions(body: string): readonly RuleOption[] | RuleProblem {
  const options: RuleOption[] = [];
  let rest = body.trim();
  while (rest !== "") {
    const [whole = "", keyword = "", value] =
      /^([\w.-]+)\s*(?::\s*((?:"(?:\\.|[^"\\])*"|\\.|[^;"\\])*))?;\s*/.exec(rest) ?? [];
    if (whole === "") {
      return grammarProblem(
        `has an option that does not end in ";" or has an open quote: ${rest.slice(0, 40)}`,
        "close it",
      );
    }
    options.push(value === undefined ? { keyword } : { keyword, value: value.trim() });
    rest = rest.slice(whole.length);
  }
  return options;
}

function ruleProblems(
  rule: ParsedRule,
  { variables = new Set(), isOrdered = false }: RuleGroupSettings,
): readonly RuleProblem[] {
  const { action, protocol, direction, addresses, ports, options } = rule;
  return [
    ...(table.actions.includes(action)
      ? []
      : [limitProblem(`has the action ${action}`, `use ${table.actions.join(", ")}`)]),
    ...protocolProblems(protocol),
    ...(["->", "<>"].includes(direction) ? [] : [grammarProblem(`has the direction ${direction}`, "use -> or <>")]),
    ...[...addresses, ...ports].flatMap((text) => variableProblems(text, variables)),
    ...addresses.flatMap(addressProblems),
    ...ports.flatMap(portProblems),
    ...options.flatMap(optionProblems),
    ...relationProblems(protocol, options),
    ...(isOrdered && options.some(({ keyword }) => keyword === "priority")
      ? [limitProblem("has a priority, which groups in strict order do not support", "remove it, and sort the rules")]
      : []),
    ...sidProblems(options),
  ];
}

function protocolProblems(protocol: string): readonly RuleProblem[] {
  if (table.unsupportedProtocols.includes(protocol)) {
    return [
      limitProblem(`has the protocol ${protocol}, which Network Firewall does not support`, "use another protocol"),
    ];
  }
  return table.protocols.includes(protocol)
    ? []
    : [grammarProblem(`has the unknown protocol ${protocol}`, "correct it")];
}

function variableProblems(text: string, variables: ReadonlySet<string>): readonly RuleProblem[] {
  return [...text.matchAll(/\$(\w+)/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !PREDEFINED_VARIABLES.includes(name) && !variables.has(name))
    .map((name) => limitProblem(`uses $${name}, which the rule group does not define`, "define it in rule_variables"));
}

function optionProblems(option: RuleOption): readonly RuleProblem[] {
  const { keyword } = option;
  const feature = UNSUPPORTED.get(keyword);
  if (feature !== undefined) {
    return [limitProblem(`uses ${keyword}; Network Firewall does not support ${feature}`, "remove the keyword")];
  }
  if (!KEYWORDS.has(keyword)) {
    return [grammarProblem(`has the unknown keyword ${keyword}`, "correct the spelling")];
  }
  return valueProblems(option);
}

function sidProblems(options: readonly RuleOption[]): readonly RuleProblem[] {
  const sids = options.filter(({ keyword }) => keyword === "sid");
  const [sid] = sids;
  if (sid === undefined || sids.length > 1) {
    return [grammarProblem(sid === undefined ? "has no sid" : "has several sids", "give it one sid")];
  }
  const number = /^\d+$/.test(sid.value ?? "") ? Number(sid.value) : 0;
  return number >= 1 && number <= HIGHEST_SID
    ? []
    : [grammarProblem(`has the sid ${sid.value}`, "use 1 to 4294967295")];
}
