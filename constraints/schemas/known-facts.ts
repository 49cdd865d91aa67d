import limits from "./documented-limits.json";
import { schemaFacts, type ValueFacts } from "./schema-facts";

/** Facts of one argument, with the schema or page that they come from. */
export interface NamedFacts {
  readonly facts: ValueFacts;
  readonly source: string;
}

/** A limit that AWS documents in words and no schema states. */
interface DocumentedLimit {
  readonly types: readonly string[];
  readonly argument: string;
  readonly facts: ValueFacts;
  readonly page: string;
}

const documentedLimits: readonly DocumentedLimit[] = limits;
const labels = new Map(schemaFacts.sources.map(({ name, version }) => [name, ` in ${name} ${version}`] as const));

/** The package that a schema is of. */
export function labelOf(schema: string): string {
  return labels.get(schema.startsWith("AWS::") ? "cfn-lint" : "botocore") ?? "";
}

const known = new Map<string, Map<string, readonly NamedFacts[]>>();

/** Facts of an argument: of every schema that it maps to, and of the limits that AWS documents. */
export function factsOfArgument(type: string, path: string): readonly NamedFacts[] {
  const ofType = known.get(type) ?? new Map<string, readonly NamedFacts[]>();
  known.set(type, ofType);
  const found = ofType.get(path) ?? collectFacts(type, path);
  ofType.set(path, found);
  return found;
}

function collectFacts(type: string, path: string): readonly NamedFacts[] {
  const shapes = schemaFacts.types[type]?.arguments[path] ?? [];
  const schemas = [...new Set(shapes)].flatMap((name) => {
    const facts = schemaFacts.shapes[name];
    return facts === undefined ? [] : [{ facts, source: `${name}${labelOf(name)}` }];
  });
  const documented = documentedLimits
    .filter(({ types, argument }) => argument === path && (types.includes(type) || types.includes("*")))
    .map(({ facts, page }) => ({ facts, source: page }));
  return [...withOneEnumeration(schemas), ...documented];
}

/** The enumerations of two schemas may be of different days. A value of either is one that AWS has. */
function withOneEnumeration(schemas: readonly NamedFacts[]): readonly NamedFacts[] {
  const listing = schemas.filter(({ facts }) => facts.enum !== undefined);
  const [first, ...others] = listing;
  if (first === undefined || others.length === 0) {
    return schemas;
  }
  const choices = [...new Set(listing.flatMap(({ facts }) => facts.enum ?? []))];
  return schemas.map((one) => {
    const { enum: _own, ...facts } = one.facts;
    return one === first ? { ...one, facts: { ...facts, enum: choices } } : { ...one, facts };
  });
}
