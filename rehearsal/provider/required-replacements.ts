import {
  type ArgumentValue,
  type ReplacingArgument,
  replacesWhen,
  replacingArguments,
} from "../../aws/replacing-arguments";
import { isObjectValue, itemsOf, type ObjectValue, type ProviderValue, sameValue } from "../protocol/values";
import type { Block } from "../schema/provider-schema";

/** Input: the state and the configuration of one resource. */
export interface ReplacementRequest {
  readonly type: string;
  readonly block: Block;
  readonly prior: ObjectValue;
  readonly config: ObjectValue;
}

/**
 * Arguments and blocks that force a replacement, each once, as the provider decides when it plans. A block stands for the arguments
 * inside of it.
 */
export function requiredReplacements({ type, block, prior, config }: ReplacementRequest): readonly string[] {
  const isForced = ({ path, condition }: ReplacingArgument): boolean => {
    const [before, after] = [valuesAt(prior, path), valuesAt(config, path)];
    if (condition.kind === "always") {
      return isOther(before, after);
    }
    const one: ProviderValue = before[0] ?? null;
    const other: ProviderValue = after[0] ?? null;
    const isTrue = (argument: string): boolean => config[argument] === true;
    return !sameValue(one, other) && replacesWhen(condition, knownOf(one), knownOf(other), isTrue) === true;
  };
  const forced = replacingArguments(type)
    .filter(({ path }) => hasArgument(block, path.split(".")))
    .filter(isForced);
  return [...new Set(forced.map(({ path }) => path.split(".")[0] ?? path))];
}

function hasArgument(block: Block, [name = "", ...rest]: readonly string[]): boolean {
  const nested = block.block_types[name]?.block;
  return rest.length === 0 || rest[0] === "#" || nested === undefined
    ? name in block.attributes || nested !== undefined
    : hasArgument(nested, rest);
}

/** The values of an argument in every block of its path, or the number of these blocks for a path that ends with `.#`. */
function valuesAt(values: ObjectValue, path: string): readonly ProviderValue[] {
  const [first = "", ...rest] = path.split(".");
  const value = values[first] ?? null;
  if (rest.length === 0) {
    return [value];
  }
  const blocks = itemsOf(value).filter(isObjectValue);
  return rest[0] === "#" ? [blocks.length] : blocks.flatMap((block) => valuesAt(block, rest.join(".")));
}

/** Whether a configured value is none of the values before. What is not configured keeps its value. */
function isOther(before: readonly ProviderValue[], after: readonly ProviderValue[]): boolean {
  const configured = after.filter((value) => value !== null);
  return configured.some((value) => !before.some((earlier) => sameValue(earlier, value)));
}

function knownOf(value: ProviderValue): ArgumentValue {
  return typeof value === "symbol" ? null : value;
}
