import { metaArguments } from "../../resource-types/argument-uses";
import {
  isExpressionText,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  namedBlocks,
  objectOf,
} from "../../terraform-configuration";
import type { LoadedModule } from "../modules/expanded-module";

/**
 * Refuses a source that is not the one that was planned: other resources, other modules, other literal values, or an expression
 * that does not name what the plan says that it refers to.
 *
 * Values of locals and outputs are not in a plan, so they are not compared.
 *
 * @param configuration the `configuration` of the plan
 * @param where the plan and the folder, for messages
 * @throws with the address of the first difference
 */
export function requireFittingSource(configuration: Json | undefined, source: LoadedModule, where: string): void {
  const { root_module: root } = isJsonObject(configuration) ? configuration : {};
  const [first] = differences(isJsonObject(root) ? root : {}, source, "");
  if (first !== undefined) {
    throw misfit(where, first);
  }
}

/** The error for a source that is not the planned one. */
export function misfit(where: string, difference: string): Error {
  return new Error(
    `${where}: the source is not what was planned: ${difference}; pass the folder in which terraform plan ran`,
  );
}

/** Addresses, each with how its source differs from what was planned. */
function* differences(planned: JsonObject, source: LoadedModule, prefix: string): Generator<string> {
  yield* resourceDifferences(planned, source, prefix);
  const isWhole = isWholeSource(source);
  const calls = new Map(namedBlocks(source.json.module));
  const plannedCalls = objectOf(planned.module_calls);
  for (const name of calls.keys()) {
    if (!Object.hasOwn(plannedCalls, name)) {
      yield `${prefix}module.${name} is not in the plan`;
    }
  }
  yield* outputDifferences(objectOf(planned.outputs), source, prefix);
  for (const [name, call] of Object.entries(plannedCalls)) {
    const body = calls.get(name);
    if (body !== undefined) {
      yield* argumentDifferences(`${prefix}module.${name}`, objectOf(call), body, argumentsOfCalls);
    }
    if (body === undefined && isWhole) {
      yield `${prefix}module.${name} is not in the source`;
    }
    const called = body === undefined ? undefined : source.load(jsonText(body.source ?? ""), name, body.version);
    if (called !== undefined && isJsonObject(call) && isJsonObject(call.module)) {
      yield* differences(call.module, called, `${prefix}module.${name}.`);
    }
  }
}

/** The differences of the resources and data sources of one module. */
function* resourceDifferences(planned: JsonObject, source: LoadedModule, prefix: string): Generator<string> {
  const isWhole = isWholeSource(source);
  const written = new Map(declarations(source.json));
  const resources = Array.isArray(planned.resources) ? planned.resources.filter(isJsonObject) : [];
  const addresses = new Set(resources.map(({ address }) => jsonText(address)));
  for (const [address] of written) {
    if (!addresses.has(address)) {
      yield `${prefix}${address} is not in the plan`;
    }
  }
  for (const resource of resources) {
    const { address } = resource;
    const body = written.get(jsonText(address));
    if (body !== undefined) {
      yield* argumentDifferences(`${prefix}${jsonText(address)}`, resource, body, argumentsOfResources);
    } else if (isWhole) {
      yield `${prefix}${jsonText(address)} is not in the source`;
    }
  }
}

/**
 * The differences of a resource or a module call.
 *
 * @param unlisted arguments that the plan does not list among the expressions, or not always, as `for_each` of a literal
 */
function* argumentDifferences(
  address: string,
  planned: JsonObject,
  body: JsonObject,
  unlisted: ReadonlySet<string>,
): Generator<string> {
  const { expressions, count_expression: count, for_each_expression: forEach } = planned;
  const all = {
    ...objectOf(expressions),
    ...(count === undefined ? {} : { count }),
    ...(forEach === undefined ? {} : { for_each: forEach }),
  };
  for (const [name, expression] of Object.entries(all)) {
    const problem = differenceIn(expression, body[name], body.dynamic !== undefined);
    if (problem !== undefined) {
      yield `${address}.${name} ${problem}`;
    }
  }
  for (const [name, value] of Object.entries(body)) {
    if (!Object.hasOwn(all, name) && !unlisted.has(name) && !isEmptyArgument(value)) {
      yield `${address}.${name} is not in the plan`;
    }
  }
}

