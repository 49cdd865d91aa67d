import type { ClaimResult } from "../../claims/decide-claims";
import { groupBy } from "../../collections/group-by";
import { type Evidence, isOpen } from "../../verdict/claim";

/** Claims that are not proved for the same reason. */
export type SharedCause =
  /** Pieces of evidence that all of these claims have, and no other claim. */
  | (SharedEvidence<ClaimResult> & { readonly kind: "evidence" })
  /** The address that all evidence against the claims names. */
  | (SharingItems<ClaimResult> & { readonly kind: "address"; readonly address: string });

/** Pieces of evidence that several claims have in common. Each piece belongs to one cause. */
export interface SharedEvidence<Item> extends SharingItems<Item> {
  /** At least one piece. */
  readonly evidence: readonly Evidence[];
}

/** Items with something in common. */
interface SharingItems<Item> {
  readonly items: readonly Item[];
  /** Those of the items that no larger cause has: a report lists each claim once with what else it has. */
  readonly listed: readonly Item[];
}

/** The unproved claims of a stack: causes that claims share first, then each claim that has none. */
export interface GroupedClaims {
  readonly causes: readonly SharedCause[];
  readonly others: readonly ClaimResult[];
}

/** Fewer claims are as easy to read one by one. */
const minimumGroupSize = 3;

/**
 * Groups unproved claims of one verdict by what they share, so that a report says it once: pieces of evidence first, and for claims without
 * such a piece the address that all of their evidence names. Larger groups win, then addresses that fewer proved claims name.
 */
export function groupBySharedCause(claimResults: readonly ClaimResult[]): GroupedClaims {
  const unproved = claimResults.filter(({ verdict }) => isOpen(verdict));
  const byKind = groupBy(unproved, ({ verdict }) => verdict.kind);
  const byEvidence = [...byKind.values()].flatMap((results) =>
    sharedEvidence(results, ({ verdict }) => verdict.evidence).map(
      (cause) => ({ kind: "evidence", ...cause }) as const,
    ),
  );
  const listed = new Set(byEvidence.flatMap((cause) => cause.listed));
  const proved = claimResults.filter(({ verdict }) => verdict.kind === "proved");
  const { causes, others } = groupByAddress(
    unproved.filter((result) => !listed.has(result)),
    proved,
  );
  return { causes: [...byEvidence, ...causes], others };
}

/**
 * The pieces of evidence that at least three items have, by the items that have them: most items first. Pieces with one text are one.
 *
 * @param evidenceOf the evidence of an item
 */
export function sharedEvidence<Item>(
  items: readonly Item[],
  evidenceOf: (item: Item) => readonly Evidence[],
): readonly SharedEvidence<Item>[] {
  const position = new Map(items.map((item, index) => [item, index]));
  const having = groupBy(
    items.flatMap((item) => evidenceOf(item).map((piece) => ({ item, piece }))),
    ({ piece }) => piece.text,
  );
  const shared = [...having.values()].flatMap((uses) => {
    const [first] = uses;
    const owners = [...new Set(uses.map(({ item }) => item))];
    const addresses = [...new Set(uses.flatMap(({ piece }) => piece.addresses))];
    return first === undefined || owners.length < minimumGroupSize
      ? []
      : [{ piece: { ...first.piece, addresses }, owners }];
  });
  const causes = groupBy(shared, ({ owners }) => owners.map((owner) => position.get(owner)).join());
  const listed = new Set<Item>();
  return [...causes.values()]
    .map((pieces) => ({ evidence: pieces.map(({ piece }) => piece), items: pieces[0]?.owners ?? [] }))
    .toSorted((one, other) => other.items.length - one.items.length)
    .map((cause) => {
      const first = cause.items.filter((item) => !listed.has(item));
      for (const item of first) {
        listed.add(item);
      }
      return { ...cause, listed: first };
    });
}

/** Names of the claims of a cause that a larger cause lists. */
export function claimsListedAbove({ items, listed }: SharedCause): readonly string[] {
  return items.filter((item) => !listed.includes(item)).map(({ claim }) => claim.name);
}

/** Finds the evidence that no cause says: it is the same for all claims, of which each may have as many pieces as there are resources. */
export function evidenceBeyond(
  causes: readonly Pick<SharedEvidence<unknown>, "evidence">[],
): (evidence: readonly Evidence[]) => readonly Evidence[] {
  const said = new Set(causes.flatMap((cause) => cause.evidence.map(({ text }) => text)));
  return (evidence) => evidence.filter(({ text }) => !said.has(text));
}

/** Finds the evidence of a claim that no cause of its verdict says: a violation may rest on what leaves another claim undecided. */
export function evidenceOfItsOwn(causes: readonly SharedCause[]): (result: ClaimResult) => readonly Evidence[] {
  const byKind = groupBy(
    causes.filter((cause) => cause.kind === "evidence"),
    ({ items }) => items[0]?.verdict.kind,
  );
  const beyond = new Map([...byKind].map(([kind, same]) => [kind, evidenceBeyond(same)]));
  return ({ verdict }) => beyond.get(verdict.kind)?.(verdict.evidence) ?? verdict.evidence;
}

function groupByAddress(unproved: readonly ClaimResult[], proved: readonly ClaimResult[]): GroupedClaims {
  const provedAddresses = proved.map(({ verdict }) => new Set(verdict.evidence.flatMap(({ addresses }) => addresses)));
  const provedClaimsNaming = (cause: string): number =>
    provedAddresses.filter((addresses) => addresses.has(cause)).length;
  const causes: SharedCause[] = [];
  let others = unproved;
  for (;;) {
    const named = groupBy(
      others.flatMap((result) => commonAddresses(result).map((address) => ({ result, address }))),
      ({ result, address }) => JSON.stringify([result.verdict.kind, address]),
    );
    const [largest] = [...named.values()]
      .filter((uses) => uses.length >= minimumGroupSize)
      .map((uses) => ({ address: uses[0]?.address ?? "", items: uses.map(({ result }) => result) }))
      .toSorted(
        (one, other) =>
          other.items.length - one.items.length || provedClaimsNaming(one.address) - provedClaimsNaming(other.address),
      );
    if (largest === undefined) {
      return { causes, others };
    }
    causes.push({ kind: "address", ...largest, listed: largest.items });
    others = others.filter((result) => !largest.items.includes(result));
  }
}

/** The addresses that all evidence of a claim names. */
function commonAddresses({ verdict: { evidence } }: ClaimResult): readonly string[] {
  const [first, ...rest] = evidence;
  return [...new Set(first?.addresses ?? [])].filter((address) =>
    rest.every(({ addresses }) => addresses.includes(address)),
  );
}
