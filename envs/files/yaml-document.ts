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

/**
 * Reads one document of YAML 1.2 (core schema), of which JSON is a part, as plain data. Refused are anchors and aliases, tags, keys that
 * are not text, keys that are there twice, and a second document: nothing in a document means more than it says.
 *
 * @see https://yaml.org/spec/1.2.2/
 */
export function readYamlDocument(text: string): YamlDocument {
  try {
    return parseAndRead(text);
  } catch (error) {
    if (error instanceof RangeError) {
      return refused([{ line: 1, text: "is nested too deeply; less than 10 levels are needed" }]);
    }
    throw error;
  }
}

function parseAndRead(text: string): YamlDocument {
  const yaml = require("yaml") as YamlLibrary;
  const starts = lineStarts(text);
  const lineAt = (offset: number) => starts.findLastIndex((start) => start <= offset) + 1;
  const documents = yaml.parseAllDocuments(text, {
    schema: "core",
    version: "1.2",
    merge: false,
    uniqueKeys: true,
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
  const errors = [...document.errors, ...document.warnings];
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

function refused(mistakes: readonly FileMistake[]): YamlDocument {
  return { kind: "refused", mistakes };
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
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
    return this.yaml.isScalar(contents) ? node.value : null;
  }

  private readMap(pairs: readonly unknown[], path: readonly PropertyKey[], line: number): object {
    const entries = pairs.flatMap((pair) => {
      const { key, value } = pair as { readonly key: unknown; readonly value: unknown };
      const name = this.yaml.isScalar(key) ? (key as YamlNode).value : undefined;
      const at = this.lineOf(key, line);
      if (typeof name !== "string" || name === "__proto__" || (key as YamlNode).anchor !== undefined) {
        this.refuse(path, at, "has a key that is not a plain text; put it in quotes, or remove it");
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
    this.mistakes.push({ line, text: `${fieldPath(path)}: ${text}` });
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
