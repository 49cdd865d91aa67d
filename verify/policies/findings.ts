import { type Evidence, type Verdict, verdict } from "../claim";
import { type Answer, evidenceOf, newTally } from "./answers";
import type { TextReader } from "./text-reader";

/** Gathers what speaks for and against a claim, request by request. */
export interface Findings {
  prove(evidence: Evidence): void;
  violate(evidence: Evidence): void;
  doubt(...evidence: readonly Evidence[]): void;
  /** Judges every answer: what the policies do not decide is a doubt, what `refuses` says is a counterexample, the rest is proof. */
  judge(about: string, found: Iterable<Answer>, refuses: (answer: Answer) => boolean): void;
  verdict(): Verdict;
}

/** More counterexamples of one kind teach a reader nothing. */
const mostShown = 10;

export function newFindings(text: TextReader): Findings {
  const proofs: Evidence[] = [];
  const counterexamples: Evidence[] = [];
  const doubts: Evidence[] = [];
  return {
    prove: (evidence) => void proofs.push(evidence),
    violate: (evidence) => void counterexamples.push(evidence),
    doubt: (...evidence) => void doubts.push(...evidence),
    judge(about, found, refuses) {
      const tally = newTally();
      const refused: Answer[] = [];
      const undecided: Answer[] = [];
      for (const answer of found) {
        tally.add(answer);
        if (answer.decision.kind === "unknown") {
          undecided.push(answer);
        } else if (refuses(answer)) {
          refused.push(answer);
        }
      }
      counterexamples.push(...shown(refused, text));
      doubts.push(...shown(undecided, text));
      const { text: counted, addresses } = tally.evidence();
      if (tally.total() > 0) {
        proofs.push({ text: `${about}: ${counted}`, addresses });
      }
    },
    verdict: () => verdict({ proofs, counterexamples, doubts }),
  };
}

function shown(answers: readonly Answer[], text: TextReader): readonly Evidence[] {
  const first = answers.slice(0, mostShown).map((answer) => evidenceOf(answer, text));
  const rest = answers.length - first.length;
  return rest === 0 ? first : [...first, { text: `and ${rest} more classes of requests`, addresses: [] }];
}
