import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

export const CONTROLS_PAGE = join(ROOT, "docs", "controls.md");

/** Where the part begins that is written from the code. */
export const GENERATED_HEADING = "## Claims";

/** A row of a table: its cells, without the bars. */
export type Row = readonly string[];

/** The part of the page that people write. */
export function handWritten(page: string): string {
  return page.slice(0, page.indexOf(GENERATED_HEADING));
}

/** The rows of every table below a heading, up to the next heading of its level. */
export function rowsBelow(page: string, heading: string): readonly Row[] {
  const level = heading.indexOf(" ");
  const [, after = ""] = page.split(`\n${heading}\n`);
  const [section = ""] = after.split(new RegExp(`\\n#{1,${level}} `));
  const lines = section.split("\n").filter((line) => line.startsWith("| "));
  return lines.filter((_, index) => !isHeader(lines[index], section)).map(cellsOf);
}

function isHeader(line: string | undefined, section: string): boolean {
  return section.includes(`${line}\n|---`);
}

function cellsOf(line: string): Row {
  return line.replace(/^\| /, "").replace(/ \|$/, "").split(" | ");
}

/** What stands in code style. */
export function codeIn(text: string): readonly string[] {
  return found(text, /`([^`]+)`/g);
}

/** Files that a text refers to, as `[path]`; those of tests without their folder. */
export function filesIn(text: string): readonly string[] {
  return [...new Set(found(text, /\[([\w./-]+\.(?:ts|md))\]/g))];
}

/** The files and, each after its file, the names in them. */
export function namesIn(text: string): readonly (readonly [file: string, name: string])[] {
  return pairs(text, /\[([\w./-]+)\] `([^`]+)`/g);
}

/** The files of tests and, each after its file, parts of titles. */
export function titlesIn(text: string): readonly (readonly [file: string, title: string])[] {
  return pairs(text, /\[([\w./-]+\.test\.ts)\] "([^"]+)"/g);
}

/** What is quoted and is no title of a test. */
export function quotedIn(text: string): readonly string[] {
  return found(text.replaceAll(/\[[\w./-]+\.test\.ts\] "[^"]+"/g, ""), /"([^"]+)"/g);
}

/** Where a reference leads, from the root of the project. */
export function pathOf(file: string): string {
  return file.endsWith(".test.ts") && !file.startsWith("__tests__/") ? join("__tests__", file) : file;
}

export function isThere(file: string): boolean {
  return existsSync(join(ROOT, pathOf(file)));
}

export function textOf(file: string): string {
  return readFileSync(join(ROOT, pathOf(file)), "utf8");
}

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, part = ""]) => part);
}

function pairs(text: string, pattern: RegExp): readonly (readonly [string, string])[] {
  return [...text.matchAll(pattern)].map(([, one = "", other = ""]) => [one, other]);
}
