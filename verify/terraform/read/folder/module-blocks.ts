import type { NestedBlocks } from "../../hcl/hcl-to-json";
import { blocksOf, isJsonObject, itemsOf, type Json, type JsonObject, jsonText } from "../../terraform-configuration";

/** One block at the top of a module's files. */
export interface ModuleBlock {
  /** `resource`, `locals` and so on. */
  readonly section: string;
  /** `["aws_vpc", "main"]` for a resource, empty for `locals`. */
  readonly labels: readonly string[];
  readonly body: JsonObject;
  /** The file, for messages. */
  readonly path: string;
  /**
   * Names in the body that are written as blocks of HCL. The others are arguments of HCL, or members of Terraform's JSON syntax, which
   * does not tell a block from an argument.
   */
  readonly nestedBlocks: ReadonlySet<string>;
  /** Whether the body is in Terraform's JSON syntax. */
  readonly isJson: boolean;
}

/** A parsed file of a module. A list at the root of a file is a list of such objects. */
export interface ConfigurationFile {
  readonly path: string;
  readonly json: JsonObject;
  /** For a file in HCL: which names are written as blocks. @default - the file is in Terraform's JSON syntax */
  readonly nestedBlocks?: NestedBlocks;
  /** Whether a program made the JSON, so that sections may be empty, and comments anywhere. @default - it is a file, as Terraform reads it */
  readonly isMade?: true;
}

/**
 * How many labels the blocks of a section have.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json#block-type-specific-exceptions
 */
export const sectionLabels: ReadonlyMap<string, number> = new Map([
  ["resource", 2],
  ["data", 2],
  ["ephemeral", 2],
  ["module", 1],
  ["provider", 1],
  ["variable", 1],
  ["output", 1],
  ["check", 1],
  ["terraform", 0],
  ["locals", 0],
  ["moved", 0],
  ["import", 0],
  ["removed", 0],
]);

/** Sections with one block for each name. */
const namedSections: ReadonlySet<string> = new Set([
  "resource",
  "data",
  "ephemeral",
  "module",
  "variable",
  "output",
  "check",
]);

/**
 * The blocks of a file in Terraform's JSON syntax, where each level may be an object or a list of objects. Sections that are not
 * known have no blocks; {@link unknownSections} lists them.
 *
 * @throws for a value that Terraform refuses where it expects a block, and for an invalid name
 */
export function blocksInFile(file: ConfigurationFile): readonly ModuleBlock[] {
  return Object.entries(file.json).flatMap(([section, value]) => {
    const labels = sectionLabels.get(section);
    return labels === undefined ? [] : labeledBlocks(value, section, labels, file, []);
  });
}

/** Keys at the root of a file that are no known section. */
export function unknownSections({ json }: ConfigurationFile): readonly string[] {
  return Object.keys(json).filter((key) => key !== "//" && !sectionLabels.has(key));
}

function labeledBlocks(
  value: Json,
  section: string,
  missing: number,
  file: ConfigurationFile,
  labels: readonly string[],
): readonly ModuleBlock[] {
  const { path, nestedBlocks: written, isMade = false } = file;
  const where = `${path}: ${[section, ...labels].join(".")}`;
  // A null in place of a block is no block. A null in a list of blocks is a block without arguments.
  const objects = value === null ? [] : Array.isArray(value) ? value.map((item) => item ?? {}) : [value];
  const isNothing = objects.every(
    (object, index) => isJsonObject(object) && isEmpty(object) && !(isMade && isJsonObject(itemsOf(value)[index])),
  );
  if (missing > 0 && isNothing) {
    throw new Error(
      `${where}: no block with a name, got ${JSON.stringify(value)}, which Terraform refuses; name a block, or remove it`,
    );
  }
  return objects.flatMap((object): readonly ModuleBlock[] => {
    if (!isJsonObject(object)) {
      throw new Error(`${where}: not a block, got ${JSON.stringify(object)}; write an object with its arguments`);
    }
    return missing === 0
      ? [
          {
            section,
            labels,
            body: withoutComment(object),
            path,
            nestedBlocks: written?.get(object) ?? noNames,
            isJson: written === undefined,
          },
        ]
      : Object.entries(isMade ? withoutComment(object) : object).flatMap(([label, inner]) => {
          requireName(label, where);
          return labeledBlocks(inner, section, missing - 1, file, [...labels, label]);
        });
  });
}

function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0;
}

const noNames: ReadonlySet<string> = new Set();

/** `//` is a comment in Terraform's JSON syntax. cdktf writes its metadata there. */
function withoutComment(object: JsonObject): JsonObject {
  const { "//": _, ...rest } = object;
  return rest;
}

/** @see https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers */
function requireName(name: string, where: string): void {
  if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name)) {
    throw new Error(
      `${where}: not a valid name, got ${JSON.stringify(name)}; use letters, digits, _ and -, and start with a letter or _`,
    );
  }
}

/** The blocks as one module in Terraform's JSON syntax. */
export function moduleOfBlocks(blocks: readonly ModuleBlock[]): JsonObject {
  const sections = new Map<string, Json[]>();
  for (const { section, labels, body } of blocks) {
    const block = labels.reduceRight<Json>((inner, label) => ({ [label]: inner }), body);
    sections.set(section, [...(sections.get(section) ?? []), block]);
  }
  return Object.fromEntries(sections);
}

/** Identifies a block: an address, or the alias of a provider. `undefined` for a section whose blocks have no names. */
export function blockKey({ section, labels, body }: ModuleBlock): string | undefined {
  if (section === "provider") {
    return [section, ...labels, ...(body.alias === undefined ? [] : [jsonText(body.alias)])].join(".");
  }
  return namedSections.has(section) ? [section, ...labels].join(".") : undefined;
}

/**
 * Refuses what Terraform refuses in the files of one module together.
 *
 * @throws for a second block with the same address, the same provider alias or the same local name
 */
export function requireDistinctBlocks(blocks: readonly ModuleBlock[]): void {
  const first = new Map<string, ModuleBlock>();
  for (const block of blocks) {
    for (const key of [...singleNames(block), ...[blockKey(block) ?? []].flat()]) {
      const earlier = first.get(key);
      if (earlier !== undefined) {
        const other = earlier.path === block.path ? "twice in this file" : `also in ${earlier.path}`;
        throw new Error(
          `${block.path}: ${key} is defined ${other}, which Terraform refuses; remove or rename one of them`,
        );
      }
      first.set(key, block);
    }
  }
}

/** Names of what the blocks of a section may contain once in a module. */
function singleNames({ section, body }: ModuleBlock): readonly string[] {
  switch (section) {
    case "locals":
      return Object.keys(body).map((name) => `local.${name}`);
    case "terraform":
      return blocksOf(body.required_providers).length > 0 ? ["terraform.required_providers"] : [];
    default:
      return [];
  }
}
