import type { AwsResource } from "../configuration/aws-configuration";
import { isObject, type Values } from "../configuration/terraform-values";
import { schemaFacts } from "./schema-facts";
import { terraformMapping } from "./terraform-mapping";

/** Arguments of Terraform itself, which no schema of AWS describes. */
const META_ARGUMENTS = new Set([
  "lifecycle",
  "depends_on",
  "provider",
  "count",
  "for_each",
  "provisioner",
  "connection",
  "//",
]);

/** Which arguments of a configuration the schemas of AWS describe, as `type.path`. */
export interface SchemaCoverage {
  readonly mapped: readonly string[];
  /** With the reason in the mapping. */
  readonly unmapped: Readonly<Record<string, string>>;
  /** Neither mapped nor with a reason. */
  readonly unknown: readonly string[];
}

/** The coverage of every argument that the resources use. */
export function schemaCoverage(resources: readonly AwsResource[]): SchemaCoverage {
  const mapped = new Set<string>();
  const unmapped = new Map<string, string>();
  const unknown = new Set<string>();
  for (const { type, values } of resources) {
    for (const path of argumentPaths(values, "")) {
      const reason = reasonOf(type, path);
      if (isMapped(type, path)) {
        mapped.add(`${type}.${path}`);
      } else if (reason === undefined) {
        unknown.add(`${type}.${path}`);
      } else {
        unmapped.set(`${type}.${path}`, reason);
      }
    }
  }
  return {
    mapped: [...mapped].sort(),
    unmapped: Object.fromEntries([...unmapped].sort()),
    unknown: [...unknown].sort(),
  };
}

function argumentPaths(block: Values, prefix: string): readonly string[] {
  return Object.entries(block)
    .filter(([name]) => prefix !== "" || !META_ARGUMENTS.has(name))
    .flatMap(([name, value]) => {
      const path = `${prefix}${name}`;
      const nested = (Array.isArray(value) ? value : [value]).filter(isObject);
      return [path, ...nested.flatMap((inner) => argumentPaths(inner, `${path}.`))];
    });
}

/** A key of a map, such as a tag, is mapped with the map. */
function isMapped(type: string, path: string): boolean {
  const table = schemaFacts.types[type]?.arguments ?? {};
  return path in table || `${path.replace(/\.[^.]*$/, "")}.*` in table;
}

function reasonOf(type: string, path: string): string | undefined {
  const reasons = { ...terraformMapping.unmapped, ...terraformMapping.types[type]?.unmapped };
  return Object.entries(reasons).find(([key]) => path === key || path.startsWith(`${key}.`))?.[1];
}
