/** Text that stands in an SVG element or attribute. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** A box with lines of text in its middle, the first of them bold. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Class of the drawing's style sheet. */
  readonly kind: string;
  readonly lines: readonly string[];
}

const LINE_HEIGHT = 16;

export function box({ x, y, width, height, kind, lines }: Box): string {
  const middle = x + width / 2;
  const top = y + height / 2 - ((lines.length - 1) * LINE_HEIGHT) / 2 + 4;
  const texts = lines.map((line, index) => {
    const style = index === 0 ? "name" : "detail";
    return `<text x="${middle}" y="${top + index * LINE_HEIGHT}" class="${style}">${escaped(line)}</text>`;
  });
  return `<g><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" class="${kind}"/>${texts.join("")}</g>`;
}

/** A frame with its title in the upper left corner. */
export function frame({ x, y, width, height, kind, lines }: Box): string {
  const texts = lines.map((line, index) => {
    const style = index === 0 ? "title" : "subtitle";
    return `<text x="${x + 12}" y="${y + 22 + index * LINE_HEIGHT}" class="${style}">${escaped(line)}</text>`;
  });
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" class="${kind}"/>${texts.join("")}`;
}

/** An arrow through points, bent at right angles by whoever names them. */
export function arrow(points: readonly (readonly [x: number, y: number])[], kind: string): string {
  const path = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join(" ");
  return `<path d="${path}" class="${kind}" marker-end="url(#head)"/>`;
}

const STYLE = `
  text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2430; }
  .name { font-size: 13px; font-weight: 600; text-anchor: middle; }
  .detail { font-size: 11px; text-anchor: middle; fill: #4a5160; }
  .title { font-size: 15px; font-weight: 700; }
  .subtitle { font-size: 11px; fill: #4a5160; }
  .vpc { fill: #f7f8fb; stroke: #8a93a6; stroke-width: 1.5; }
  .studio { fill: #dcebff; stroke: #2f6fd0; }
  .endpoint { fill: #e2f4e6; stroke: #2f8f4e; }
  .firewall { fill: #ffe3dc; stroke: #c8452a; }
  .nat { fill: #fff2d6; stroke: #b9821b; }
  .internet { fill: #ffffff; stroke: #8a93a6; stroke-dasharray: 4 3; }
  .out { fill: none; stroke: #c8452a; stroke-width: 1.6; }
  .back { fill: none; stroke: #c8452a; stroke-width: 1.2; stroke-dasharray: 4 3; }
  .private { fill: none; stroke: #2f8f4e; stroke-width: 1.6; }
`;

/** A whole drawing; the title is what a screen reader says. */
export function svg(width: number, height: number, title: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 L8 4 L0 8 z" fill="#4a5160"/></marker></defs>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${parts.join("\n")}
</svg>
`;
}
