import { argumentUse } from "./argument-uses";
import { resourceTypeOf } from "./index";
import type { ModeledType } from "./resource-type";

/**
 * Whether blocks of a resource cannot change a verdict, however many of them there are. What each of them contains is judged as that of a
 * block that is written out.
 *
 * @param path of the block, such as `rule.filter`
 */
export function isNeutralBlock(type: string, path: string): boolean {
  const known = resourceTypeOf(type);
  switch (known?.kind) {
    case "neutral":
      return known.isFreeText || known.namesNobody === true;
    case "modeled":
      return hasNeutralUse(known, path);
    default:
      return false;
  }
}

function hasNeutralUse(type: ModeledType, path: string): boolean {
  const names = path.split(".");
  // An entry also covers what is inside the argument.
  const own = names.flatMap((_, index) => argumentUse(type, names.slice(0, index + 1).join(".")) ?? []);
  const inside = Object.entries(type.arguments).flatMap(([entry, use]) => (entry.startsWith(`${path}.`) ? [use] : []));
  // An argument in the block that has no entry is a gap of its own.
  const uses = own.length > 0 ? own.slice(0, 1) : inside;
  return uses.length > 0 && uses.every(({ kind }) => kind === "neutral");
}
