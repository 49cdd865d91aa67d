import type { FactSource, SchemaFacts, TypeFacts, ValueFacts } from "../../constraints/schemas/schema-facts";
import type { TerraformMapping } from "../../constraints/schemas/terraform-mapping";
import { deriveSchema } from "../../rehearsal/schema/derive";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { mapArguments } from "./map-arguments";
import type { SchemaNode, SchemaSource } from "./schema-node";

/** The sources of an extraction. */
export interface ExtractionSources {
  readonly cloudFormation: SchemaSource;
  readonly services: SchemaSource;
  readonly packages: readonly FactSource[];
  readonly day: string;
}

/** The facts of every Terraform resource type that the mapping names. Descriptions are not extracted. */
export function extractFacts(mapping: TerraformMapping, sources: ExtractionSources): SchemaFacts {
  const resources = Object.keys(mapping.types);
  const provider = deriveSchema(packageRoot(__dirname), { resources, dataSources: [] });
  const shapes: Record<string, ValueFacts> = {};
  const addShape = ({ name, facts }: SchemaNode): string => {
    const usable = withUsablePattern(facts);
    if (Object.keys(usable).length > 0) {
      shapes[name] = usable;
    }
    return name;
  };
  const types: Record<string, TypeFacts> = {};
  for (const [type, own] of Object.entries(mapping.types)) {
    const schema = provider.resource_schemas[type];
    if (schema === undefined) {
      throw new Error(`${type}: is not in the installed provider package; correct the mapping`);
    }
    const complete = { ...own, unmapped: { ...mapping.unmapped, ...own.unmapped } };
    const sourceOf = (target: string) => (target.startsWith("AWS::") ? sources.cloudFormation : sources.services);
    types[type] = mapArguments(schema.block, complete, sourceOf, addShape);
  }
  return { extracted: sources.day, sources: sources.packages, shapes: sorted(shapes), types };
}

function sorted<Value>(table: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(table).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Patterns in a dialect that JavaScript cannot compile are left out. */
function withUsablePattern(facts: ValueFacts): ValueFacts {
  const { pattern, ...others } = facts;
  const translated = pattern === undefined ? undefined : toJavaScript(pattern);
  return translated === undefined ? others : { ...others, pattern: translated };
}

/** Java's and Python's anchors of the whole text, and Java's inline flag for "the dot matches line breaks", which JavaScript writes as a class. */
function toJavaScript(pattern: string): string | undefined {
  const anchored = pattern.replaceAll("\\Z", "$").replaceAll("\\A", "^");
  const text = anchored.includes("(?s)") ? anchored.replaceAll("(?s)", "").replaceAll(".", "[\\s\\S]") : anchored;
  const flags = /\\[pP]\{/.test(text) ? ["u"] : ["u", ""];
  return flags.some((flag) => compiles(text, flag)) && !/^\^?(?:\(\?:)?[.]\*\)?\$?$/.test(text) ? text : undefined;
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}
