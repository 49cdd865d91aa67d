import { fieldPath } from "../validation/issues/validation-issue";
import { type FileMistake, type YamlError, yamlSyntaxMistakes } from "./yaml-syntax-mistake";

/** A node of the syntax tree, as far as it is read here. */
interface YamlNode {
  readonly range?: readonly [number, number, number] | null;
  readonly anchor?: string;
  readonly tag?: string;
  readonly source?: unknown;
  readonly value?: unknown;
  readonly items?: readonly unknown[];
}

interface YamlPair {
  readonly key: unknown;
  readonly value: unknown;
}

interface ParsedDocument {
  readonly contents: unknown;
  readonly errors: readonly YamlError[];
  readonly warnings: readonly YamlError[];
}

/** What is used of the package `yaml`. It is loaded when the first file needs it, because most commands read none. */
interface YamlLibrary {
  readonly parseAllDocuments: (text: string, options: object) => readonly ParsedDocument[];
  readonly isAlias: (node: unknown) => boolean;
  readonly isMap: (node: unknown) => boolean;
  readonly isSeq: (node: unknown) => boolean;
  readonly isScalar: (node: unknown) => boolean;
}

/** A document as plain data, and the line of each of its fields. */
export type YamlDocument =
  | {
      readonly kind: "read";
      readonly value: unknown;
      /** The line of a field such as `egress.allowList[2].name`, or of the closest field around it. */
      readonly lineOf: (field: string) => number;
    }
  | { readonly kind: "refused"; readonly mistakes: readonly FileMistake[] };

/** Reads one document from a file that is named YAML or JSON. JSON is a part of YAML; a file that is named JSON must be no more than that. */
export function readDocumentOfFile(text: string, path: string): YamlDocument {
  if (!path.endsWith(".json")) {
    return readYamlDocument(text);
  }
  const mistake = jsonMistake(text);
  // YAML has no tabs in its indentation. In JSON each tab is white space, because its strings cannot hold one.
  return mistake === undefined ? readYamlDocument(text.replaceAll("\t", " ")) : refused([mistake]);
}

function jsonMistake(text: string): FileMistake | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = (error as Error).message.replaceAll(/\s+/g, " ");
    const [, position = "0"] = /position (\d+)/.exec(message) ?? [];
    const line = text.slice(0, Number(position)).split("\n").length;
    return { line, text: `is not valid JSON: ${message}` };
  }
}

/**
 * Reads one document of YAML 1.2 (core schema), of which JSON is a part, as plain data. Refused are directives, anchors and aliases, tags,
 * merge keys, keys that are not text, keys that are there twice, characters that YAML does not allow, and a second document: nothing in a
 * document means more than it says. As YAML 1.2 has it, `yes`, `12:30` and dates are texts, and `010` is ten.
 *
 * @see https://yaml.org/spec/1.2.2/
 */
export function readYamlDocument(text: string): YamlDocument {
  try {
    return withoutForbiddenText(text) ?? parseAndRead(text);
  } catch (error) {
    if (error instanceof RangeError) {
      return refused([{ line: 1, text: "is nested too deeply; less than 10 levels are needed" }]);
    }
    throw error;
  }
}

