import type { ClaimResult } from "../claims/decide-claims";
import { contentOf, distinctByContent } from "../collections/distinct";
import { type Evidence, isSettled } from "../verdict/claim";

/** Claims that are not proved for the same reason. */
export interface SharedCause {
  /** The address that all evidence against the claims names, or the text of the evidence that they share. */
  readonly cause: string;
  /** The piece of evidence that every claim has, if they share a whole piece. */
  readonly evidence: Evidence | undefined;
  readonly claimResults: readonly ClaimResult[];
}

/** The unproved claims of a stack: groups of one cause first, then each claim that belongs to no group. */
export interface GroupedClaims {
  readonly causes: readonly SharedCause[];
  readonly others: readonly ClaimResult[];
}

/** Fewer claims are as easy to read one by one. */
const minimumGroupSize = 3;

/**
 * Groups unproved claims of one verdict that share a cause: the same piece of evidence, or an address that every piece of
 * evidence against each of them names. Larger groups win, then addresses that fewer proved claims name.
 */
export function groupBySharedCause(claimResults: readonly ClaimResult[]): GroupedClaims {
  const unproved = claimResults.filter(({ verdict }) => !isSettled(verdict) && verdict.kind !== "accepted");
  const provedAddresses = claimResults
    .filter(({ verdict }) => verdict.kind === "proved")
    .map(({ verdict }) => new Set(verdict.evidence.flatMap(({ addresses }) => addresses)));
  const provedClaimsNaming = (cause: string): number =>
    provedAddresses.filter((addresses) => addresses.has(cause)).length;
  const causes: SharedCause[] = [];
  let others: readonly ClaimResult[] = unproved;
  for (;;) {
    const candidates = candidateCauses(others).filter((candidate) => candidate.claimResults.length >= minimumGroupSize);
    const [largest] = candidates.toSorted(
      (one, other) =>
        other.claimResults.length - one.claimResults.length ||
        Number(one.evidence === undefined) - Number(other.evidence === undefined) ||
        provedClaimsNaming(one.cause) - provedClaimsNaming(other.cause),
    );
    if (largest === undefined) {
      return { causes, others };
    }
    causes.push(largest);
    others = others.filter((result) => !largest.claimResults.includes(result));
  }
}

function candidateCauses(unproved: readonly ClaimResult[]): readonly SharedCause[] {
  const candidates: { readonly cause: string; readonly evidence: Evidence | undefined; claimResults: ClaimResult[] }[] =
    [];
  const byKind = new Map<string, Map<string, ClaimResult[]>>();
  for (const result of unproved) {
    const known = byKind.get(result.verdict.kind) ?? new Map<string, ClaimResult[]>();
    byKind.set(result.verdict.kind, known);
    for (const [cause, evidence] of causesOf(result)) {
      // Evidence as JSON is an object, which no address is.
      const key = evidence === undefined ? cause : contentOf(evidence);
      const claimResults = known.get(key);
      if (claimResults === undefined) {
        const first = [result];
        known.set(key, first);
        candidates.push({ cause, evidence, claimResults: first });
      } else {
        claimResults.push(result);
      }
    }
  }
  return candidates;
}

/** Each distinct piece of evidence, and each address that all pieces name. */
function causesOf({ verdict }: ClaimResult): readonly (readonly [string, Evidence | undefined])[] {
  const [first, ...rest] = verdict.evidence;
  const sharedAddresses = (first?.addresses ?? []).filter((address) =>
    rest.every(({ addresses }) => addresses.includes(address)),
  );
  return [
    ...distinctByContent(verdict.evidence).map((piece) => [piece.text, piece] as const),
    ...[...new Set(sharedAddresses)].map((address) => [address, undefined] as const),
  ];
}

/** The evidence of a claim without the piece that its group shows. */
export function evidenceBeyond({ evidence }: SharedCause, { verdict }: ClaimResult): readonly Evidence[] {
  const shared = evidence === undefined ? undefined : contentOf(evidence);
  return verdict.evidence.filter((piece) => contentOf(piece) !== shared);
}
