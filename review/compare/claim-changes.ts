import type { Judgement } from "../../verify/claims/judge";
import type { Evidence, Verdict } from "../../verify/verdict/claim";
import { type Difference, difference, type Severity } from "../model/difference";

/** The claims whose verdict is another one after the change, or rests on other evidence against them. */
export function claimDifferences(before: readonly Judgement[], after: readonly Judgement[]): readonly Difference[] {
  const old = new Map(before.map(({ claim, verdict }) => [claim.name, verdict]));
  return after.flatMap((judgement) => compare(old.get(judgement.claim.name), judgement));
}

type Kind = Verdict["kind"];

/** What a turn of a verdict means, and how to say it. */
const turns: Readonly<Record<Exclude<`${Kind} ${Kind}`, `proved proved`>, readonly [Severity, string]>> = {
  "proved violated": ["opens", "no longer holds"],
  "undecided violated": ["opens", "could not be decided, and does not hold"],
  "proved undecided": ["unclear", "held, and can no longer be decided"],
  "violated undecided": ["unclear", "did not hold, and can no longer be decided"],
  "violated proved": ["closes", "did not hold, and holds now"],
  "undecided proved": ["closes", "could not be decided, and holds now"],
  "violated violated": ["stands", "does not hold, before as after"],
  "undecided undecided": ["stands", "cannot be decided, before as after"],
};

function compare(old: Verdict | undefined, { claim, verdict }: Judgement): readonly Difference[] {
  const was = old ?? { kind: "proved", evidence: [] };
  if (was.kind === "proved" && verdict.kind === "proved") {
    return [];
  }
  const [severity, turn] = turns[`${was.kind} ${verdict.kind}` as keyof typeof turns];
  if (was.kind === verdict.kind) {
    return [...moreOrLess(claim.name, was, verdict), sentence(severity, `${claim.name} ${turn}`, verdict.evidence)];
  }
  const shown = verdict.kind === "proved" ? was.evidence : verdict.evidence;
  return [sentence(severity, `${claim.name} ${turn}: ${claim.meaning}`, shown)];
}

/** A claim that did not hold may be broken in another way too. */
function moreOrLess(name: string, was: Verdict, is: Verdict): readonly Difference[] {
  const added = without(is.evidence, was.evidence);
  const gone = without(was.evidence, is.evidence);
  const opening: Severity = is.kind === "violated" ? "opens" : "unclear";
  return [
    ...(added.length > 0 ? [sentence(opening, `${name} does not hold, now for other reasons too`, added)] : []),
    ...(gone.length > 0 ? [sentence("closes", `${name} still does not hold, but for fewer reasons`, gone)] : []),
  ];
}

function without(evidence: readonly Evidence[], others: readonly Evidence[]): readonly Evidence[] {
  const texts = new Set(others.map(({ text }) => text));
  return evidence.filter(({ text }) => !texts.has(text));
}

function sentence(severity: Severity, text: string, evidence: readonly Evidence[]): Difference {
  return {
    ...difference(
      severity,
      text,
      evidence.flatMap(({ addresses }) => addresses),
    ),
    details: evidence.map((piece) => piece.text),
  };
}
