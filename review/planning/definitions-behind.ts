import { isJsonObject, type Json, type JsonObject, namedBlocks } from "../../verify/terraform/terraform-configuration";

/**
 * The local values, variables, resources and data sources to which a value refers, also through each other, by their names. More may be
 * among them, since any text with dots that names one counts.
 */
export function definitionsBehind(value: Json, configuration: JsonObject): JsonObject {
  const found: Record<string, Json> = {};
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [name, definition] of namesIn(next).flatMap((reference) => definitionOf(reference, configuration))) {
      if (!Object.hasOwn(found, name)) {
        found[name] = definition;
        open.push(definition);
      }
    }
  }
  return found;
}

/** Neighbors in a traversal: `data.external.who` has `data.external` and `external.who`. */
function namesIn(value: Json): readonly (readonly [string, string])[] {
  const pairs = textsIn(value).flatMap((text) =>
    [...text.matchAll(/[A-Za-z_][\w-]*(?:\s*\.\s*[A-Za-z_][\w-]*)+/g)].flatMap(([traversal]) => {
      const names = traversal.split(".").map((name) => name.trim());
      return names.slice(1).map((name, at) => [names[at] ?? "", name] as const);
    }),
  );
  return pairs;
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") {
    return value.includes(".") ? [value] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap(textsIn);
  }
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([name, inner]) => [...textsIn(name), ...textsIn(inner)])
    : [];
}

function definitionOf(
  [first, second]: readonly [string, string],
  { locals, variable, resource, data }: JsonObject,
): readonly (readonly [name: string, definition: Json])[] {
  if (first === "local") {
    return namedValues(locals, second).map((value) => [`local.${second}`, value]);
  }
  if (first === "var") {
    return namedBlocks(variable).flatMap(([name, body]) => (name === second ? [[`var.${name}`, body] as const] : []));
  }
  return Object.entries({ "": resource, "data.": data }).flatMap(([prefix, section]) =>
    namedBlocks(section)
      .filter(([type]) => type === first)
      .flatMap(([, named]) => namedBlocks(named))
      .filter(([name]) => name === second)
      .map(([, body]) => [`${prefix}${first}.${second}`, body] as const),
  );
}

function namedValues(section: Json | undefined, name: string): readonly Json[] {
  return (Array.isArray(section) ? section : [section])
    .filter(isJsonObject)
    .flatMap((block) => (Object.hasOwn(block, name) ? [block[name] ?? null] : []));
}
