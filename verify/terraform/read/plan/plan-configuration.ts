import { parseReference } from "../../expressions/template";
import { blocksOf, isJsonObject, type Json, type JsonObject, jsonText } from "../../terraform-configuration";
import type { LoadedModule } from "../modules/expanded-module";
import { unreadExpression } from "../modules/normalize-value";
import { type ModuleProviders, providersOfRoot } from "../understood/provider-aliases";

/**
 * The `configuration` of a plan as Terraform JSON. For a stack in JSON syntax, `constant_value` contains the text of every
 * expression. For a stack in HCL, the plan contains only the references of each expression.
 */
export function moduleOfPlanConfiguration(configuration: Json | undefined): LoadedModule {
  const { root_module } = isJsonObject(configuration) ? configuration : {};
  return loadedModule(isJsonObject(root_module) ? root_module : {});
}

/** Arguments of the default provider that are literals. */
export function defaultProviderOfPlan(configuration: Json | undefined): JsonObject {
  const { provider_config } = isJsonObject(configuration) ? configuration : {};
  const { aws } = isJsonObject(provider_config) ? provider_config : {};
  const { expressions } = isJsonObject(aws) ? aws : {};
  return isJsonObject(expressions) ? blockOf(expressions) : {};
}

/** A provider configuration of a plan. */
export interface PlanProvider {
  /** `aws`, `aws.other`, or `module.studio:aws`. */
  readonly key: string;
  readonly name: string;
  /** `registry.terraform.io/hashicorp/aws`. @default - a plan of an old release */
  readonly source?: string;
  readonly isAlias: boolean;
  readonly arguments: JsonObject;
}

/** The provider configurations of a plan. */
export function providersOfPlan(configuration: Json | undefined): readonly PlanProvider[] {
  const { provider_config } = isJsonObject(configuration) ? configuration : {};
  return Object.entries(isJsonObject(provider_config) ? provider_config : {}).flatMap(([key, provider]) =>
    blocksOf(provider).map(({ name, full_name: source, alias, expressions }) => ({
      key,
      name: typeof name === "string" ? name : (key.split(":").at(-1) ?? key),
      ...(typeof source === "string" && { source }),
      isAlias: alias !== undefined,
      arguments: isJsonObject(expressions) ? blockOf(expressions) : {},
    })),
  );
}

/** The configurations of the AWS provider in the root module of a plan. */
export function providersOfRootInPlan(configuration: Json | undefined): ModuleProviders {
  const configurations = providersOfPlan(configuration).flatMap(({ key, arguments: body }) => {
    const [, alias] = /^aws(?:\.([\w-]+))?$/.exec(key) ?? [undefined, ""];
    return alias === "" ? [] : [{ ...body, ...(alias !== undefined && { alias }) }];
  });
  return providersOfRoot(configurations);
}

/** Default tags of the providers. Tags that are not literals become the text `unread`, which no claim takes for tags. */
export function defaultTagsOfPlan(configuration: Json | undefined): readonly Json[] {
  const { provider_config } = isJsonObject(configuration) ? configuration : {};
  const providers = Object.values(isJsonObject(provider_config) ? provider_config : {});
  return blocksOf(providers).flatMap(({ expressions }) =>
    blocksOf(isJsonObject(expressions) ? expressions.default_tags : undefined).map(({ tags }) =>
      isJsonObject(tags) && isJsonObject(tags.constant_value) ? tags.constant_value : "unread",
    ),
  );
}

function loadedModule(module: JsonObject): LoadedModule {
  const calls = Object.entries(isJsonObject(module.module_calls) ? module.module_calls : {});
  const inner = new Map(
    calls.map(([name, call]) => [name, isJsonObject(call) && isJsonObject(call.module) ? call.module : {}]),
  );
  return {
    json: {
      resource: sectionOf(module, "managed"),
      data: sectionOf(module, "data"),
      module: Object.fromEntries(calls.map(([name, call]) => [name, moduleCallJson(call)])),
      variable: module.variables ?? {},
      output: outputsOf(module),
    },
    load: (_, name) => {
      const called = inner.get(name);
      return called === undefined ? undefined : loadedModule(called);
    },
  };
}

