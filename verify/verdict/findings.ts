import type { AbsentSubject, Evidence } from "./claim";

/** What a check found over one part of a configuration; `verdictOf` turns the findings of a claim into its verdict. */
export interface Findings {
  readonly proofs: readonly Evidence[];
  readonly counterexamples: readonly Evidence[];
  readonly doubts: readonly Evidence[];
  /** Subjects of the claim that do not exist here. @default - none */
  readonly absences?: readonly Evidence[];
}

/** Findings from evidence that exists already; what is left out is empty. */
export function findingsOf({
  proofs = [],
  counterexamples = [],
  doubts = [],
  absences = [],
}: Partial<Findings>): Findings {
  return { proofs, counterexamples, doubts, absences };
}

/** The findings of several checks as one, in their order. */
export function mergeFindings(all: readonly Findings[]): Findings {
  return {
    proofs: all.flatMap((findings) => findings.proofs),
    counterexamples: all.flatMap((findings) => findings.counterexamples),
    doubts: all.flatMap((findings) => findings.doubts),
    absences: all.flatMap((findings) => findings.absences ?? []),
  };
}

/** The findings of a check on each item, as one. */
export function findingsForEach<Item>(items: readonly Item[], check: (item: Item) => Findings): Findings {
  return mergeFindings(items.map(check));
}

/** The findings of a check that holds; the text says for what. */
export function proof(text: string, ...addresses: readonly string[]): Findings {
  return findingsOf({ proofs: [{ text, addresses }] });
}

/** The findings of a check that does not hold: a path, a request, or what is missing. */
export function counterexample(text: string, ...addresses: readonly string[]): Findings {
  return findingsOf({ counterexamples: [{ text, addresses }] });
}

/** The findings of a check that cannot be decided; the text names what is not understood. */
export function doubt(text: string, ...addresses: readonly string[]): Findings {
  return findingsOf({ doubts: [{ text, addresses }] });
}

/**
 * A doubt about what another root module has, which a posture can declare elsewhere.
 *
 * @param names IDs, or addresses of data sources; empty where nothing names it
 */
export function doubtElsewhere(text: string, names: readonly string[], ...addresses: readonly string[]): Findings {
  return findingsOf({ doubts: [{ text, addresses, ...(names.length > 0 && { elsewhere: names }) }] });
}

/**
 * The subject of the claim does not exist, so the claim is not applicable unless another part finds a subject. Only for what a
 * posture does not demand: a demanded subject that is absent is a counterexample.
 *
 * @param absent what is absent in the whole configuration, so that only something unmodeled can be it. @default - anything may be it
 */
export function notApplicable(text: string, absent?: AbsentSubject): Findings {
  return findingsOf({ absences: [{ text, addresses: [], ...(absent && { absent }) }] });
}

/** Whether nothing speaks against the findings, and nothing is open. */
export function isProved({ counterexamples, doubts }: Findings): boolean {
  return counterexamples.length === 0 && doubts.length === 0;
}

/** Whether a check found nothing at all, not even that its subject is absent. */
export function isEmpty({ proofs, counterexamples, doubts, absences = [] }: Findings): boolean {
  return proofs.length + counterexamples.length + doubts.length + absences.length === 0;
}
