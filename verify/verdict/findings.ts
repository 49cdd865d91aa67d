import type { Evidence } from "./claim";

/** What a claim finds in one part of a configuration; `verdictOf` turns it into a verdict. */
export interface Findings {
  readonly proofs: readonly Evidence[];
  readonly counterexamples: readonly Evidence[];
  readonly doubts: readonly Evidence[];
}

export function mergeFindings(all: readonly Findings[]): Findings {
  return {
    proofs: all.flatMap((findings) => findings.proofs),
    counterexamples: all.flatMap((findings) => findings.counterexamples),
    doubts: all.flatMap((findings) => findings.doubts),
  };
}

export function proof(text: string, ...addresses: readonly string[]): Findings {
  return { proofs: [{ text, addresses }], counterexamples: [], doubts: [] };
}

export function counterexample(text: string, ...addresses: readonly string[]): Findings {
  return { proofs: [], counterexamples: [{ text, addresses }], doubts: [] };
}

export function doubt(text: string, ...addresses: readonly string[]): Findings {
  return { proofs: [], counterexamples: [], doubts: [{ text, addresses }] };
}
