import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The start of each case: a small perimeter in HCL. Every secret in it contains the word TULIP. */
export const baseText = readFileSync(join(__dirname, "base.tf"), "utf8");

/** Changes the text of a root module. */
export type TextEdit = (text: string) => string;

export function replace(from: string, to: string): TextEdit {
  return (text) => {
    if (!text.includes(from)) {
      throw new Error(`base.tf lacks ${from}`);
    }
    return text.replace(from, to);
  };
}

/** Adds a block at the end. */
export function add(block: string): TextEdit {
  return (text) => `${text}\n${block}\n`;
}

/** Several edits, one after the other. */
export function both(...edits: readonly TextEdit[]): TextEdit {
  return (text) => edits.reduce((edited, edit) => edit(edited), text);
}

/** Removes a resource whose block ends with the first brace at the start of a line. */
export function drop(type: string, name: string): TextEdit {
  return (text) => text.replace(new RegExp(`^resource "${type}" "${name}" \\{\\n(?:.*\\n)*?\\}\\n`, "m"), "");
}

/** Gives a resource another name everywhere, with the `moved` block that says so. */
export function rename(type: string, from: string, to: string): TextEdit {
  return both(
    replace(`resource "${type}" "${from}"`, `resource "${type}" "${to}"`),
    (text) => text.replaceAll(`${type}.${from}.`, `${type}.${to}.`),
    add(`moved {\n  from = ${type}.${from}\n  to   = ${type}.${to}\n}`),
  );
}
