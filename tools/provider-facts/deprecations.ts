import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deriveSchema, RecursiveTypeError } from "../../rehearsal/schema/derive";
import type { Block, CtyType } from "../../rehearsal/schema/provider-schema";
import { type DocumentedDeclarations, type DocumentedMember, readDeclarations } from "./documented-declarations";
import { oneSpelling, type Section, snakeCase, terraformTypeFinder } from "./terraform-types";

/** By type and argument: the names to use instead, which may be none. `*` stands for the whole type. */
export type Deprecations = Record<Section, Record<string, Record<string, readonly string[]>>>;

/** A generated package of declarations that carries the provider's deprecations in its comments, and bindings of the same provider. */
interface DocumentedProvider {
  /** Folder of the unpacked package @pulumi/aws. */
  readonly documented: string;
  /** Folder of the unpacked bindings. */
  readonly bindings: string;
}

/** What was found, and what has no Terraform name that could be found. */
export interface FoundDeprecations {
  readonly deprecations: Deprecations;
  readonly unmatched: readonly string[];
}

/** Reads every file of the package, and finds the Terraform names in the schema of the bindings. */
export function extractDeprecations({ documented, bindings }: DocumentedProvider): FoundDeprecations {
  const files = declarationFiles(documented);
  const nested = nestedInterfaces(documented);
  const find = terraformTypeFinder(bindings);
  const typeOf = (name: string): string | undefined => {
    const file = files.get(name);
    return file === undefined ? undefined : find({ ...file, members: membersOf(file).map((member) => member.name) });
  };
  const typesNamedIn = (text: string): readonly string[] =>
    [...text.matchAll(/\baws\.(?:(\w+)\.)?(\w+)/g)].flatMap(([, service, name = ""]) => {
      const file = `${service === undefined ? "" : `${service}/`}${name[0]?.toLowerCase()}${name.slice(1)}`;
      return typeOf(file) ?? [];
    });
  const deprecations: Deprecations = { resource: {}, data: {} };
  const unmatched: string[] = [];
  for (const file of files.values()) {
    const members = membersOf(file);
    const found = [...deprecatedMembers(members, nested), ...deprecatedInText(file, members)];
    const whole = /\b(?:resource|data source) is deprecated\b.*/i.exec(file.doc)?.[0];
    const type = found.length === 0 && whole === undefined ? undefined : typeOf(file.name);
    const block = type === undefined ? undefined : schemaOf(bindings, file.section, type);
    if (type === undefined || block === undefined) {
      unmatched.push(...(found.length === 0 && whole === undefined ? [] : [file.name]));
      continue;
    }
    const entries: Record<string, readonly string[]> = whole === undefined ? {} : { "*": typesNamedIn(whole) };
    for (const { path, text } of found) {
      const argument = terraformPath(block, path);
      if (argument === undefined) {
        unmatched.push(`${file.name}: ${path.join(".")}`);
      } else {
        const use = new Set([...replacements(text, block, argument), ...typesNamedIn(text)]);
        entries[argument] ??= [...use].filter((name) => name !== type);
      }
    }
    deprecations[file.section][type] = { ...deprecations[file.section][type], ...entries };
  }
  return { deprecations, unmatched };
}

interface DeclarationFile extends DocumentedDeclarations {
  readonly doc: string;
  readonly section: Section;
  readonly name: string;
}

function declarationFiles(root: string): ReadonlyMap<string, DeclarationFile> {
  const files = new Map<string, DeclarationFile>();
  const services = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== "types",
  );
  for (const service of ["", ...services.map(({ name }) => name)]) {
    for (const file of readdirSync(join(root, service)).filter((name) => name.endsWith(".d.ts"))) {
      const name = `${service === "" ? "" : `${service}/`}${file.slice(0, -".d.ts".length)}`;
      const declarations = readDeclarations(readFileSync(join(root, service, file), "utf8"));
      if (declarations.doc !== undefined) {
        const section = file.startsWith("get") ? "data" : "resource";
        files.set(name, { ...declarations, doc: declarations.doc, name, section });
      }
    }
  }
  return files;
}

