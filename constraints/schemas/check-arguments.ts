import { blocksOf, isObject, isSet, isSurelySet, type Values } from "../configuration/terraform-values";
import type { ArgumentRefusal } from "../refusal";
import { countProblems, valueProblems } from "./check-value";
import { factsOfArgument, labelOf, type NamedFacts } from "./known-facts";
import { schemaFacts } from "./schema-facts";

/**
 * Checks the known values of one resource against the schemas of AWS.
 *
 * @param values arguments as in Terraform JSON; expressions are not checked
 */
export function schemaRefusals(type: string, values: Values): readonly ArgumentRefusal[] {
  return [...blockRefusals(type, values, ""), ...memberRefusals(type, values)];
}

function blockRefusals(type: string, block: Values, prefix: string): readonly ArgumentRefusal[] {
  return Object.entries(block).flatMap(([name, value]) =>
    isSet(value) ? argumentRefusals(type, `${prefix}${name}`, value) : [],
  );
}

function argumentRefusals(type: string, path: string, value: unknown): readonly ArgumentRefusal[] {
  const facts = factsOfArgument(type, path);
  if (Array.isArray(value)) {
    return [
      ...facts.flatMap((known) => refusals(path, value, known, countProblems(value.length, known.facts))),
      ...value.flatMap((item, at) =>
        isObject(item) ? blockRefusals(type, item, `${path}.`) : itemRefusals(type, path, item, String(at)),
      ),
    ];
  }
  if (isObject(value)) {
    const isMap = factsOfArgument(type, `${path}.*`).length > 0;
    const entries = Object.entries(value);
    return [
      ...(isMap
        ? facts.flatMap((known) => refusals(path, value, known, countProblems(entries.length, known.facts)))
        : []),
      ...blockRefusals(type, value, `${path}.`),
      ...entries.flatMap(([key, item]) => itemRefusals(type, path, item, key)),
    ];
  }
  return scalarRefusals(path, value, facts);
}

function itemRefusals(type: string, path: string, item: unknown, key: string): readonly ArgumentRefusal[] {
  return scalarRefusals(`${path}.${key}`, item, factsOfArgument(type, `${path}.*`));
}

function scalarRefusals(path: string, value: unknown, facts: readonly NamedFacts[]): readonly ArgumentRefusal[] {
  return facts.flatMap((known) => refusals(path, value, known, valueProblems(value, known.facts)));
}

function refusals(
  argument: string,
  value: unknown,
  { source }: NamedFacts,
  problems: ReturnType<typeof valueProblems>,
): readonly ArgumentRefusal[] {
  const shown = typeof value === "object" ? {} : { value };
  return problems.map(({ problem, remedy }) => ({ argument, problem, ...shown, remedy, source }));
}

/** Arguments that exclude each other, and arguments that a block lacks. */
function memberRefusals(type: string, values: Values): readonly ArgumentRefusal[] {
  const { exclusive = [], required = [] } = schemaFacts.types[type] ?? {};
  const together = exclusive.flatMap(({ block, arguments: group, schema }) =>
    blocksAt(values, block).flatMap((one): readonly ArgumentRefusal[] => {
      // Of a value that is known after the apply, nobody knows yet whether it is null.
      const present = group.filter((path) => isSurelySet(one[lastName(path)]));
      return present.length < 2
        ? []
        : [
            {
              argument: present[0] ?? "",
              problem: `cannot be set together with ${present.slice(1).join(", ")}`,
              remedy: "keep one of them",
              source: `${schema}${labelOf(schema)}`,
            },
          ];
    }),
  );
  const missing = required.flatMap(({ block, argument, schema }) =>
    blocksAt(values, block).flatMap((one): readonly ArgumentRefusal[] =>
      isSet(one[lastName(argument)])
        ? []
        : [{ argument, problem: "is required", remedy: "set it", source: `${schema}${labelOf(schema)}` }],
    ),
  );
  return [...together, ...missing];
}

function blocksAt(values: Values, path: string): readonly Values[] {
  return path === ""
    ? [values]
    : path.split(".").reduce<readonly Values[]>((found, name) => found.flatMap((one) => blocksOf(one[name])), [values]);
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
