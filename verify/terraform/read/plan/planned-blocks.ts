import { isJsonObject, type Json, type UnreadPart } from "../../terraform-configuration";

/**
 * Parts that were not read, without dynamic blocks that the plan shows: it has all of them, unless their number is known after the
 * apply.
 *
 * @param unknown `after_unknown` of each resource by address
 */
export function withoutPlannedBlocks(
  parts: readonly UnreadPart[],
  resources: readonly { readonly address: string }[],
  unknown: ReadonlyMap<string, Json>,
): readonly UnreadPart[] {
  const planned = new Set(resources.map(({ address }) => address));
  return parts.filter(
    ({ address, dynamicBlocks }) =>
      dynamicBlocks === undefined ||
      !planned.has(address) ||
      unknown.get(address) === true ||
      hasUnknownMember(unknown.get(address) ?? null, new Set(dynamicBlocks)),
  );
}

/** Whether a member with one of the names is unknown as a whole. */
function hasUnknownMember(tree: Json, names: ReadonlySet<string>): boolean {
  if (Array.isArray(tree)) {
    return tree.some((item) => hasUnknownMember(item, names));
  }
  return (
    isJsonObject(tree) &&
    Object.entries(tree).some(([name, inner]) => (inner === true && names.has(name)) || hasUnknownMember(inner, names))
  );
}
