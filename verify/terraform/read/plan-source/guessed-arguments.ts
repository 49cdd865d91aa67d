import { withoutInstanceKeys } from "../../resource-address";
import { type Guess, isJsonObject, type Json, jsonText } from "../../terraform-configuration";
import type { ResourceValues } from "../plan/values-representation";

/**
 * Arguments that are unknown until the apply and whose expression the plan does not hold: of a stack in HCL it lists only what the
 * expression refers to.
 *
 * @param unknown `after_unknown` by address
 */
export function guessedArguments(
  resources: readonly ResourceValues[],
  configuration: Json | undefined,
  unknown: ReadonlyMap<string, Json>,
): readonly Guess[] {
  const { root_module: root } = isJsonObject(configuration) ? configuration : {};
  const expressions = new Map(expressionsIn(root, ""));
  return resources.flatMap(({ address, mode, type }) => {
    const written = expressions.get(withoutInstanceKeys(address));
    const marks = unknown.get(address);
    return mode !== "managed" || !isJsonObject(written) || !isJsonObject(marks)
      ? []
      : Object.entries(written)
          .filter(([name, expression]) => hasMark(marks[name]) && hasOnlyReferences(expression))
          .map(([argument]) => ({ address, type, argument }));
  });
}

function expressionsIn(module: Json | undefined, prefix: string): readonly (readonly [address: string, Json])[] {
  if (!isJsonObject(module)) {
    return [];
  }
  const resources = Array.isArray(module.resources) ? module.resources.filter(isJsonObject) : [];
  const calls = isJsonObject(module.module_calls) ? Object.entries(module.module_calls) : [];
  return [
    ...resources.map(({ address, expressions = null }) => [`${prefix}${jsonText(address)}`, expressions] as const),
    ...calls.flatMap(([name, call]) =>
      expressionsIn(isJsonObject(call) ? call.module : undefined, `${prefix}module.${name}.`),
    ),
  ];
}

function hasMark(tree: Json | undefined): boolean {
  return tree === true || (typeof tree === "object" && tree !== null && Object.values(tree).some(hasMark));
}

/** Whether an expression, or one inside a block, has references and no text. */
function hasOnlyReferences(expression: Json): boolean {
  if (Array.isArray(expression)) {
    return expression.some(hasOnlyReferences);
  }
  if (!isJsonObject(expression)) {
    return false;
  }
  return Array.isArray(expression.references)
    ? expression.constant_value === undefined
    : Object.values(expression).some(hasOnlyReferences);
}
