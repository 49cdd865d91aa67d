import { isLiteralText, isSet, type JsonObject } from "../terraform-configuration";

/**
 * The Region that a data source `aws_region` finds: the one that it names or that its provider has, and otherwise the Region of the stack.
 * In a plan, it is what AWS said.
 *
 * @param values its arguments, with the Region of an aliased provider
 * @param standard the Region of the stack
 * @returns `undefined` when it names one that is not known
 */
export function lookedUpRegion(
  { region, name, id, endpoint }: JsonObject,
  standard: string | undefined,
): string | undefined {
  const [first, ...others] = [region, name, id].filter(isSet);
  if (first === undefined) {
    return isSet(endpoint) ? undefined : standard;
  }
  return isLiteralText(first) && others.every((one) => one === first) ? first : undefined;
}
