import type { Evidence } from "../verdict/claim";

/**
 * What the configuration says about a question.
 *
 * - `allowed`: at least one packet or request that the question describes gets through, whatever the JSON leaves open.
 * - `denied`: none of them gets through.
 * - `cannot-be-told`: the JSON does not contain the answer.
 */
export type AnswerKind = "allowed" | "denied" | "cannot-be-told";

/** One place where a packet or a request is allowed, forwarded or denied. */
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
}

/** The parts of an answer that a packet and a request find out. */
export type Findings = Pick<Answer, "readAs" | "cases" | "doubts" | "assumptions">;

/** Joins the cases to one answer. A doubt leaves no answer certain. */
export function answerOf(question: string, findings: Findings): Answer {
  const { cases, doubts } = findings;
  const kinds = new Set(cases.map(({ kind }) => kind));
  const kind = doubts.length > 0 || kinds.size === 0 ? "cannot-be-told" : strongest(kinds);
  const order: readonly AnswerKind[] = ["allowed", "cannot-be-told", "denied"];
  return {
    question,
    ...findings,
    cases: cases.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind)),
    kind,
    isUniform: kinds.size <= 1,
  };
}

function strongest(kinds: ReadonlySet<AnswerKind>): AnswerKind {
  return kinds.has("allowed") ? "allowed" : kinds.has("cannot-be-told") ? "cannot-be-told" : "denied";
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
