import { passagesOf } from "./text-passages";
import { wordRules } from "./word-rules";

/** A word that the style guide rules out, at its place. */
export interface ProseFinding {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly word: string;
  readonly advice: string;
}

/**
 * Finds words that the style guide rules out in what people read of a file: prose of Markdown; comments and texts of sources.
 *
 * @param path decides by its ending how the file is read, and is repeated in the findings
 */
export function checkProse(path: string, text: string): readonly ProseFinding[] {
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return passagesOf(path, text)
    .flatMap((passage) =>
      wordRules.flatMap(({ pattern, advice }) =>
        [...passage.text.matchAll(pattern)].map(({ 0: word, index }) => ({
          word,
          advice,
          offset: passage.offset + index,
        })),
      ),
    )
    .sort((one, other) => one.offset - other.offset)
    .map(({ word, advice, offset }) => {
      const line = lineStarts.findLastIndex((start) => start <= offset);
      return { path, line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1, word, advice };
    });
}
