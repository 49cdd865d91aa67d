import table from "./suricata-keywords.json";

/** A fault of one rule without its line. */
export interface RuleProblem {
  /** What is wrong, as the end of a sentence that begins with the rule. */
  readonly problem: string;
  readonly remedy: string;
  readonly page: string;
}

/** One option of a rule: `nocase`, or `content:"a"` with the value `"a"`. */
export interface RuleOption {
  readonly keyword: string;
  readonly value?: string;
}

/** A fault by the grammar of Suricata. */
export function grammarProblem(problem: string, remedy: string): RuleProblem {
  return { problem, remedy, page: table.grammar };
}

/** A fault by the limits of AWS Network Firewall. */
export function limitProblem(problem: string, remedy: string): RuleProblem {
  return { problem, remedy, page: table.source };
}
