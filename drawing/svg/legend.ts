import { type Markup, markup } from "../markup";
import { type Arrow, type ArrowKind, arrow, svgText } from "./svg";

const ARROW_MEANINGS: readonly (readonly [ArrowKind, string, width: number])[] = [
  ["private", "to reachable VPC endpoints", 246],
  ["attached", "from the corporate network", 244],
  ["out", "internet traffic (by route tables)", 266],
  ["back", "return traffic (by route tables)", 260],
];

const SAMPLE = 30;

/** The meaning of each kind of arrow that is drawn. */
export function legend(drawn: readonly Arrow[], x: number, y: number): readonly Markup[] {
  const kinds = new Set(drawn.map(({ kind }) => kind));
  let next = x;
  return ARROW_MEANINGS.filter(([kind]) => kinds.has(kind)).map(([kind, meaning, width]) => {
    const start = next;
    next += width;
    const points: Arrow["points"] = [
      [start, y],
      [start + SAMPLE, y],
    ];
    return markup`${arrow({ points, kind })}${svgText(meaning, start + SAMPLE + 8, y + 4, "label")}`;
  });
}
