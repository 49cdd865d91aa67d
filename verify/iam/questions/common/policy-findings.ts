import { type Evidence, type Verdict, verdictOf } from "../../../verdict/claim";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import {
  type DecidedRequest,
  evidenceOfDecision,
  newDecisionTally,
} from "../../request-space/requests/decided-requests";

/** Gathers what speaks for and against a claim, request by request. */
export interface PolicyFindings {
  addProof(evidence: Evidence): void;
  addCounterexample(evidence: Evidence): void;
  addDoubt(...evidence: readonly Evidence[]): void;
  /** Judges every answer: what the policies do not decide is a doubt, what `refuses` says is a counterexample, the rest is proof. */
  addDecisions<A extends DecidedRequest>(about: string, found: Iterable<A>, refuses: (answer: A) => boolean): void;
  verdict(): Verdict;
}

/** More counterexamples of one kind teach a reader nothing. */
const maxShownRequests = 6;

export function newPolicyFindings(text: PolicyTextResolver): PolicyFindings {
  const proofs: Evidence[] = [];
  const counterexamples: Evidence[] = [];
  const doubts: Evidence[] = [];
  return {
    addProof: (evidence) => void proofs.push(evidence),
    addCounterexample: (evidence) => void counterexamples.push(evidence),
    addDoubt: (...evidence) => void doubts.push(...evidence),
    addDecisions(about, found, refuses) {
      const tally = newDecisionTally();
      const refused: DecidedRequest[] = [];
      const undecided: DecidedRequest[] = [];
      for (const answer of found) {
        tally.add(answer);
        if (answer.decision.kind === "unknown") {
          undecided.push(answer);
        } else if (refuses(answer)) {
          refused.push(answer);
        }
      }
      counterexamples.push(...summarizeRequests(refused, text));
      doubts.push(...summarizeRequests(undecided, text));
      const { text: counted, addresses } = tally.evidence();
      if (tally.total() > 0) {
        proofs.push({ text: `${about}: ${counted}`, addresses });
      }
    },
    verdict: () => verdictOf({ proofs, counterexamples, doubts }),
  };
}

/** One line for each thing asked and way of asking it, whoever asks and from wherever. */
function summarizeRequests(decided: readonly DecidedRequest[], text: PolicyTextResolver): readonly Evidence[] {
  const alike = new Map<string, DecidedRequest[]>();
  for (const answer of decided) {
    const { request, chosenKeys } = answer;
    const key = JSON.stringify([
      request.action,
      request.resource,
      chosenKeys.map((name) => request.context.get(name) ?? null),
    ]);
    alike.set(key, [...(alike.get(key) ?? []), answer]);
  }
  const lines = [...alike.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [withCountOfOthers(evidenceOfDecision(first, text), others.length)],
  );
  const rest = lines.length - maxShownRequests;
  const first = lines.slice(0, maxShownRequests);
  return rest <= 0 ? first : [...first, { text: `and ${rest} more ways`, addresses: [] }];
}

function withCountOfOthers({ text, addresses }: Evidence, others: number): Evidence {
  return { text: others === 0 ? text : `${text}; the same for ${others} more callers and ways in`, addresses };
}
