import { join } from "node:path";
import { deriveSchema } from "../../../../rehearsal/schema/derive";
import { packagedTypes, packageRoot, providerVersion } from "../../../../rehearsal/schema/package-source";
import type { Block, CtyType } from "../../../../rehearsal/schema/provider-schema";
import { resourceTypes } from "../../../../verify/terraform/resource-types";
import { argumentUse, isListedBlock } from "../../../../verify/terraform/resource-types/argument-uses";
import type { ArgumentUse, ModeledType } from "../../../../verify/terraform/resource-types/resource-type";

const root = packageRoot(join(__dirname, "..", "..", "..", ".."));

/** Version of the provider whose schema is walked. */
export const walkedProviderVersion = providerVersion(root);

/** Every resource type, or every data source, of the installed provider. */
export function providerTypes(kind: "resource" | "data"): readonly string[] {
  return packagedTypes(root, kind);
}

/** Arguments that the installed provider no longer has, and that root modules of older versions set. */
export const olderArguments: Readonly<Record<string, readonly string[]>> = {
  aws_eip: ["vpc"],
  aws_vpc: ["enable_classiclink", "enable_classiclink_dns_support"],
};

/** One argument of the schema, or a block without arguments: a path without arguments of its own. */
interface SchemaArgument {
  readonly path: string;
  readonly isComputed: boolean;
}

function argumentsOfBlock({ attributes, block_types: blocks }: Block, prefix = ""): readonly SchemaArgument[] {
  return [
    ...Object.entries(attributes).flatMap(([name, { type, optional, required }]) =>
      optional === true || required === true
        ? membersOf(type, `${prefix}${name}`).map((path) => ({ path, isComputed: false }))
        : [{ path: `${prefix}${name}`, isComputed: true }],
    ),
    ...Object.entries(blocks).flatMap(([name, { block }]) =>
      isEmpty(block) ? [{ path: `${prefix}${name}`, isComputed: false }] : argumentsOfBlock(block, `${prefix}${name}.`),
    ),
  ];
}

/** Whether a block says something by being there, and has no arguments, such as `sse_s3`. */
const isEmpty = ({ attributes, block_types: blocks }: Block): boolean =>
  Object.keys(attributes).length === 0 && Object.keys(blocks).length === 0;

function membersOf(type: CtyType, path: string): readonly string[] {
  if (typeof type === "string") {
    return [path];
  }
  if (type[0] === "object") {
    return Object.entries(type[1]).flatMap(([name, inner]) => membersOf(inner, `${path}.${name}`));
  }
  return membersOf(type[1], path);
}

/** An argument of the schema of a modeled type, with what the registry says. */
export interface CoveredArgument {
  readonly type: string;
  readonly path: string;
  readonly isComputed: boolean;
  /** `undefined` when neither the argument nor a block around it has an entry. */
  readonly use: ArgumentUse | undefined;
}

/** Every argument of every modeled type. */
export function coveredArguments(): readonly CoveredArgument[] {
  const modeled = modeledTypes();
  const { resource_schemas: schemas } = deriveSchema(root, {
    resources: modeled.map(([type]) => type),
    dataSources: [],
  });
  return modeled.flatMap(([type, entry]) => {
    const schema = schemas[type];
    return schema === undefined
      ? []
      : argumentsOfBlock(schema.block).map(({ path, isComputed }) => ({
          type,
          path,
          isComputed,
          use: useOfPath(entry, path),
        }));
  });
}

export function modeledTypes(): readonly (readonly [string, ModeledType])[] {
  return Object.entries(resourceTypes).flatMap(([type, entry]) =>
    entry.kind === "modeled" ? [[type, entry] as const] : [],
  );
}

/** The entry of the argument, or of the innermost block around it. A map may have entries for its keys. */
function useOfPath(entry: ModeledType, path: string): ArgumentUse | undefined {
  const names = path.split(".");
  const around = names.map((_, at) => names.slice(0, names.length - at).join("."));
  const own = around.flatMap((prefix) => argumentUse(entry, prefix) ?? [])[0];
  return own ?? (isListedBlock(entry, path) ? entry.arguments[firstEntryIn(entry, path)] : undefined);
}

function firstEntryIn({ arguments: entries }: ModeledType, path: string): string {
  return Object.keys(entries).find((name) => name.startsWith(`${path}.`)) ?? "";
}