/** A document for another version or with tags of its own begins with a directive. */
const directive = /^\uFEFF?(?:[ \t]*(?:#.*)?\r?\n)*%/;

/** What is no printable character of YAML. @see https://yaml.org/spec/1.2.2/#51-character-set */
const unprintable = /[^\t\n\r\x20-\x7E\x85\u{A0}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

function withoutForbiddenText(text: string): YamlDocument | undefined {
  const found = [
    { match: directive.exec(text), problem: "is a directive of YAML; remove it" },
    { match: unprintable.exec(text), problem: "has a control character, which YAML does not allow; remove it" },
  ];
  const mistakes = found.flatMap(({ match, problem }) => {
    const end = match === null ? undefined : match.index + match[0].length;
    return end === undefined ? [] : [{ line: text.slice(0, end).split("\n").length, text: problem }];
  });
  return mistakes.length > 0 ? refused(mistakes) : undefined;
}

function parseAndRead(text: string): YamlDocument {
  const yaml = require("yaml") as YamlLibrary;
  const starts = lineStarts(text);
  const lineAt = (offset: number) => countUpTo(starts, offset);
  const documents = yaml.parseAllDocuments(text, {
    schema: "core",
    version: "1.2",
    merge: false,
    // The package compares each key with each other one. See `duplicateKeys`.
    uniqueKeys: false,
    strict: true,
    stringKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const [document] = documents;
  if (document === undefined || document.contents === null) {
    return refused([{ line: 1, text: "is empty; write its fields" }]);
  }
  if (documents.length > 1) {
    return refused([{ line: 1, text: `holds ${documents.length} documents; write one per file` }]);
  }
  const errors = [...document.errors, ...document.warnings, ...duplicateKeys(yaml, document.contents)];
  if (errors.some(({ message }) => /call stack/.test(message))) {
    throw new RangeError("too deep");
  }
  if (errors.length > 0) {
    return refused(yamlSyntaxMistakes(errors, { text, contents: document.contents, lineAt }).slice(0, 10));
  }
  const reader = new DocumentReader(yaml, lineAt);
  const value = reader.read(document.contents, [], 1);
  return reader.mistakes.length > 0
    ? refused(reader.mistakes)
    : { kind: "read", value, lineOf: (field) => closestLine(reader.lines, field) };
}

/** The parser has no limit of its own but the stack, whose room differs from run to run. */
const MOST_LEVELS = 100;

/**
 * Keys that a map has twice, as the parser would report them.
 *
 * @throws a RangeError when it has more levels than {@link MOST_LEVELS}
 */
function duplicateKeys(yaml: YamlLibrary, contents: unknown, level = 0): readonly YamlError[] {
  if (!yaml.isMap(contents) && !yaml.isSeq(contents)) {
    return [];
  }
  if (level === MOST_LEVELS) {
    throw new RangeError("too deep");
  }
  const items = (contents as YamlNode).items ?? [];
  if (yaml.isSeq(contents)) {
    return items.flatMap((item) => duplicateKeys(yaml, item, level + 1));
  }
  const seen = new Set<unknown>();
  return (items as readonly YamlPair[]).flatMap(({ key, value }) => {
    const name = yaml.isScalar(key) ? (key as YamlNode).value : key;
    const [start = 0, end = start] = (key as YamlNode | null)?.range ?? [];
    const isTwice = seen.has(name);
    seen.add(name);
    const twice: YamlError = { code: "DUPLICATE_KEY", message: "", pos: [start, end] };
    return [...(isTwice ? [twice] : []), ...duplicateKeys(yaml, value, level + 1)];
  });
}

function refused(mistakes: readonly FileMistake[]): YamlDocument {
  return { kind: "refused", mistakes };
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/** How many of the ascending numbers are no greater than a limit. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Number.POSITIVE_INFINITY) <= limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Turns nodes into plain data, and notes where each field is and what is refused. */
class DocumentReader {
  readonly lines = new Map<string, number>();
  readonly mistakes: FileMistake[] = [];

  constructor(
    private readonly yaml: YamlLibrary,
    private readonly lineAt: (offset: number) => number,
  ) {}

  /** @param line where the field of the node is; the value may begin on a later line */
  read(contents: unknown, path: readonly PropertyKey[], line: number): unknown {
    const node = (contents ?? {}) as YamlNode;
    this.lines.set(fieldPath(path), line);
    if (this.yaml.isAlias(contents) || node.anchor !== undefined) {
      this.refuse(path, line, "uses an anchor or an alias; write the value out");
      return undefined;
    }
    if (node.tag !== undefined) {
      this.refuse(path, line, `has the tag ${node.tag}; remove it`);
      return undefined;
    }
    if (this.yaml.isMap(contents)) {
      return this.readMap(node.items ?? [], path, line);
    }
    if (this.yaml.isSeq(contents)) {
      return (node.items ?? []).map((item, index) => this.read(item, [...path, index], this.lineOf(item, line)));
    }
    if (typeof node.value === "string" && /\p{Surrogate}/u.test(node.value)) {
      this.refuse(path, line, "has half of a character; write the whole one");
    }
    return this.yaml.isScalar(contents) ? node.value : null;
  }

  private readMap(pairs: readonly unknown[], path: readonly PropertyKey[], line: number): object {
    const entries = pairs.flatMap((pair) => {
      const { key, value } = pair as YamlPair;
      const { value: written, anchor, tag } = (this.yaml.isScalar(key) ? key : {}) as YamlNode;
      const name = typeof written === "string" && written !== "__proto__" ? written : undefined;
      const at = this.lineOf(key, line);
      if (name === undefined || anchor !== undefined || tag !== undefined) {
        this.refuse(path, at, "has a key that is not a plain text; put it in quotes, or remove it");
        return [];
      }
      if (name === "<<") {
        this.refuse(path, at, "has a merge key; write its fields out");
        return [];
      }
      return [[name, this.read(value, [...path, name], at)] as const];
    });
    return Object.fromEntries(entries);
  }

  private lineOf(node: unknown, fallback: number): number {
    const start = (node as YamlNode | null)?.range?.[0];
    return start === undefined ? fallback : this.lineAt(start);
  }

  private refuse(path: readonly PropertyKey[], line: number, text: string): void {
    this.mistakes.push({ line, text: path.length === 0 ? text : `${fieldPath(path)}: ${text}` });
  }
}

/** Without the last step of its path, a field is the one around it. */
function closestLine(lines: ReadonlyMap<string, number>, field: string): number {
  const line = lines.get(field);
  if (line !== undefined || field === "") {
    return line ?? 1;
  }
  return closestLine(lines, field.replace(/(?:^|\.)[^.[\]]*$|\[[^[\]]*\]$|[\s\S]$/, ""));
}
