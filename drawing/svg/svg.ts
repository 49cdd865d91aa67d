import { escapeXml } from "../../verify/report/escape-xml";
import { STYLE_SHEET } from "./style-sheet";

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle with lines of text; the first line is bold. */
export interface Box extends Rectangle {
  /** CSS class in the style sheet. */
  readonly kind: string;
  readonly lines: readonly string[];
}

const LINE_HEIGHT = 16;

/** Pixels. Height of a box that fits its lines. */
export function heightOf(lines: readonly string[]): number {
  return (lines.length + 1) * LINE_HEIGHT;
}

/** A box with centered lines. */
export function box({ x, y, width, height, kind, lines }: Box): string {
  const middle = x + width / 2;
  const top = y + height / 2 - ((lines.length - 1) * LINE_HEIGHT) / 2 + 4;
  const texts = lines.map((line, index) =>
    svgText(line, middle, top + index * LINE_HEIGHT, index === 0 ? "name" : "detail"),
  );
  return `<g>${rectangle({ x, y, width, height }, kind, 6)}${texts.join("")}</g>`;
}

/** A frame with its lines in the upper left corner. */
export function frame({ x, y, width, height, kind, lines }: Box): string {
  const texts = lines.map((line, index) =>
    svgText(line, x + 12, y + 22 + index * LINE_HEIGHT, index === 0 ? "title" : "subtitle"),
  );
  return `${rectangle({ x, y, width, height }, kind, 10)}${texts.join("")}`;
}

export function rectangle({ x, y, width, height }: Rectangle, kind: string, radius: number): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" class="${kind}"/>`;
}

export function svgText(content: string, x: number, y: number, kind: string): string {
  return `<text x="${x}" y="${y}" class="${kind}">${escapeXml(content)}</text>`;
}

export type ArrowKind = "private" | "attached" | "out" | "back";

/** A line through points with an arrowhead at its end. */
export interface Arrow {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly kind: ArrowKind;
  /** Short label near the start: above a horizontal arrow, to the right of a vertical one. @default - no label */
  readonly label?: string;
}

export function arrow({ points, kind, label }: Arrow): string {
  const path = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join(" ");
  const line = `<path d="${path}" class="${kind}" marker-end="url(#head-${kind})"/>`;
  return label === undefined || label === "" ? line : `${line}${labelAt(points, label)}`;
}

function labelAt([start, next]: Arrow["points"], label: string): string {
  const [[x, y], [, nextY]] = [start ?? [0, 0], next ?? [0, 0]];
  return y === nextY ? svgText(label, x + 8, y - 6, "label") : svgText(label, x + 7, (y + nextY) / 2 + 4, "label");
}

const HEADS = (["private", "attached", "out", "back"] satisfies ArrowKind[])
  .map(
    (kind) =>
      `<marker id="head-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 L8 4 L0 8 z" class="head-${kind}"/></marker>`,
  )
  .join("\n");

/** A complete drawing. Screen readers read its title and description. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly parts: readonly string[];
}

export function svg({ width, height, title, description, parts }: Drawing): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(title)}</title>
<desc id="description">${escapeXml(description)}</desc>
<style>${STYLE_SHEET}</style>
<defs>
${HEADS}
</defs>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${parts.join("\n")}
</svg>
`;
}
