import type { ValueFacts } from "../../constraints/schemas/schema-facts";
import type { SchemaNode, SchemaSource } from "./schema-node";
import type { Wheel } from "./wheel";

type Json = Readonly<Record<string, unknown>>;

const SCHEMAS = "cfnlint/data/schemas";

/** Which CloudFormation resource types each region has. */
export type TypesByRegion = ReadonlyMap<string, ReadonlySet<string>>;

/** The CloudFormation resource schemas that cfn-lint ships, with the exclusions that it adds. */
export function cloudFormationSchemas(cfnLint: Wheel): SchemaSource & { readonly types: TypesByRegion } {
  const files = cfnLint.files((path) => /schemas\/(?:providers|resources|extensions)\/.*\.json$/.test(path));
  const parse = (path: string): Json => JSON.parse(files.get(`${SCHEMAS}/${path}`) ?? "{}") as Json;
  const regions = [...files.keys()].flatMap((path) => /providers\/(\w+(?:-\w+)+)\.json$/.exec(path)?.[1] ?? []);
  const index = parse("providers/us-east-1.json");
  return {
    root(schema) {
      const hash = index[schema];
      if (typeof hash !== "string") {
        throw new Error(`${schema}: is not in ${cfnLint.name} ${cfnLint.version}; correct the mapping`);
      }
      const folder = schema.toLowerCase().replaceAll("::", "_");
      const extensions = [...files.keys()].filter((path) => path.includes(`/extensions/${folder}/`));
      const document = parse(`resources/${hash}.json`);
      const added = extensions.map((path) => JSON.parse(files.get(path) ?? "{}") as Json);
      return cloudFormationNode(document, document, schema, added);
    },
    types: new Map(regions.map((region) => [region, new Set(Object.keys(parse(`providers/${region}.json`)))])),
  };
}

function cloudFormationNode(document: Json, schema: Json, name: string, added: readonly Json[] = []): SchemaNode {
  const { schema: own, name: ownName } = dereferenced(document, schema, name);
  const variants = ["allOf", "anyOf", "oneOf"].flatMap((key) => (own[key] ?? []) as readonly Json[]);
  const properties = [own, ...variants].flatMap((part) => Object.entries((part.properties ?? {}) as Json));
  const items = own.items ?? Object.values((own.patternProperties ?? {}) as Json)[0];
  return {
    name: ownName,
    facts: factsOf(own),
    required: (own.required ?? []) as readonly string[],
    exclusive: [own, ...added].flatMap(exclusiveGroups),
    members: () =>
      new Map(
        properties
          .filter(([, member]) => typeof member === "object")
          .map(([key, member]) => [key, () => cloudFormationNode(document, member as Json, `${ownName}/${key}`)]),
      ),
    items: () => (typeof items === "object" ? cloudFormationNode(document, items as Json, `${ownName}/*`) : undefined),
  };
}

function dereferenced(document: Json, schema: Json, name: string): { readonly schema: Json; readonly name: string } {
  const [, reference] = /^#\/definitions\/(\w+)$/.exec(String(schema.$ref)) ?? [];
  if (reference === undefined) {
    return { schema, name };
  }
  const target = (document.definitions as Readonly<Record<string, Json>>)[reference] ?? {};
  return dereferenced(document, target, `${String(document.typeName)}.${reference}`);
}

function factsOf(schema: Json): ValueFacts {
  const { pattern, enum: values, minLength, maxLength, minimum, maximum, minItems, maxItems, format } = schema;
  const isList = schema.type === "array";
  return {
    ...(typeof pattern === "string" ? { pattern } : {}),
    ...(Array.isArray(values) ? { enum: values.map(String) } : {}),
    ...(typeof minLength === "number" && minLength > 0 ? { minLength } : {}),
    ...(typeof maxLength === "number" ? { maxLength } : {}),
    ...(typeof minimum === "number" ? { minimum } : {}),
    ...(typeof maximum === "number" ? { maximum } : {}),
    ...(isList && typeof minItems === "number" && minItems > 0 ? { minItems } : {}),
    ...(isList && typeof maxItems === "number" ? { maxItems } : {}),
    ...(typeof format === "string" && format.startsWith("ipv") ? { format } : {}),
  };
}

/** `dependentExcluded` and `requiredXor` are keywords of cfn-lint. */
function exclusiveGroups(schema: Json): readonly (readonly string[])[] {
  const pairs = Object.entries((schema.dependentExcluded ?? {}) as Readonly<Record<string, readonly string[]>>);
  const xor = (schema.requiredXor ?? []) as readonly string[];
  return [
    ...pairs.flatMap(([key, others]) => others.filter((other) => key < other).map((other) => [key, other])),
    ...(xor.length > 1 ? [xor] : []),
  ];
}
