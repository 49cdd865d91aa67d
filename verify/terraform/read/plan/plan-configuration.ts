import { parseReference } from "../../expressions/template";
import { blocksOf, isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";
import type { LoadedModule } from "../modules/expanded-module";
import { unreadExpression } from "../modules/normalize-value";

/**
 * A plan's `configuration` as the Terraform JSON it was read from. Of a stack in JSON syntax Terraform keeps the text of every
 * expression under `constant_value`; of one in its own language it keeps only what each expression refers to.
 */
export function moduleOfPlanConfiguration(configuration: Json | undefined): LoadedModule {
  const { root_module } = isJsonObject(configuration) ? configuration : {};
  return loadedModule(isJsonObject(root_module) ? root_module : {});
}

/** Arguments of the default provider, as far as they are written out. */
export function defaultProviderOfPlan(configuration: Json | undefined): JsonObject {
  const { provider_config } = isJsonObject(configuration) ? configuration : {};
  const { aws } = isJsonObject(provider_config) ? provider_config : {};
  const { expressions } = isJsonObject(aws) ? aws : {};
  return isJsonObject(expressions) ? blockOf(expressions) : {};
}

/** Tags that providers put on everything; what is not written out is left as it stands, and nobody takes it for tags. */
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
    .map((resource) => ({ [String(resource.type)]: { [String(resource.name)]: bodyOf(resource) } }));
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
  const references = Array.isArray(value.references) ? value.references.map(String) : [];
  return (
    value.constant_value ??
    inferReferences(name, references) ??
    unreadExpression(`an expression over ${references.join(", ") || "nothing"}`)
  );
}

/** Arguments that hold an id or a name as it is: nobody calculates with one. */
const singleIdArgument = /(?:_id|_arn)$|^(?:bucket|role|role_name)$/;
const idListArgument = /(?:_ids|_arns)$|^(?:subnets|security_groups)$/;

/** Terraform lists `aws_vpc.v.id` and then `aws_vpc.v`: the second says nothing new. */
function inferReferences(name: string, references: readonly string[]): Json | undefined {
  const longest = references.filter(
    (reference) =>
      !references.some(
        (other) => other !== reference && /^[.[]/.test(other.slice(reference.length)) && other.startsWith(reference),
      ),
  );
  const distinct = [...new Set(longest)];
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
