import { groupBy } from "../../collections/group-by";
import type { Evidence } from "../../verdict/claim";
import { callAndDecision, markPattern } from "../../verdict/marked-finding";

/** Pieces of evidence that a person reads as one finding. */
export interface AlikeEvidence {
  readonly first: Evidence;
  readonly others: readonly Evidence[];
}

/**
 * Pieces of evidence, with those that say the same of other resources, or of a request under other conditions, as one: in the order of the
 * first of each. Pieces with one text are one piece. Only for reports that people read: the others have every piece.
 */
export function alikeEvidence(evidence: readonly Evidence[]): readonly AlikeEvidence[] {
  const pieces = [...groupBy(evidence, ({ text }) => text).values()].flatMap((same) => same.slice(0, 1));
  return [...groupBy(pieces, ({ text }) => likenessOf(text)).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ first, others }],
  );
}

/** The number of pieces that groups stand for. */
export function countPieces(groups: readonly AlikeEvidence[]): number {
  return groups.reduce((sum, { others }) => sum + 1 + others.length, 0);
}

/**
 * A line that says what the first piece stands for, `and 4 more like it: aws_s3_bucket.trail, ...`; none where nothing is like it.
 *
 * @param write writes an address. @default - as it is
 */
export function linesOfOthers(
  { first, others }: AlikeEvidence,
  write = (address: string): string => address,
): readonly string[] {
  if (others.length === 0) {
    return [];
  }
  const known = new Set(namesIn(first));
  // What tells a piece from the first is the first name that is new: a bucket, not also its policy.
  const names = [
    ...new Set(
      others.flatMap((other) =>
        namesIn(other)
          .filter((name) => !known.has(name))
          .slice(0, 1),
      ),
    ),
  ];
  const shown = names.slice(0, maximumNames).map(write);
  const list = names.length > maximumNames ? [...shown, `and ${names.length - maximumNames} others`] : shown;
  return [`and ${others.length} more like it${list.length === 0 ? "" : `: ${list.join(", ")}`}`];
}

/** Names in one line; the others are counted. */
const maximumNames = 4;

/** The condition keys of requests, and what follows them. */
const conditionsPattern = / with (?:no )?[a-z0-9-]+:\S+ .*$/s;

/** Addresses of resources, as texts have them. */
const addressPattern = /(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*(?:data\.)?[a-z][a-z0-9]*_\w+\.[\w-]+(?:\[[^\]]*\])?/g;

/** Names of resources. */
const arnPattern = /arn:[^\s,]+/g;

function namesIn({ text, addresses }: Evidence): readonly string[] {
  return [...(text.match(addressPattern) ?? []), ...addresses];
}

/** What a text says, whichever resource it is about. Of a request, who calls what and what decides, under any condition and on any path. */
function likenessOf(text: string): string {
  const said = callAndDecision(text) ?? text.replace(markPattern, "").replace(conditionsPattern, "");
  return said.replace(addressPattern, "").replace(arnPattern, "");
}
