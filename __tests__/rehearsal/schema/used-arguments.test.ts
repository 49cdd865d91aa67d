import { usedArguments } from "../../../cli/shared/inputs/used-arguments";
import type { Block, ResourceSchema } from "../../../rehearsal/schema/provider-schema";
import { withUsedArguments } from "../../../rehearsal/schema/used-arguments";
import { hclToJson } from "../../../verify/terraform/hcl/hcl-to-json";
import { sectionLabels } from "../../../verify/terraform/read/folder/module-blocks";

/** The block of a type that only the folder describes, as the stand-in serves it. */
function servedBlock(text: string, type: string): Block | undefined {
  const { json } = hclToJson(text, sectionLabels);
  const used = usedArguments({ json, load: () => undefined }, [text]);
  const empty: ResourceSchema = { version: 0, block: { attributes: {}, block_types: {} } };
  const known = { provider: empty, resource_schemas: {}, data_source_schemas: {} };
  return withUsedArguments(known, used, () => true).schema.resource_schemas[type]?.block;
}

/** Names that are both an attribute and a block, at any depth. Terraform refuses a schema that has one. */
function twofoldNames({ attributes, block_types: blocks }: Block): readonly string[] {
  return Object.entries(blocks).flatMap(([name, { block }]) => [
    ...(name in attributes ? [name] : []),
    ...twofoldNames(block),
  ]);
}

const namespace = `
resource "kubernetes_namespace" "own" {
  metadata {
    name = "own"
    inner { a = "b" }
  }
}
locals {
  name  = kubernetes_namespace.own.metadata[0].name
  ids   = kubernetes_namespace.own.metadata[*].uid
  old   = kubernetes_namespace.own.metadata.0.generation
  deep  = kubernetes_namespace.own.metadata[0].inner[0].c
  whole = kubernetes_namespace.own.metadata[0].inner
}
`;

test("A block of a provider that only the folder describes is no attribute, too, where an expression reads it.", () => {
  const block = servedBlock(namespace, "kubernetes_namespace");

  expect(block && twofoldNames(block)).toEqual([]);
  expect(Object.keys(block?.attributes ?? {})).toEqual([]);
});

test("What an expression reads in a block of such a provider is an attribute of the block, with or without an index.", () => {
  const metadata = servedBlock(namespace, "kubernetes_namespace")?.block_types.metadata?.block;

  expect(Object.keys(metadata?.attributes ?? {}).sort()).toEqual(["generation", "name", "uid"]);
  expect(Object.keys(metadata?.block_types.inner?.block.attributes ?? {}).sort()).toEqual(["a", "c"]);
});

test("A name that one resource writes as a block and another as an argument is a block in the schema.", () => {
  const block = servedBlock('resource "x_y" "a" {\n spec { a = 1 }\n}\nresource "x_y" "b" {\n spec = [1]\n}\n', "x_y");

  expect(block && twofoldNames(block)).toEqual([]);
  expect(Object.keys(block?.block_types ?? {})).toEqual(["spec"]);
});
