import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deriveSchema } from "../../../../rehearsal/schema/derive";
import { isPackaged, packageRoot } from "../../../../rehearsal/schema/package-source";
import type { Block, CtyType } from "../../../../rehearsal/schema/provider-schema";
import { argumentTypeCorrections } from "./argument-type-corrections";

const project = join(__dirname, "..", "..", "..", "..");

/** Tables of types without a model: their names do not ask for argument types. */
const foldersWithoutModels = ["argument-types", "resource-types"];

/** Every AWS type that the sources of `verify` and `review` name, and that the provider has. */
export function modeledTypes(): { readonly resources: readonly string[]; readonly dataSources: readonly string[] } {
  const root = packageRoot(project);
  const texts = ["verify", "review"].flatMap((folder) => sourcesUnder(join(project, folder)));
  const named = [...new Set(texts.flatMap((text) => text.match(/\baws_[a-z0-9_]*[a-z0-9]/g) ?? []))].sort();
  return {
    resources: named.filter((type) => isPackaged(root, "resource", type)),
    dataSources: named.filter((type) => isPackaged(root, "data", type)),
  };
}

function sourcesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return foldersWithoutModels.includes(entry.name) ? [] : sourcesUnder(path);
    }
    return entry.name.endsWith(".ts") ? [readFileSync(path, "utf8")] : [];
  });
}

/** The table in the notation of `parseArgumentTypes`, from the schema of the installed provider. */
export function argumentTypeTable(): Readonly<Record<string, string>> {
  const schema = deriveSchema(packageRoot(project), modeledTypes());
  const entries = [
    ...Object.entries(schema.resource_schemas),
    ...Object.entries(schema.data_source_schemas).map(([type, found]) => [`data.${type}`, found] as const),
  ];
  return Object.fromEntries(entries.map(([type, { block }]) => [type, membersOf(block, type)]));
}

function membersOf({ attributes, block_types: blocks }: Block, path: string): string {
  const own = Object.entries(attributes).map(([name, { type, required }]): [string, string] => [
    `${name}${required ? "!" : ""}`,
    argumentTypeCorrections.get(`${path}.${name}`) ?? notationOf(type),
  ]);
  const nested = Object.entries(blocks).map(([name, { block, nesting_mode, min_items = 0, max_items }]) => [
    `${name}${min_items > 0 ? "!" : ""}`,
    `${nesting_mode === "single" || max_items === 1 ? "block" : "blocks"}{${membersOf(block, `${path}.${name}`)}}`,
  ]);
  return [...own, ...nested].map(([name, type]) => (type === "string" ? name : `${name}:${type}`)).join(" ");
}

function notationOf(type: CtyType): string {
  if (typeof type === "string") {
    return type === "dynamic" ? "any" : type;
  }
  if (type[0] === "object") {
    const members = Object.entries(type[1]).map(([name, of]) => (of === "string" ? name : `${name}:${notationOf(of)}`));
    return `object{${members.join(" ")}}`;
  }
  const of = notationOf(type[1]);
  return of === "string" ? type[0] : `${type[0]}(${of})`;
}

/** Where the formatter breaks a line. */
const lineWidth = 120;

/** The text of `generated-argument-types.ts`. */
export function argumentTypeSource(): string {
  const lines = Object.entries(argumentTypeTable()).map(([type, notation]) => {
    const name = /^\w+$/.test(type) ? type : `"${type}"`;
    const line = `  ${name}: "${notation}",`;
    return line.length <= lineWidth ? line : `  ${name}:\n    "${notation}",`;
  });
  return `/**
 * Argument types of the resource types and data sources that a model reads, in the notation of \`parseArgumentTypes\`. Generated from the
 * installed provider package; \`npm run argument-types\` writes it again.
 */
export const generatedArgumentTypes: Readonly<Record<string, string>> = {
${lines.join("\n")}
};
`;
}
