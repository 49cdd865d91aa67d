import type { Posture } from "../posture/posture";
import type { ClaimSubject } from "../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  proof,
} from "../verdict/findings";
import type { Answer, AnswerCase } from "./answer";
import { askQuestion } from "./ask-question";
import { faultText, maxShownCandidates, type QuestionFault } from "./grammar/question";

/**
 * Findings of a claim that nothing of a question gets through: no packet, DNS query or request that it describes.
 *
 * A question is written as for `studio-perimeter ask`:
 *
 * - `packet from SOURCE to DESTINATION[:PORT][/PROTOCOL] [with GROUP, ...]`
 * - `query NAME[/TYPE] from SOURCE`
 * - `request ACTION [on RESOURCE] by PRINCIPAL [from ORIGIN] [with KEY=VALUE, ...]`
 *
 * @param subject what the claim decides
 * @param question names resources by their address in Terraform, such as `packet from aws_subnet.a to internet:22/ssh`
 * @returns a proof if everything is denied, with the assumptions of the answer; a counterexample for each way through. What cannot be told
 * is a doubt: what no model reads, a question that has a fault, and a denial that a policy of a resource may undo, which a question with
 * `on` names
 * @see docs/ask.md for every word of a question
 */
export function expectDenied(subject: ClaimSubject<Posture>, question: string): Findings {
  return expectAnswer(subject, question, "denied");
}

/**
 * Findings of a claim that all of a question gets through: every packet, DNS query or request that it describes.
 *
 * @param subject what the claim decides
 * @param question see {@link expectDenied}
 * @returns a proof if everything is allowed, with the assumptions of the answer, such as that no control policy of the organization denies
 * it; a counterexample for what is denied, and a doubt for what cannot be told
 * @see docs/ask.md for every word of a question
 */
export function expectAllowed(subject: ClaimSubject<Posture>, question: string): Findings {
  return expectAnswer(subject, question, "allowed");
}

type Expected = "allowed" | "denied";

function expectAnswer(
  { configuration, posture }: ClaimSubject<Posture>,
  question: string,
  expected: Expected,
): Findings {
  const { harmless = [] } = posture;
  const read = askQuestion(configuration, question, { harmless });
  if (read.kind === "faults") {
    return findingsForEach(read.faults, (fault) => doubt(`"${question}" cannot be asked: ${textOf(fault)}`));
  }
  const { doubts, cases, readAs, deniedOnlyIf = [] } = read.value;
  if (doubts.length > 0) {
    return findingsOf({ doubts });
  }
  const limits = expected === "denied" ? deniedOnlyIf : [];
  const open = [
    ...cases.filter(({ kind }) => kind !== expected).map((one) => otherCase(readAs, one)),
    ...limits.map((text) => doubt(`${readAs}: denied only if ${text}; name the resource`)),
    ...(cases.length === 0 ? [doubt(`${readAs}: nothing was found that can be decided`)] : []),
  ];
  return open.length > 0
    ? mergeFindings(open)
    : proof(proofText(read.value, expected), ...new Set(cases.flatMap(addressesOf)));
}

function otherCase(readAs: string, one: AnswerCase): Findings {
  const examples = one.examples.length === 0 ? "" : ` (${one.examples.join("; ")})`;
  const found = one.kind === "cannot-be-told" ? doubt : counterexample;
  return found(`${readAs}${examples}: ${one.decidedBy}`, ...new Set(addressesOf(one)));
}

function proofText({ readAs, cases, assumptions }: Answer, expected: Expected): string {
  const [first, ...others] = new Set(cases.map(({ decidedBy }) => decidedBy));
  const more =
    others.length === 0 ? "" : `, and for ${others.length} other ${others.length === 1 ? "reason" : "reasons"}`;
  const assumed = assumptions.length === 0 ? "" : `; assumed: ${assumptions.join("; ")}`;
  return `${readAs} is ${expected}: ${first}${more}${assumed}`;
}

function addressesOf({ steps }: AnswerCase): readonly string[] {
  return steps.flatMap(({ addresses }) => addresses);
}

function textOf(fault: QuestionFault): string {
  const { place, candidates = [] } = fault;
  const names = candidates.slice(0, maxShownCandidates).join(", ");
  const rest = candidates.length > maxShownCandidates ? ", and others" : "";
  return faultText(fault, place, names === "" ? undefined : `use one of ${names}${rest}`);
}
