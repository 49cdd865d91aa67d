import { fixedMarkup, type Markup, markup } from "../markup";
import { LIGHT_COLORS, styleSheet } from "./style-sheet";

/** A place in a picture, in pixels from its upper left corner. */
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
export function box({ x, y, width, height, kind, lines }: Box): Markup {
  const middle = x + width / 2;
  const top = y + height / 2 - ((lines.length - 1) * LINE_HEIGHT) / 2 + 4;
  const texts = lines.map((line, index) =>
    svgText(line, middle, top + index * LINE_HEIGHT, index === 0 ? "name" : "detail"),
  );
  return markup`<g>${rectangle({ x, y, width, height }, kind, 6)}${texts}</g>`;
}

/** A box around other boxes. */
export interface Frame extends Box {
  /** Pixels between the left edge and the lines. @default 12 */
  readonly indent?: number | undefined;
}

/** A frame with its lines in the upper left corner. */
export function frame({ x, y, width, height, kind, lines, indent = 12 }: Frame): Markup {
  const texts = lines.map((line, index) =>
    svgText(line, x + indent, y + 22 + index * LINE_HEIGHT, index === 0 ? "title" : "subtitle"),
  );
  return markup`${rectangle({ x, y, width, height }, kind, 10)}${texts}`;
}

/**
 * A rectangle with rounded corners.
 *
 * @param kind CSS class in the style sheet
 * @param radius of the corners, in pixels
 */
export function rectangle({ x, y, width, height }: Rectangle, kind: string, radius: number): Markup {
  return markup`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" class="${kind}"/>`;
}

/**
 * One line of text.
 *
 * @param y of the baseline, in pixels
 * @param kind CSS class in the style sheet
 */
export function svgText(content: string, x: number, y: number, kind: string): Markup {
  return markup`<text x="${x}" y="${y}" class="${kind}">${content}</text>`;
}

/** What moves along an arrow, or how its ends are connected; decides its color. */
export type ArrowKind = "people" | "data" | "private" | "attached" | "out" | "back";

/** A line through points with an arrowhead at its end. */
export interface Arrow {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly kind: ArrowKind;
  /** Short label near the start: above a horizontal arrow, to the right of a vertical one. @default - no label */
  readonly label?: string;
}

/** An arrow as SVG, with its label if it has one. */
export function arrow({ points, kind, label }: Arrow): Markup {
  const path = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join(" ");
  const line = markup`<path d="${path}" class="${kind}"/><path d="${headOf(points)}" class="head-${kind}"/>`;
  return label === undefined || label === "" ? line : markup`${line}${labelAt(points, label)}`;
}

const HEAD_LENGTH = 8;
const HALF_HEAD = 4;

/** A triangle at the last point. It needs no marker, whose ID would have to be unique in a page. */
function headOf(points: Arrow["points"]): string {
  const [[fromX, fromY], [x, y]] = [points.at(-2) ?? [0, 0], points.at(-1) ?? [0, 0]];
  const [dx, dy] = [Math.sign(x - fromX), Math.sign(y - fromY)];
  const [backX, backY] = [x - dx * HEAD_LENGTH, y - dy * HEAD_LENGTH];
  const [sideX, sideY] = [dy * HALF_HEAD, dx * HALF_HEAD];
  return `M${x} ${y} L${backX + sideX} ${backY + sideY} L${backX - sideX} ${backY - sideY} z`;
}

function labelAt([start, next]: Arrow["points"], label: string): Markup {
  const [[x, y], [, nextY]] = [start ?? [0, 0], next ?? [0, 0]];
  return y === nextY ? svgText(label, x + 8, y - 6, "label") : svgText(label, x + 7, (y + nextY) / 2 + 4, "label");
}

/** Pixels. Width of a pill with its text; nothing for no text. */
export function widthOfPill(text: string): number {
  return text === "" ? 0 : text.length * 6.6 + 22;
}

/** A text on a rounded ground whose right edge is at `right`. */
export function pill(text: string, right: number, y: number, kind: string): Markup {
  const width = widthOfPill(text);
  const x = right - width;
  return markup`<g>${rectangle({ x, y, width, height: 22 }, kind, 11)}<text x="${x + width / 2}" y="${y + 15}" class="${kind}-text">${text}</text></g>`;
}

/** A line that ends at a closed border: a circle with a bar. */
export function barrier(x: number, from: number, to: number): Markup {
  const end = to - BARRIER_RADIUS;
  return markup`<path d="M${x} ${from} L${x} ${end}" class="blocked"/><circle cx="${x}" cy="${to}" r="${BARRIER_RADIUS}" class="stop"/><path d="M${x - 4.5} ${to} L${x + 4.5} ${to}" class="bar"/>`;
}

const BARRIER_RADIUS = 9;

/** A complete drawing. Screen readers read its title and description. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly parts: readonly Markup[];
}

/** The drawing as a file of its own. */
export function svg(drawing: Drawing): string {
  const { width, height } = drawing;
  const style = fixedMarkup(
    `<style>${styleSheet(LIGHT_COLORS)}</style>\n<rect width="${width}" height="${height}" fill="#ffffff"/>`,
  );
  return inlineSvg(drawing, "", style).render();
}

/**
 * The drawing as an element of a page, which has the style sheet.
 *
 * @param prefix makes the IDs of the title and of the description unique
 * @param background drawn below everything else. @default - nothing
 */
export function inlineSvg(
  { width, height, title, description, parts }: Drawing,
  prefix: string,
  background?: Markup,
): Markup {
  const [titleId, descriptionId] = [`${prefix}title`, `${prefix}description`];
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${titleId} ${descriptionId}">
<title id="${titleId}">${title}</title>
<desc id="${descriptionId}">${description}</desc>
${background}
${parts.map((part) => markup`${part}\n`)}</svg>
`;
}
