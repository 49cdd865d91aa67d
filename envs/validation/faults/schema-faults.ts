import type { z } from "zod";
import { advice } from "../../schema/fields";
import { type Fault, fieldPath, shown } from "./fault";

type Issue = z.core.$ZodIssue;

interface Words {
  readonly wrong: string;
  /** What to do, where the field's own schema does not say. */
  readonly todo: string;
}

/** Zod's names of types, in words. */
const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** Zod's issue codes, as far as the schema raises them, in words. */
const WORDS: { readonly [Code in Issue["code"]]?: (issue: Extract<Issue, { code: Code }>, got: unknown) => Words } = {
  invalid_type: ({ expected }) => ({ wrong: `is not ${TYPES[expected]}`, todo: `use ${TYPES[expected]}` }),
  invalid_value: ({ values }, got) => ({ wrong: "is not allowed", todo: advice(got, values) }),
  invalid_union: (issue, got) => ({
    wrong: "is not allowed",
    todo: advice(got, ("options" in issue && issue.options) || []),
  }),
  invalid_format: ({ format }) => ({ wrong: `is not ${format}`, todo: "correct it" }),
  invalid_key: ({ issues }) => ({ wrong: "is not allowed as a key", todo: issues[0]?.message || "rename it" }),
  unrecognized_keys: () => ({ wrong: "is no field", todo: "remove it" }),
  too_small: ({ origin, minimum }) =>
    origin === "array"
      ? { wrong: minimum === 1 ? "is empty" : `has fewer than ${minimum} entries`, todo: `list ${minimum} or more` }
      : { wrong: `is below ${minimum}`, todo: `use ${minimum} or more` },
  too_big: ({ origin, maximum }) =>
    origin === "array"
      ? { wrong: `has more than ${maximum} entries`, todo: `list ${maximum} or fewer` }
      : { wrong: `is above ${maximum}`, todo: `use ${maximum} or less` },
};

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}

/** Where an issue is and what stands there: an unknown key is a place each, and a refused key stands for itself. */
function placesOf(
  issue: Issue,
  environment: unknown,
): readonly { readonly path: readonly PropertyKey[]; got: unknown }[] {
  if (issue.code === "invalid_key") {
    return [{ path: issue.path, got: issue.path.at(-1) }];
  }
  const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({ path, got: valueAt(environment, path) }));
}

/** An issue in the words of this project; the schema's own advice has a line for each place. */
function faultsOfIssue(issue: Issue, environment: unknown): readonly Fault[] {
  const words = WORDS[issue.code] as ((issue: Issue, got: unknown) => Words) | undefined;
  const advised = issue.message.split("\n");
  return placesOf(issue, environment).map(({ path, got }, index) => {
    const { wrong, todo } = words?.(issue, got) ?? { wrong: "is not allowed", todo: "correct it" };
    const missing = got === undefined && issue.code !== "unrecognized_keys";
    return {
      field: fieldPath(path),
      wrong: missing ? "is missing" : wrong,
      got: shown(got),
      todo: advised[index] || todo,
    };
  });
}

/** Every fault of single fields: types, formats, ranges, names of fields. */
export function shapeFaults(environment: unknown, issues: readonly Issue[]): readonly Fault[] {
  return issues.flatMap((issue) => faultsOfIssue(issue, environment));
}
