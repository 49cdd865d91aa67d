import { ownEntry } from "../../collections/own-entry";
import type { Json, JsonObject } from "../terraform-configuration";
import { type ExpressionForm, expressionToJson } from "./hcl-expression";
import { HclProblem } from "./hcl-problem";
import { type HclBlock, type HclBody, parseHcl } from "./parse-hcl";

/** A file in HCL as Terraform's JSON syntax. */
export interface ConvertedFile {
  readonly json: JsonObject;
  /** The line of each resource, data source and module call, by its address in the module. */
  readonly lines: ReadonlyMap<string, number>;
  /** The names that are written as blocks in the body of each block at the top, by that body in {@link json}. The others are arguments. */
  readonly nestedBlocks: NestedBlocks;
}

/** Names of nested blocks, by the body that they are in. */
export type NestedBlocks = ReadonlyMap<JsonObject, ReadonlySet<string>>;

/**
 * Converts a file of a module from HCL to Terraform's JSON syntax.
 *
 * @param labels how many labels the blocks of each section have
 * @throws HclProblem for what is not understood
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function hclToJson(text: string, labels: ReadonlyMap<string, number>): ConvertedFile {
  const { attributes, blocks } = parseHcl(text);
  const [stray] = attributes;
  if (stray !== undefined) {
    throw new HclProblem("refused by Terraform", `${stray.name} is an argument outside a block`, stray.line);
  }
  const sections = new Map<string, Json[]>();
  const lines = new Map<string, number>();
  const nestedBlocks = new Map<JsonObject, ReadonlySet<string>>();
  for (const block of blocks) {
    const expected = labels.get(block.type);
    if (expected !== undefined && expected !== block.labels.length) {
      throw new HclProblem(
        "refused by Terraform",
        `${block.type} has ${block.labels.length} labels, and Terraform expects ${expected}`,
        block.line,
      );
    }
    const body = bodyToJson(block.body, [block.type]);
    nestedBlocks.set(body, new Set(block.body.blocks.map(({ type }) => type)));
    sections.set(block.type, [...(sections.get(block.type) ?? []), labeled(block, body)]);
    const [first = "", second = ""] = block.labels;
    const address = ownEntry(addresses, block.type)?.(first, second);
    if (address !== undefined) {
      lines.set(address, block.line);
    }
  }
  return { json: Object.fromEntries(sections), lines, nestedBlocks };
}

const addresses: Readonly<Record<string, (first: string, second: string) => string>> = {
  resource: (type, name) => `${type}.${name}`,
  data: (type, name) => `data.${type}.${name}`,
  module: (name) => `module.${name}`,
};

/**
 * The values in a file of variable definitions.
 *
 * @throws HclProblem for what is not understood
 */
export function hclVariableValues(text: string): JsonObject {
  const { attributes, blocks } = parseHcl(text);
  const [block] = blocks;
  if (block !== undefined) {
    throw new HclProblem(
      "refused by Terraform",
      `${block.type} is a block, and a file of variable values has none`,
      block.line,
    );
  }
  requireDistinct({ attributes, blocks });
  return Object.fromEntries(
    attributes.map(({ name, expression, line }) => [name, expressionToJson(expression, "literal", line)]),
  );
}

/** The body of a block below its labels. */
function labeled({ labels }: HclBlock, body: JsonObject): Json {
  return labels.reduceRight<Json>((inner, label) => ({ [label]: inner }), body);
}

/** @param path types of the blocks around, from the top */
function bodyToJson(body: HclBody, path: readonly string[]): JsonObject {
  requireDistinct(body);
  const blocks = new Map<string, Json[]>();
  for (const block of body.blocks) {
    const inner = bodyToJson(block.body, [...path, block.type]);
    blocks.set(block.type, [...(blocks.get(block.type) ?? []), labeled(block, inner)]);
  }
  const attributes = body.attributes.map(({ name, expression, line }): [string, Json] => [
    name,
    expressionToJson(expression, formOf(path, name), line),
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

/** Every parser of HCL refuses an argument that is there twice. Schemas refuse an argument with the name of a block. */
function requireDistinct({ attributes, blocks }: HclBody): void {
  const seen = new Set<string>();
  const types = new Set<string>(blocks.map(({ type }) => type));
  for (const { name, line } of attributes) {
    if (seen.has(name) || types.has(name)) {
      throw new HclProblem(seen.has(name) ? "refused by Terraform" : "not understood", `${name} is there twice`, line);
    }
    seen.add(name);
  }
}

const sectionsOfResources = ["resource", "data", "ephemeral", "module", "output"];

/**
 * Arguments that hold names in place of values: the blocks around them, and the form of their text in JSON.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json#block-type-specific-exceptions
 */
function formOf(path: readonly string[], name: string): ExpressionForm {
  const [section = "", ...inner] = path;
  const where = inner.join(".");
  const isMeta =
    (sectionsOfResources.includes(section) && where === "" && ["provider", "providers", "depends_on"].includes(name)) ||
    (where === "lifecycle" && ["ignore_changes", "replace_triggered_by"].includes(name)) ||
    (inner.at(-1) === "dynamic" && name === "iterator") ||
    (section === "variable" && where === "" && name === "type") ||
    (["moved", "import", "removed"].includes(section) && where === "" && ["from", "to", "provider"].includes(name)) ||
    (section === "terraform" && where === "required_providers");
  return isMeta ? "name" : section === "variable" && where === "" && name === "default" ? "literal" : "template";
}
