/** A value that AWS would refuse. */
export interface Refusal {
  /** Terraform address of the resource, or `provider.aws`. */
  readonly address: string;
  /** Path of the argument; empty for the resource as a whole. */
  readonly argument: string;
  /** What is wrong, e.g. `must have at most 64 characters`. */
  readonly problem: string;
  /** The value. @default - none: the problem says it */
  readonly value?: unknown;
  /** What to do. */
  readonly remedy: string;
  /** The schema, table or page that says so. */
  readonly source: string;
}

const SHOWN_CHARACTERS = 80;

/** One line: where, what is wrong, the value, what to do, and who says so. */
export function refusalLine({ address, argument, problem, value, remedy, source }: Refusal): string {
  const where = argument === "" ? address : `${address}: ${argument}`;
  const got = value === undefined ? "" : `, got ${shown(value)}`;
  return `${where}: ${problem}${got}; ${remedy} (${source})`;
}

/** A value on one line, without characters that a terminal would interpret. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  const cut =
    text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}... (${text.length} characters)` : text;
  return cut.replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
