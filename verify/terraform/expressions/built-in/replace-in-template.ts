import { formatReference, parseTemplate, type Reference } from "../template";
import { escapeTemplate, joinTexts, type TerraformValue, unknownValue } from "../terraform-value";

/** A piece of the value of a reference: a text, or any number of the characters that the expression matches. */
export type ValuePiece = string | RegExp;

/** Any text. */
export const anyPiece = /[\s\S]/;

interface Piece {
  readonly content: ValuePiece;
  /** Whether the replaced text has the piece itself, and no reference stands for it. */
  readonly isWritten: boolean;
}

/**
 * Terraform's `replace` of a plain text in a template. What references stand for stays as it is. So the result is unknown where
 * the text may be in the value of a reference, or begin or end there.
 *
 * @param replacement a template
 * @param piecesOf of what the value of a reference consists
 */
export function replaceInTemplate(
  text: string,
  sought: string,
  replacement: string,
  piecesOf: (reference: Reference) => readonly ValuePiece[],
): TerraformValue {
  const parts = parseTemplate(text);
  if (sought === "" || parts.some(({ kind }) => kind === "expression")) {
    return unknownValue;
  }
  const pieces = parts.flatMap((part): readonly Piece[] =>
    part.kind === "reference"
      ? piecesOf(part).map((content) => ({ content, isWritten: false }))
      : [{ content: part.text, isWritten: true }],
  );
  return mayBeginOrEndInReference(pieces, sought)
    ? unknownValue
    : joinTexts(
        parts.flatMap((part) =>
          part.kind === "reference"
            ? [`\${${formatReference(part)}}`]
            : part.text
                .split(sought)
                .map(escapeTemplate)
                .flatMap((piece, index) => (index === 0 ? [piece] : [replacement, piece])),
        ),
      );
}

/** Whether a text may be found at a place that is not all in one written piece. */
function mayBeginOrEndInReference(pieces: readonly Piece[], sought: string): boolean {
  return pieces.some(({ content, isWritten }, index) => {
    if (typeof content !== "string") {
      return content.test(sought.charAt(0)) && continues(pieces, { piece: index, offset: 0 }, sought, 1);
    }
    const first = isWritten ? Math.max(0, content.length - sought.length + 1) : 0;
    return Array.from({ length: content.length - first }, (_, position) => first + position).some((offset) =>
      continues(pieces, { piece: index, offset }, sought, 0),
    );
  });
}

/** Whether the rest of a text may follow at a place, up to another piece or inside the value of a reference. */
function continues(
  pieces: readonly Piece[],
  start: { readonly piece: number; readonly offset: number },
  sought: string,
  known: number,
): boolean {
  const seen = new Set<string>();
  const open = [{ ...start, count: known }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { piece, offset, count } = place;
    const current = pieces[piece];
    const key = `${piece} ${offset} ${count}`;
    if (current === undefined || seen.has(key)) {
      continue;
    }
    seen.add(key);
    const { content, isWritten } = current;
    if (count === sought.length) {
      // A match that ends in the written piece in which it began is replaced.
      if (!isWritten || piece !== start.piece) {
        return true;
      }
      continue;
    }
    if (typeof content !== "string") {
      if (content.test(sought.charAt(count))) {
        open.push({ piece, offset, count: count + 1 });
      }
      open.push({ piece: piece + 1, offset: 0, count });
    } else if (offset === content.length) {
      open.push({ piece: piece + 1, offset: 0, count });
    } else if (content.charAt(offset) === sought.charAt(count)) {
      open.push({ piece, offset: offset + 1, count: count + 1 });
    }
  }
  return false;
}
