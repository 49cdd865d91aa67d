import { objectOf, type Values } from "../configuration/terraform-values";
import { type DeprecatedTypes, type Deprecation, deprecationFacts } from "./deprecation-facts";

/** A section of the configuration, with how its addresses begin. */
const SECTIONS = [
  { name: "resource", prefix: "" },
  { name: "data", prefix: "data." },
] as const;

/**
 * One line for each deprecated type, argument and referenced attribute of a stack: address, construct, and what to use instead.
 *
 * @param json parsed `cdk.tf.json`
 */
export function deprecatedArguments(json: unknown): readonly string[] {
  const configuration = objectOf(json);
  const referenced = referencedAttributes(configuration);
  return SECTIONS.flatMap(({ name, prefix }) =>
    Object.entries(objectOf(configuration[name])).flatMap(([type, resources]) => {
      const deprecations = deprecationsOf(deprecationFacts[name], type);
      return Object.entries(objectOf(resources)).flatMap(([label, block]) => {
        const address = `${prefix}${type}.${label}`;
        return deprecations
          .filter(([path]) => isUsed(block, path) || referenced.has(`${address}.${path}`))
          .map(([path, deprecation]) => {
            const where = path === "*" ? address : `${address}.${path}`;
            return `${where}${constructOf(block)}: ${sentence(deprecation)}`;
          });
      });
    }),
  );
}

/** Paths of what is deprecated of a type, whose name a file chooses: it may be `toString`. */
function deprecationsOf(deprecated: DeprecatedTypes, type: string): readonly (readonly [string, Deprecation])[] {
  return Object.hasOwn(deprecated, type) ? Object.entries(deprecated[type] ?? {}) : [];
}

function sentence({ use, since }: Deprecation): string {
  const by = since === undefined ? "the provider" : `provider ${since}`;
  const instead = use.length === 0 ? "the provider names no replacement" : `use ${use.join(" and ")}`;
  return `is deprecated by ${by}; ${instead}`;
}

function constructOf(block: unknown): string {
  const { path } = objectOf(objectOf(objectOf(block)["//"]).metadata);
  return typeof path === "string" ? ` (construct ${path})` : "";
}

/** Whether the block sets the argument at the path. A nested block may be one object, a list of them, or dynamic. */
function isUsed(block: unknown, path: string): boolean {
  const [name = "", ...rest] = path.split(".");
  if (name === "*") {
    return true;
  }
  const body = objectOf(block);
  const dynamic = objectOf(objectOf(body.dynamic)[name]).content;
  const values = [body[name], dynamic].flat().filter((value) => value !== undefined && value !== null);
  return rest.length === 0 ? values.length > 0 : values.some((value) => isUsed(value, rest.join(".")));
}

/** `TYPE.NAME.ATTRIBUTE` in an expression, with an index after the name. */
const REFERENCE = /(?<![\w.-])((?:data\.)?aws_\w+\.[\w-]+)(?:\[[^\]]*\])?\.(\w+)/g;

/** Attributes that expressions of the configuration read, as addresses with the attribute. */
function referencedAttributes(configuration: Values): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === "string" && value.includes("${")) {
      for (const [, address, attribute] of value.matchAll(REFERENCE)) {
        found.add(`${address}.${attribute}`);
      }
    } else if (typeof value === "object" && value !== null) {
      Object.values(value).forEach(walk);
    }
  };
  walk(configuration);
  return found;
}
