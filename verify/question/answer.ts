import type { Evidence } from "../verdict/claim";

/**
 * What the configuration says about a question.
 *
 * - `allowed`: at least one packet, query or request that the question describes gets through, whatever the JSON leaves open.
 * - `denied`: none of them gets through.
 * - `cannot-be-told`: the JSON does not contain the answer.
 */
export type AnswerKind = "allowed" | "denied" | "cannot-be-told";

/** One place where a packet, a query or a request is allowed, forwarded or denied. */
export interface Step {
  readonly kind: StepKind;
  /** `silent`: policies of this type neither allow nor deny, and need not. */
  readonly outcome: "allows" | "forwards" | "denies" | "silent" | "unknown";
  readonly text: string;
  /** Terraform addresses of what decides. */
  readonly addresses: readonly string[];
}

/** Steps of packets come first, in the order of the path; then those of requests, in the order of the evaluation. */
export type StepKind =
  | "dns"
  | "security-group"
  | "network-acl"
  | "route"
  | "firewall"
  | "nat"
  | "transit-gateway"
  | "internet-gateway"
  | "endpoint"
  | "destination"
  | "return-path"
  | "control-policy"
  | "identity-policy"
  | "permissions-boundary"
  | "endpoint-policy"
  | "resource-policy";

/** Packets or requests that the same steps decide. */
export interface AnswerCase {
  readonly kind: AnswerKind;
  /** What distinguishes these packets or requests from others of the question: `TLS with host name pypi.org`. */
  readonly examples: readonly string[];
  /** What decided, as one sentence. */
  readonly decidedBy: string;
  readonly steps: readonly Step[];
}

/** The answer to one question. */
export interface Answer {
  /** As it was asked. */
  readonly question: string;
  /** The question in full, with the addresses of its subjects and with defaults. */
  readonly readAs: string;
  readonly kind: AnswerKind;
  /** Whether every case has this answer. */
  readonly isUniform: boolean;
  readonly cases: readonly AnswerCase[];
  /** Why nothing is certain: what no model has read, and what of the subjects cannot be resolved. */
  readonly doubts: readonly Evidence[];
  /** What the answer takes for granted. */
  readonly assumptions: readonly string[];
  /** Those of the assumptions without which something may get through, although the answer is `denied`. @default - none */
  readonly deniedOnlyIf?: readonly string[];
}

/** The parts of an answer that a packet and a request find out. */
export type Findings = Pick<Answer, "readAs" | "cases" | "doubts" | "assumptions" | "deniedOnlyIf">;

/** Joins the cases to one answer. A doubt leaves no answer certain. */
export function answerOf(question: string, findings: Findings): Answer {
  const { cases, doubts } = findings;
  return {
    question,
    ...findings,
    cases: cases.toSorted((one, other) => kindOrder.indexOf(one.kind) - kindOrder.indexOf(other.kind)),
    kind: doubts.length > 0 ? "cannot-be-told" : kindOfCases(cases),
    isUniform: new Set(cases.map(({ kind }) => kind)).size <= 1,
  };
}

/** The kind of a case decides over those after it. */
const kindOrder: readonly AnswerKind[] = ["allowed", "cannot-be-told", "denied"];

/** The kind that cases have together. Without a case, nothing can be told. */
export function kindOfCases(cases: readonly AnswerCase[]): AnswerKind {
  return kindOrder.find((kind) => cases.some((one) => one.kind === kind)) ?? "cannot-be-told";
}

/** Cases with equal steps and one answer are one case, with the examples of all. */
export function mergeAlike(cases: readonly AnswerCase[]): readonly AnswerCase[] {
  const found = new Map<string, AnswerCase>();
  for (const one of cases) {
    const key = JSON.stringify([one.kind, one.decidedBy, one.steps]);
    const known = found.get(key);
    found.set(
      key,
      known === undefined ? one : { ...known, examples: [...new Set([...known.examples, ...one.examples])] },
    );
  }
  return [...found.values()];
}

/** The case that steps make: one that denies settles it, whatever is unknown of the others, and ends the path. */
export function caseOfSteps(examples: readonly string[], steps: readonly Step[]): AnswerCase {
  const denial = steps.findIndex(({ outcome }) => outcome === "denies");
  const decisive = steps[denial] ?? steps.find(({ outcome }) => outcome === "unknown");
  const kind = decisive === undefined ? "allowed" : decisive.outcome === "denies" ? "denied" : "cannot-be-told";
  const allowing = steps.findLast((step) => step.kind === "firewall") ?? steps.at(-1);
  return {
    kind,
    examples,
    decidedBy: decisive?.text ?? allowing?.text ?? "nothing denies it",
    steps: denial < 0 ? steps : steps.slice(0, denial + 1),
  };
}

/** Whether the configuration has the answer. */
export function isAnswered({ kind }: Answer): boolean {
  return kind !== "cannot-be-told";
}
