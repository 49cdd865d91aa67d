import { type Evidence, type Verdict, verdict } from "../../../verdict/claim";
import type { TextReader } from "../../language/resolve-policy-text";
import { type Answer, evidenceOf, newTally } from "../../request-space/requests/decisions";

/** Gathers what speaks for and against a claim, request by request. */
export interface Findings {
  prove(evidence: Evidence): void;
  violate(evidence: Evidence): void;
  doubt(...evidence: readonly Evidence[]): void;
  /** Judges every answer: what the policies do not decide is a doubt, what `refuses` says is a counterexample, the rest is proof. */
  judge<A extends Answer>(about: string, found: Iterable<A>, refuses: (answer: A) => boolean): void;
  verdict(): Verdict;
}

/** More counterexamples of one kind teach a reader nothing. */
const mostShown = 6;

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

/** One line for each thing asked and way of asking it, whoever asks and from wherever. */
function shown(answers: readonly Answer[], text: TextReader): readonly Evidence[] {
  const alike = new Map<string, Answer[]>();
  for (const answer of answers) {
    const { request, chosen } = answer;
    const key = JSON.stringify([
      request.action,
      request.resource,
      chosen.map((name) => request.context.get(name) ?? null),
    ]);
    alike.set(key, [...(alike.get(key) ?? []), answer]);
  }
  const lines = [...alike.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [withOthers(evidenceOf(first, text), others.length)],
  );
  const rest = lines.length - mostShown;
  const first = lines.slice(0, mostShown);
  return rest <= 0 ? first : [...first, { text: `and ${rest} more ways`, addresses: [] }];
}

function withOthers({ text, addresses }: Evidence, others: number): Evidence {
  return { text: others === 0 ? text : `${text}; the same for ${others} more callers and ways in`, addresses };
}
