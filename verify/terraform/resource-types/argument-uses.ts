import { memoizeByFirst } from "../../collections/memoize";
import { ownEntry } from "../../collections/own-entry";
import { isJsonObject, type Json, type Resource } from "../terraform-configuration";
import { LABEL, TIMEOUT } from "./neutral-reasons";
import { type ArgumentUse, type ModeledType, READ } from "./resource-type";

/** An argument of a resource as the registry sees it. */
export interface FoundArgument {
  readonly path: string;
  readonly value: Json;
  /** `undefined` if the registry has no entry, so that nobody knows what the argument does. */
  readonly use: ArgumentUse | undefined;
}

/** Arguments of every type that Terraform itself reads. */
export const metaArguments: ReadonlySet<string> = new Set([
  "//",
  "connection",
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "provider",
  "provisioner",
]);

/** Arguments of every type that the provider reads alike. An entry of the type takes precedence. */
const commonArguments: Readonly<Record<string, ArgumentUse>> = {
  // Only plans and states contain it.
  id: READ,
  // `regionGaps` compares it with the region of the provider.
  region: READ,
  tags: LABEL,
  tags_all: LABEL,
  timeouts: TIMEOUT,
};

/** The entry for the path of an argument, without those of the arguments around it. */
export function argumentUse({ arguments: entries }: ModeledType, path: string): ArgumentUse | undefined {
  return ownEntry(entries, path) ?? ownEntry(commonArguments, path);
}

/** Whether the path is a block whose arguments have entries of their own. */
export function isListedBlock({ arguments: entries }: ModeledType, path: string): boolean {
  return Object.keys(entries).some((entry) => entry.startsWith(`${path}.`));
}

/**
 * Every argument of a resource that is set and that AWS did not compute, with its entry.
 *
 * @param type that of the resource
 */
export const argumentsOf: (resource: Resource, type: ModeledType) => readonly FoundArgument[] = memoizeByFirst(
  ({ values }, type) =>
    argumentsIn(
      type,
      Object.entries(values).filter(([name]) => !metaArguments.has(name)),
      "",
    ),
);

function argumentsIn(
  type: ModeledType,
  entries: readonly (readonly [string, Json])[],
  prefix: string,
): readonly FoundArgument[] {
  return entries.flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    if (isUnset(value) || type.computed.has(path)) {
      return [];
    }
    const use = argumentUse(type, path);
    if (use !== undefined || !isListedBlock(type, path)) {
      return [{ path, value, use }];
    }
    const blocks = Array.isArray(value) ? value : [value];
    return blocks.flatMap((block) =>
      isJsonObject(block)
        ? argumentsIn(type, Object.entries(block), `${path}.`)
        : isUnset(block)
          ? []
          : [{ path, value: block, use: undefined }],
    );
  });
}

/** Whether Terraform takes the value for an argument that is left out. */
export function isUnset(value: Json): boolean {
  return value === null || (Array.isArray(value) && value.every(isUnset));
}
