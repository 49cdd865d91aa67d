/** A value of a resource that AWS would refuse. */
export interface ArgumentRefusal {
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
  /** Whether AWS accepts it, although it has no effect: a mistake of the stack, and no failed apply. @default false */
  readonly isAccepted?: boolean;
}

/** The same with the Terraform address of the resource, or `provider.aws`. */
export interface Refusal extends ArgumentRefusal {
  readonly address: string;
}

const SHOWN_CHARACTERS = 80;

/** One line: where, what is wrong, the value, what to do, and who says so. */
export function refusalLine({ address, ...refusal }: Refusal): string {
  return `${address}: ${argumentRefusalText(refusal)}`;
}

/** The same without the address. */
export function argumentRefusalText({ argument, problem, value, remedy, source }: ArgumentRefusal): string {
  const where = argument === "" ? "" : `${argument}: `;
  const got = value === undefined ? "" : `, got ${shown(value)}`;
  return `${where}${printable(problem)}${got}; ${printable(remedy)} (${source})`;
}

/** A value on one line. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  const { length } = text;
  return printable(length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}... (${length} characters)` : text);
}

/** Without characters that a terminal would interpret. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
