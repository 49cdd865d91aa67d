import { isJsonObject, type JsonObject } from "../../terraform/terraform-configuration";

/** What instances of SageMaker are used for. */
export const instanceUses = ["apps", "training", "processing", "transform", "endpoints"] as const;

/** One of {@link instanceUses}. */
export type InstanceUse = (typeof instanceUses)[number];

/** Instance types that users may use, by use: `ml.m5.large`, `ml.m5.*`. A use without a list may use every type. */
export type DeclaredInstanceTypes = Readonly<Partial<Record<InstanceUse, readonly string[]>>>;

/** A pattern of several families would declare types that nobody has read. */
const typeOrFamily = /^ml\.[a-z][a-z0-9-]*\.(?:\*|[a-z0-9-]+)$/;

/**
 * Reads the instance types that a stack declares.
 *
 * @throws when a use or a type is not known by its form
 */
export function readInstanceTypes(declared: JsonObject, where: string): DeclaredInstanceTypes {
  const lists = declared.instance_types ?? null;
  const isWellFormed =
    isJsonObject(lists) &&
    Object.entries(lists).every(
      ([use, types]) =>
        instanceUses.some((known) => known === use) &&
        Array.isArray(types) &&
        types.length > 0 &&
        types.every((name) => typeof name === "string" && typeOrFamily.test(name)),
    );
  if (!isWellFormed) {
    throw new Error(
      `${where}.instance_types: not lists of instance types, got ${JSON.stringify(lists)}; write { ${instanceUses.join(", ")} }, each a list such as ["ml.m5.large", "ml.g5.*"]`,
    );
  }
  return lists as DeclaredInstanceTypes;
}
