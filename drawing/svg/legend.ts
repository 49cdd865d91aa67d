import { type Markup, markup } from "../markup";
import { type Arrow, type ArrowKind, arrow, svgText } from "./svg";

const ARROW_MEANINGS: readonly (readonly [ArrowKind, string, width: number])[] = [
  ["people", "people connect, or ask for a URL", 246],
  ["data", "data, by the gateway endpoint", 234],
  ["private", "to reachable VPC endpoints", 218],
  ["attached", "from the corporate network", 218],
  ["out", "internet traffic (by route tables)", 248],
  ["back", "return traffic (by route tables)", 240],
];

const SAMPLE = 30;
const LINE = 22;

/** The meaning of each kind of arrow that is drawn, in as many lines as the width needs. */
export function legend(
  drawn: readonly Arrow[],
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): { readonly parts: readonly Markup[]; readonly height: number } {
  const kinds = new Set(drawn.map(({ kind }) => kind));
  let [left, top] = [x, y];
  const parts = ARROW_MEANINGS.filter(([kind]) => kinds.has(kind)).map(([kind, meaning, entryWidth]) => {
    if (left > x && left + entryWidth > x + width) {
      [left, top] = [x, top + LINE];
    }
    const [start, level] = [left, top];
    left += entryWidth;
    const points: Arrow["points"] = [
      [start, level],
      [start + SAMPLE, level],
    ];
    return markup`${arrow({ points, kind })}${svgText(meaning, start + SAMPLE + 8, level + 4, "label")}`;
  });
  return { parts, height: top - y };
}