/** Arguments of resources and data sources that Terraform itself reads. */
const argumentsOfResources: ReadonlySet<string> = new Set([...metaArguments, "dynamic"]);

/** Arguments of module calls that are no inputs. A resource may have arguments of these names, such as `version`. */
const argumentsOfCalls: ReadonlySet<string> = new Set([...metaArguments, "providers", "source", "version"]);

/** Whether Terraform may leave the argument out: it is null, or a list without a block. */
function isEmptyArgument(value: Json): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function* outputDifferences(planned: JsonObject, { json }: LoadedModule, prefix: string): Generator<string> {
  for (const [name, { value = null }] of namedBlocks(json.output)) {
    const { expression } = objectOf(planned[name]);
    const problem = expression === undefined ? undefined : differenceIn(expression, value, false);
    if (problem !== undefined) {
      yield `${prefix}output.${name} ${problem}`;
    }
  }
}

/** Whether every file of the source could be read, so that what it does not declare is nowhere. */
function isWholeSource({ unread = [] }: LoadedModule): boolean {
  return unread.length === 0;
}

function declarations(json: JsonObject): readonly (readonly [address: string, body: JsonObject])[] {
  const sections = [
    ["", json.resource],
    ["data.", json.data],
    // Terraform lists the data source of a check among those of the module.
    ...namedBlocks(json.check).map(([, check]) => ["data.", check.data] as const),
  ] as const;
  return sections.flatMap(([mode, section]) =>
    namedBlocks(section).flatMap(([type, names]) =>
      namedBlocks(names).map(([name, body]) => [`${mode}${type}.${name}`, body] as const),
    ),
  );
}

/** How an argument of the source differs from what the plan says about its expression. */
function differenceIn(expression: Json, written: Json | undefined, hasDynamic: boolean): string | undefined {
  const text = textsIn(written ?? null)
    .join(" ")
    .replaceAll(/\s/g, "");
  const missing = referencesIn(expression).find((reference) => !text.includes(reference.replaceAll(/\s/g, "")));
  if (missing !== undefined) {
    return hasDynamic && written === undefined ? undefined : `does not refer to ${missing}, as the plan says`;
  }
  const constant = isJsonObject(expression) ? expression.constant_value : undefined;
  const isLiteral = ["string", "number", "boolean"].includes(typeof written) && !isExpressionText(written);
  return isLiteral && isScalar(constant) && jsonText(constant) !== jsonText(written)
    ? `is ${JSON.stringify(written)}, and the plan says ${JSON.stringify(constant)}`
    : undefined;
}

function isScalar(value: Json | undefined): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** What the expressions refer to, without indexes, whose form may differ. */
function referencesIn(expression: Json): readonly string[] {
  if (Array.isArray(expression)) {
    return expression.flatMap(referencesIn);
  }
  if (!isJsonObject(expression)) {
    return [];
  }
  return Array.isArray(expression.references)
    ? expression.references.map((reference) => jsonText(reference).replace(/\[.*/s, ""))
    : Object.values(expression).flatMap(referencesIn);
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item as Json)])
    : [];
}

/**
 * Refuses a source whose value is a literal where the plan says that the value is unknown until the apply.
 *
 * @throws with the address of the argument
 */
export function requireUnknownExpression(
  address: string,
  unknown: Json | undefined,
  written: JsonObject,
  where: string,
): void {
  for (const [name, mark] of Object.entries(isJsonObject(unknown) ? unknown : {})) {
    const value = written[name];
    if (mark === true && isScalar(value) && !isExpressionText(value)) {
      throw misfit(where, `${address}.${name} is ${JSON.stringify(value)}, and the plan does not know it`);
    }
  }
}