/** Interfaces of nested blocks, by the name that types give them. */
function nestedInterfaces(root: string): ReadonlyMap<string, readonly DocumentedMember[]> {
  const read = (kind: string): DocumentedDeclarations["interfaces"] =>
    readDeclarations(readFileSync(join(root, "types", `${kind}.d.ts`), "utf8")).interfaces;
  return new Map(
    ["input", "output"].flatMap((kind) =>
      [...read(kind)].map(([name, members]) => [`${kind}s.${name}`, members] as const),
    ),
  );
}

/** Arguments and attributes: the state of a resource, or arguments and result of a data source. */
function membersOf({ interfaces }: DocumentedDeclarations): readonly DocumentedMember[] {
  const own = [...interfaces].filter(([name]) => /(?:State|Result|Args)$/.test(name) && !name.endsWith("OutputArgs"));
  return [...new Map(own.flatMap(([, members]) => members).map((member) => [member.name, member])).values()];
}

interface DeprecatedMember {
  readonly path: readonly string[];
  readonly text: string;
}

function deprecatedMembers(
  members: readonly DocumentedMember[],
  nested: ReadonlyMap<string, readonly DocumentedMember[]>,
  path: readonly string[] = [],
): readonly DeprecatedMember[] {
  return members.flatMap(({ name, type, doc }) => {
    const own = [...path, name];
    const text = /@deprecated ((?!.* is discouraged ).*)|\(\*\*Deprecated\b.*/s.exec(doc);
    const struct = /\b((?:in|out)puts\.[\w.]+)/.exec(type)?.[1] ?? "";
    const isDeep = path.length > 8;
    return [
      ...(text === null ? [] : [{ path: own, text: text[1] ?? text[0] }]),
      ...(isDeep ? [] : deprecatedMembers(nested.get(struct) ?? [], nested, own)),
    ];
  });
}

/** Arguments that the page of the type says are deprecated. */
function deprecatedInText({ doc }: DeclarationFile, members: readonly DocumentedMember[]): readonly DeprecatedMember[] {
  return [...doc.matchAll(/^ *> .*\bThe `(\w+)` argument is deprecated\. (.*)/gm)].flatMap(
    ([, name = "", text = ""]) =>
      members.some((member) => oneSpelling(member.name) === oneSpelling(name)) ? [{ path: [name], text }] : [],
  );
}

function schemaOf(bindings: string, section: Section, type: string): Block | undefined {
  const used = { resources: [], dataSources: [], [section === "data" ? "dataSources" : "resources"]: [type] };
  try {
    const schema = deriveSchema(bindings, used);
    return (section === "data" ? schema.data_source_schemas : schema.resource_schemas)[type]?.block;
  } catch (error) {
    if (error instanceof RecursiveTypeError) {
      return undefined;
    }
    throw error;
  }
}

/** A path in Terraform's names. */
function terraformPath(block: Block, path: readonly string[]): string | undefined {
  const [name = "", ...rest] = path;
  const own = [...Object.keys(block.attributes), ...Object.keys(block.block_types)];
  const found =
    own.find((candidate) => candidate === snakeCase(name)) ??
    own.find((candidate) => oneSpelling(candidate) === oneSpelling(name));
  if (found === undefined || rest.length === 0) {
    return found;
  }
  const inner = block.block_types[found]?.block ?? membersAsBlock(block.attributes[found]?.type);
  const deeper = inner === undefined ? undefined : terraformPath(inner, rest);
  return deeper === undefined ? undefined : `${found}.${deeper}`;
}

function membersAsBlock(type: CtyType | undefined): Block | undefined {
  if (type === undefined || typeof type === "string") {
    return undefined;
  }
  return type[0] === "object"
    ? {
        attributes: Object.fromEntries(Object.entries(type[1]).map(([name, of]) => [name, { type: of }])),
        block_types: {},
      }
    : membersAsBlock(type[1]);
}

const INSTEAD = /\b(?:use|using|configure|reference|parameter) (?:the )?[`'"]?(\w+)[`'"]?(?= instead|\b)/gi;

/** Arguments of the same block, or of the type, that the sentence names. */
function replacements(text: string, block: Block, argument: string): readonly string[] {
  const around = argument.split(".").slice(0, -1);
  return [...text.matchAll(INSTEAD)]
    .flatMap(([, name = ""]) => {
      const sibling = terraformPath(block, [...around, name]);
      return sibling !== undefined && sibling !== argument ? [sibling] : (terraformPath(block, [name]) ?? []);
    })
    .filter((use) => use !== argument);
}
