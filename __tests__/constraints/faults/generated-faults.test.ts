import { type AwsResource, awsConfiguration } from "../../../constraints/configuration/aws-configuration";
import { isObject, type Values } from "../../../constraints/configuration/terraform-values";
import { schemaRefusals } from "../../../constraints/schemas/check-arguments";
import { factsOfArgument } from "../../../constraints/schemas/known-facts";
import { stacksOfEveryOption } from "../fixtures/every-option";
import { violatingValues } from "./generated-faults";

/** An argument of a resource, as the keys that lead to it. */
interface UsedArgument {
  readonly resource: AwsResource;
  readonly keys: readonly string[];
}

/** Each argument of each resource type once, with a resource that uses it. */
function usedArguments(): ReadonlyMap<string, UsedArgument> {
  const used = new Map<string, UsedArgument>();
  for (const { json } of stacksOfEveryOption()) {
    for (const resource of awsConfiguration(json).resources) {
      for (const keys of valuePaths(resource.values)) {
        const name = `${resource.type}.${keys.filter((key) => !/^\d+$/.test(key)).join(".")}`;
        used.set(name, used.get(name) ?? { resource, keys });
      }
    }
  }
  return used;
}

/** Keys that lead to each value that is no block. */
function valuePaths(block: unknown): readonly (readonly string[])[] {
  return typeof block !== "object" || block === null
    ? [[]]
    : Object.entries(block).flatMap(([key, value]) => valuePaths(value).map((path) => [key, ...path]));
}

function replaced(holder: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) {
    return value;
  }
  const changed = replaced(Reflect.get(holder as object, key), rest, value);
  return Array.isArray(holder)
    ? holder.map((item, at) => (String(at) === key ? changed : item))
    : { ...(holder as Values), [key]: changed };
}

/** The path in the tables of facts: without indices, and with `*` for the items of a list or the entries of a map. */
function factPath({ resource, keys }: UsedArgument): string {
  let holder: unknown = resource.values;
  const parts: string[] = [];
  for (const key of keys) {
    const isItem = Array.isArray(holder) && !isObject(Reflect.get(holder, key));
    if (!Array.isArray(holder)) {
      parts.push(key);
    } else if (isItem) {
      parts.push("*");
    }
    holder = Reflect.get(holder as object, key);
  }
  return parts.join(".");
}

const faults = [...usedArguments().values()].flatMap((argument) => {
  const path = factPath(argument);
  return factsOfArgument(argument.resource.type, path).flatMap(({ facts, source }) =>
    violatingValues(facts).map(({ violates, value }) => ({ argument, path, violates, value, source })),
  );
});

test("Every fact of every argument that the stacks use is refused when a value violates it.", () => {
  const missed = faults.filter(({ argument: { resource, keys }, value }) => {
    const values = replaced(resource.values, keys, value) as Values;
    return schemaRefusals(resource.type, values).length === 0;
  });
  process.stdout.write(`generated faults: ${faults.length - missed.length} of ${faults.length} caught\n`);

  expect(
    missed.map(({ argument, path, violates, source }) => [argument.resource.type, path, violates, source]),
  ).toEqual([]);
  expect(faults.length).toBeGreaterThan(200);
});

test("The generated faults reach at least 40 resource types, and each kind of fact.", () => {
  expect(new Set(faults.map(({ argument }) => argument.resource.type)).size).toBeGreaterThanOrEqual(40);
  expect([...new Set(faults.map(({ violates }) => violates))].sort()).toEqual([
    "a maximum",
    "a maximum length",
    "a minimum",
    "a minimum length",
    "a pattern",
    "an enumeration",
  ]);
});
