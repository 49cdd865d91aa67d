import type { ClaimResult } from "../claims/decide-claims";
import { type AcceptanceUse, type AcceptedFinding, acceptsFinding, matchesText } from "../posture/accepted-finding";
import { countsOn, currentDay } from "../posture/last-day";
import { type Evidence, isOpen, type OpenVerdict, type Verdict } from "../verdict/claim";

/** The claims of a stack after its accepted findings, and what each entry accepts. */
export interface AcceptedResults {
  readonly claimResults: readonly ClaimResult[];
  /** Entries of the stack, in their order. */
  readonly uses: readonly AcceptanceUse[];
}

/**
 * Gives the verdict `accepted` to each claim whose every piece of evidence an entry accepts, and whatever else is not known. One other
 * counterexample, and the verdict stays; one other doubt, and the claim is undecided. A proof never depends on an entry.
 *
 * @param accepted entries of the stack
 * @param today day that decides which entries still count, as YYYY-MM-DD
 */
export function acceptFindings(
  claimResults: readonly ClaimResult[],
  accepted: readonly AcceptedFinding[],
  today: string = currentDay(),
): AcceptedResults {
  const current = accepted.filter(({ until }) => countsOn(today, until));
  const used = new Set<AcceptedFinding>();
  const results = claimResults.map((result): ClaimResult => {
    const { claim, verdict } = result;
    if (!isOpen(verdict) || current.length === 0) {
      return result;
    }
    const isCovered = ({ text, addresses }: Evidence): boolean => {
      const covering = current.filter((entry) => acceptsFinding(entry, { claim: claim.name, text, addresses }));
      for (const entry of covering) {
        used.add(entry);
      }
      return covering.length > 0;
    };
    return { claim, verdict: acceptedVerdict(verdict, isCovered) };
  });
  const uses = accepted.map((entry): AcceptanceUse => {
    const missedAddresses = used.has(entry) ? [] : addressesMissedBy(entry, claimResults);
    const missedTexts = used.has(entry) ? [] : textsMissedBy(entry, claimResults);
    return {
      accepted: entry,
      isUsed: used.has(entry),
      ...(missedAddresses.length > 0 && { missedAddresses }),
      ...(missedTexts.length > 0 && { missedTexts }),
    };
  });
  return { claimResults: results, uses };
}

/** Where the findings of an entry's claim and text are. A finding names the resource at fault, and its text may name another one. */
function addressesMissedBy(entry: AcceptedFinding, claimResults: readonly ClaimResult[]): readonly string[] {
  const found = openEvidence(entry, claimResults).flatMap(({ text, addresses }) =>
    matchesText(entry, text) ? addresses : [],
  );
  return [...new Set(found)];
}

/** Texts of the findings without an address that the entry means and does not name as a whole. */
function textsMissedBy(entry: AcceptedFinding, claimResults: readonly ClaimResult[]): readonly string[] {
  const found = openEvidence(entry, claimResults).filter(
    ({ text, addresses }) => addresses.length === 0 && text !== entry.finding && matchesText(entry, text),
  );
  return [...new Set(found.map(({ text }) => text))];
}

/** What keeps the claim of an entry from holding. */
function openEvidence(entry: AcceptedFinding, claimResults: readonly ClaimResult[]): readonly Evidence[] {
  return claimResults.flatMap(({ claim, verdict }) =>
    claim.name === entry.claim && isOpen(verdict) ? [...verdict.evidence, ...(verdict.alsoUndecided ?? [])] : [],
  );
}

function acceptedVerdict(verdict: OpenVerdict, isCovered: (piece: Evidence) => boolean): Verdict {
  const { kind, evidence, alsoUndecided = [] } = verdict;
  const uncovered = evidence.filter((piece) => !isCovered(piece));
  const unknown = alsoUndecided.filter((piece) => !isCovered(piece));
  if (evidence.length === 0 || uncovered.length > 0) {
    return verdict;
  }
  return unknown.length > 0
    ? { kind: "undecided", evidence: [...unknown, ...evidence] }
    : { kind: "accepted", of: kind, evidence: [...evidence, ...alsoUndecided] };
}
