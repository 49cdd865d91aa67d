/** A block of HCL as `terraform fmt` writes it. */
export interface HclBlock {
  /** Type and labels: `variable "name"`. */
  readonly header: string;
  /** Arguments in order: the name and its expression, which may have several lines. */
  readonly arguments: readonly (readonly [name: string, expression: string])[];
  /** Nested blocks, after the arguments. @default - none */
  readonly blocks?: readonly HclBlock[];
}

/** Blocks as the text of a file, with the alignment of `terraform fmt`. */
export function hclFile(blocks: readonly HclBlock[]): string {
  return `${blocks.map((block) => blockLines(block, "").join("\n")).join("\n\n")}\n`;
}

function blockLines({ header, arguments: named, blocks = [] }: HclBlock, indent: string): readonly string[] {
  const inner = `${indent}  `;
  const nested = blocks.flatMap((block, index) => [
    ...(index > 0 || named.length > 0 ? [""] : []),
    ...blockLines(block, inner),
  ]);
  return [`${indent}${header} {`, ...argumentLines(named, inner), ...nested, `${indent}}`];
}

/** Equals signs of neighboring lines are aligned; an expression of several lines stands alone. */
function argumentLines(named: HclBlock["arguments"], indent: string): readonly string[] {
  const lines: string[] = [];
  let group: (readonly [string, string])[] = [];
  const flush = (): void => {
    const width = Math.max(0, ...group.map(([name]) => name.length));
    lines.push(...group.map(([name, expression]) => `${indent}${name.padEnd(width)} = ${expression}`));
    group = [];
  };
  for (const [name, expression] of named) {
    if (expression.includes("\n")) {
      flush();
      lines.push(`${indent}${name} = ${expression.replaceAll("\n", `\n${indent}`)}`);
    } else {
      group.push([name, expression]);
    }
  }
  flush();
  return lines;
}

/** A JSON value as an expression of HCL, with an object on several lines. */
export function hclValue(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => hclValue(item, `${indent}  `));
    const isShort = items.every((item) => !item.includes("\n")) && items.join(", ").length < 80;
    return isShort ? `[${items.join(", ")}]` : `[\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, item]): readonly [string, string] => [
      /^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key),
      hclValue(item, `${indent}  `),
    ]);
    return members.length === 0 ? "{}" : `{\n${argumentLines(members, `${indent}  `).join("\n")}\n${indent}}`;
  }
  return hclText(value);
}

/** A scalar; a text is written without interpolation. */
function hclText(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value).replaceAll(/[$%](?=\{)/g, "$&$&") : String(value);
}
