import type { Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { unmentionedText } from "../../patterns/placeholders";
import { conditionTestsOnKey } from "../statements/statement-queries";

/**
 * A condition key of a request with its values, for people. A value that only represents a class of values is shown as that
 * class: `s3:max-keys > 1000`, `any other value`.
 *
 * @param statements those whose tests on the key make the classes
 */
export function describeContextKey(
  key: string,
  values: readonly string[] | undefined,
  statements: readonly Statement[],
  { placeholders }: PolicyTextResolver,
): string {
  if (values === undefined) {
    return `no ${key}`;
  }
  const tests = conditionTestsOnKey(key, statements);
  const families = new Set(tests.map(({ operator }) => operator.family));
  const [only] = values;
  if (only !== undefined && values.length === 1 && families.has("number")) {
    return describeNumber(key, Number(only), [...new Set(tests.flatMap((test) => test.values.map(Number)))]);
  }
  if (only !== undefined && values.length === 1 && families.has("date")) {
    return `${key} = ${new Date(Number(only) * 1000).toISOString()}`;
  }
  const readable = values.map((value) => (isUnmentioned(value) ? "any other value" : placeholders.readable(value)));
  return `${key} = ${readable.join(" and ")}`;
}

/** A text that no policy mentions, or an ARN of which no part is mentioned. */
function isUnmentioned(value: string): boolean {
  const parts = value.replace(/^arn:/u, "").split(":");
  return value.includes(unmentionedText) && parts.every((part) => part === "" || part === unmentionedText);
}

function describeNumber(key: string, value: number, bounds: readonly number[]): string {
  if (bounds.includes(value)) {
    return `${key} = ${value}`;
  }
  if (bounds.every((bound) => value < bound)) {
    return `${key} < ${Math.min(...bounds)}`;
  }
  return bounds.every((bound) => value > bound) ? `${key} > ${Math.max(...bounds)}` : `${key} = any other value`;
}
