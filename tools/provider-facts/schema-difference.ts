import { deriveSchema } from "../../rehearsal/schema/derive";
import { packagedTypes } from "../../rehearsal/schema/package-source";
import type { Attribute, Block, CtyType } from "../../rehearsal/schema/provider-schema";
import { resourceTypes } from "../../verify/terraform/resource-types";

/** What a newer provider has that an older one lacks, and what it lost. */
export interface SchemaDifference {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
  /** Resource types whose arguments are compared: those of both that a model reads. */
  readonly compared: readonly string[];
  /** Arguments that can be set, by resource type: path and type. Only of types that are compared. */
  readonly arguments: Readonly<Record<string, Readonly<Record<string, CtyType>>>>;
  /** Types and arguments of the older provider that the newer one lacks, or of which it requires or accepts something else. */
  readonly broken: readonly string[];
}

/** Compares two unpacked packages of bindings. */
export function schemaDifference(older: string, newer: string): SchemaDifference {
  const [before, after] = [typesOf(older), typesOf(newer)];
  const modeled = before.resources.filter(
    (type) => resourceTypes[type]?.kind === "modeled" && after.resources.includes(type),
  );
  const used = { resources: modeled, dataSources: [] };
  const [was, is] = [deriveSchema(older, used).resource_schemas, deriveSchema(newer, used).resource_schemas];
  const compared = modeled.map((type) => {
    const [old, current] = [argumentsOf(was[type]?.block), argumentsOf(is[type]?.block)];
    const added = [...current].filter(([path]) => !old.has(path));
    return {
      type,
      added: Object.fromEntries(added.map(([path, argument]) => [path, argument.type])),
      broken: [
        ...added.filter(([path, { required }]) => required && !isInNewBlock(path, old)).map(([path]) => path),
        ...[...old].filter(([path, argument]) => !isSame(argument, current.get(path))).map(([path]) => path),
      ].map((path) => `${type}.${path}`),
    };
  });
  return {
    resources: after.resources.filter((type) => !before.resources.includes(type)),
    dataSources: after.dataSources.filter((type) => !before.dataSources.includes(type)),
    compared: modeled.toSorted(),
    arguments: Object.fromEntries(
      compared.filter(({ added }) => Object.keys(added).length > 0).map(({ type, added }) => [type, added]),
    ),
    broken: [
      ...before.resources.filter((type) => !after.resources.includes(type)),
      ...before.dataSources.filter((type) => !after.dataSources.includes(type)).map((type) => `data.${type}`),
      ...compared.flatMap(({ broken }) => broken),
    ],
  };
}

function typesOf(root: string): { readonly resources: readonly string[]; readonly dataSources: readonly string[] } {
  return { resources: packagedTypes(root, "resource"), dataSources: packagedTypes(root, "data") };
}

/** An argument that can be set. */
interface SchemaArgument {
  readonly type: CtyType;
  readonly required: boolean;
}

function argumentsOf(block: Block | undefined, prefix = ""): ReadonlyMap<string, SchemaArgument> {
  return new Map([
    ...Object.entries(block?.attributes ?? {}).flatMap(([name, attribute]) => settable(`${prefix}${name}`, attribute)),
    ...Object.entries(block?.block_types ?? {}).flatMap(([name, nested]) => [
      ...argumentsOf(nested.block, `${prefix}${name}.`),
    ]),
  ]);
}

function settable(
  path: string,
  { type, optional, required }: Attribute,
): readonly (readonly [string, SchemaArgument])[] {
  return optional === true || required === true
    ? membersOf(path, type).map(([inner, of]) => [inner, { type: of, required: required === true && inner === path }])
    : [];
}

/** Attributes that hold objects are written as blocks are. */
function membersOf(path: string, type: CtyType): readonly (readonly [string, CtyType])[] {
  if (typeof type === "string" || typeof type[1] === "string") {
    return [[path, type]];
  }
  return type[0] === "object"
    ? Object.entries(type[1]).flatMap(([name, of]) => membersOf(`${path}.${name}`, of))
    : membersOf(path, type[1]);
}

function isInNewBlock(path: string, old: ReadonlyMap<string, SchemaArgument>): boolean {
  const block = path.slice(0, path.lastIndexOf(".") + 1);
  return ![...old.keys()].some((other) => other.startsWith(block));
}

function isSame(argument: SchemaArgument, other: SchemaArgument | undefined): boolean {
  const isStricter = other?.required === true && !argument.required;
  return other !== undefined && !isStricter && JSON.stringify(argument.type) === JSON.stringify(other.type);
}
