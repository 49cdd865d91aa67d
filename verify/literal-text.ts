import type { Configuration, Json } from "./configuration";
import { parseTemplate, type Reference } from "./template";

/** A text with its references put in, or the first part of it that the JSON does not say. */
export type LiteralText =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "unresolved"; readonly expression: string };

/** Attributes of data sources that follow from the provider's region. */
const regional: Readonly<Record<string, readonly string[]>> = {
  aws_region: ["id", "name", "region"],
};

/** Resolves references to attributes that are themselves written out, and to the provider's region and its partition. */
export function literalText(configuration: Configuration, value: Json | undefined): LiteralText {
  if (typeof value !== "string") {
    return { kind: "unresolved", expression: JSON.stringify(value ?? null) };
  }
  let text = "";
  for (const part of parseTemplate(value)) {
    const resolved =
      part.kind === "literal" ? part.text : part.kind === "reference" ? attributeOf(configuration, part) : undefined;
    if (resolved === undefined) {
      return {
        kind: "unresolved",
        expression: part.kind === "reference" ? `${part.address}.${part.attribute}` : value,
      };
    }
    text += resolved;
  }
  return { kind: "literal", text };
}

/** The texts of a list, with everything in it that could not be resolved. */
export function literalTexts(
  configuration: Configuration,
  value: Json | undefined,
): { readonly texts: readonly string[]; readonly unresolved: readonly string[] } {
  const members = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  const resolved = members.map((member) => literalText(configuration, member));
  return {
    texts: resolved.flatMap((found) => (found.kind === "literal" ? [found.text] : [])),
    unresolved: resolved.flatMap((found) => (found.kind === "unresolved" ? [found.expression] : [])),
  };
}

function attributeOf(configuration: Configuration, reference: Reference): string | undefined {
  const resource = configuration.resources.find(({ address }) => address === reference.address);
  if (resource === undefined) {
    return undefined;
  }
  const value = resource.values[reference.attribute];
  if (typeof value === "string" && !value.includes("${")) {
    return value;
  }
  const isRegional = resource.mode === "data" && regional[resource.type]?.includes(reference.attribute);
  if (isRegional) {
    return configuration.region;
  }
  const isSuffix = resource.type === "aws_partition" && reference.attribute === "dns_suffix";
  return isSuffix ? partitionSuffix(configuration.region) : undefined;
}

function partitionSuffix(region: string | undefined): string | undefined {
  if (region === undefined) {
    return undefined;
  }
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}
