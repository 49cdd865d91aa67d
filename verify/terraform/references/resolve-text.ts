import { partitionOfRegion } from "../../../aws/partitions";
import { parseTemplate, type TemplatePart } from "../expressions/template";
import { itemsOf, type Json, type Resource, type TerraformConfiguration } from "../terraform-configuration";
import { lookedUpRegion } from "./looked-up-region";
import { resourceGraphOf } from "./resource-graph";

/** A text with its references replaced by their values, or the first part of it that cannot be resolved. */
export type ResolvedText =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "unresolved"; readonly expression: string };

/** Attributes of the data source `aws_region` with the name of the region. */
const regionNames = new Set(["id", "name", "region"]);

/**
 * Replaces references and expressions by their values. The provider's region and the DNS suffix of its partition count as
 * known, although Terraform reads them from data sources.
 */
export function resolveText(configuration: TerraformConfiguration, value: Json | undefined): ResolvedText {
  if (typeof value !== "string") {
    return { kind: "unresolved", expression: JSON.stringify(value ?? null) };
  }
  let text = "";
  for (const part of parseTemplate(value)) {
    const resolved = part.kind === "literal" ? part.text : resolveTemplatePart(configuration, part);
    if (resolved === undefined) {
      return { kind: "unresolved", expression: templatePartSource(part) };
    }
    text += resolved;
  }
  return { kind: "literal", text };
}

function resolveTemplatePart(configuration: TerraformConfiguration, part: TemplatePart): string | undefined {
  const target = resourceGraphOf(configuration).target(templatePartSource(part));
  if (target.kind === "literal") {
    return target.text;
  }
  return target.kind === "resource" ? dataSourceAttribute(configuration, target.resource, target.attribute) : undefined;
}

function templatePartSource(part: TemplatePart): string {
  switch (part.kind) {
    case "literal":
      return part.text;
    case "reference":
      return `\${${part.address}.${part.attribute}}`;
    case "expression":
      return part.text.startsWith("%{") ? part.text : `\${${part.text}}`;
  }
}

/** The resolved texts of a list, and the expressions in it that cannot be resolved. */
export function resolveTexts(
  configuration: TerraformConfiguration,
  value: Json | undefined,
): { readonly texts: readonly string[]; readonly unresolved: readonly string[] } {
  const resolved = itemsOf(value).map((member) => resolveText(configuration, member));
  return {
    texts: resolved.flatMap((found) => (found.kind === "literal" ? [found.text] : [])),
    unresolved: resolved.flatMap((found) => (found.kind === "unresolved" ? [found.expression] : [])),
  };
}

function dataSourceAttribute(
  configuration: TerraformConfiguration,
  resource: Resource,
  attribute: string,
): string | undefined {
  const { region } = configuration;
  if (resource.mode !== "data" || region === undefined) {
    return undefined;
  }
  if (resource.type === "aws_region" && regionNames.has(attribute)) {
    return lookedUpRegion(resource.values, region);
  }
  const isSuffix = resource.type === "aws_partition" && attribute === "dns_suffix";
  return isSuffix ? partitionOfRegion(region).dnsSuffix : undefined;
}