function sectionOf(module: JsonObject, mode: "managed" | "data"): readonly JsonObject[] {
  return blocksOf(module.resources)
    .filter((resource) => resource.mode === mode)
    .map((resource) => ({ [jsonText(resource.type)]: { [jsonText(resource.name)]: bodyOf(resource) } }));
}

function moduleCallJson(call: Json): JsonObject {
  return isJsonObject(call) ? { source: call.source ?? null, ...bodyOf(call) } : {};
}

function bodyOf(element: JsonObject): JsonObject {
  const { expressions, count_expression, for_each_expression } = element;
  return {
    ...(isJsonObject(expressions) ? blockOf(expressions) : {}),
    ...(count_expression === undefined ? {} : { count: expressionOf("count", count_expression) }),
    ...(for_each_expression === undefined ? {} : { for_each: expressionOf("for_each", for_each_expression) }),
  };
}

function blockOf(expressions: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(expressions).map(([name, value]) => [name, expressionOf(name, value)]));
}

/** An expression, a block of expressions, or a list of such blocks. */
function expressionOf(name: string, value: Json): Json {
  if (Array.isArray(value)) {
    return value.map((item) => expressionOf(name, item));
  }
  if (!isJsonObject(value)) {
    return value;
  }
  const isExpression = Object.keys(value).every((key) => key === "constant_value" || key === "references");
  if (!isExpression) {
    return blockOf(value);
  }
  const references = longestReferences(Array.isArray(value.references) ? value.references.map(jsonText) : []);
  return (
    value.constant_value ??
    inferReferences(name, references) ??
    unreadExpression(`an expression that refers to ${references.join(", ") || "nothing"} (pass --source to read it)`)
  );
}

/** Arguments that contain an ID or a name unchanged, because nobody computes such a value. */
const singleIdArgument = /(?:_id|_arn)$|^(?:bucket|role|role_name)$/;
const idListArgument = /(?:_ids|_arns)$|^(?:subnets|security_groups)$/;

/** Terraform lists `aws_vpc.v.id` and then `aws_vpc.v`, once for each time that the expression has it; the second adds nothing. */
function longestReferences(references: readonly string[]): readonly string[] {
  const distinct = [...new Set(references)];
  return distinct.filter(
    (reference) =>
      !distinct.some(
        (other) => other !== reference && /^[.[]/.test(other.slice(reference.length)) && other.startsWith(reference),
      ),
  );
}

function inferReferences(name: string, distinct: readonly string[]): Json | undefined {
  const [first, second, ...others] = distinct;
  if (first === undefined || others.length > 0 || !singleIdArgument.test(name)) {
    return idListArgument.test(name) && distinct.length > 0 && distinct.every(isId)
      ? distinct.map((id) => `\${${id}}`)
      : undefined;
  }
  if (second === undefined) {
    return isId(first) ? `\${${first}}` : undefined;
  }
  const keyed = second === "each.key" && parseReference(first)?.attribute === "" ? first : undefined;
  return keyed === undefined ? undefined : `\${${keyed}[each.key].id}`;
}

function isId(reference: string): boolean {
  return (
    /^(?:var|each|module)\./.test(reference) ||
    /^(?:id|arn|name|bucket)$/.test(parseReference(reference)?.attribute ?? "")
  );
}

function outputsOf(module: JsonObject): JsonObject {
  const outputs = Object.entries(isJsonObject(module.outputs) ? module.outputs : {});
  return Object.fromEntries(
    outputs.map(([name, output]) => {
      const { expression = null, sensitive = false } = isJsonObject(output) ? output : {};
      return [name, { sensitive, value: expressionOf(name, expression) }];
    }),
  );
}
