import { groupBy } from "../collections/group-by";
import { memoize } from "../collections/memoize";

/** JSON as parsed; nothing else enters `verify`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/**
 * One resource or data source in the normal form that every model reads, whatever it was read from: `values` hold what
 * `cdk.tf.json` would hold, literals or strings with `${type.name.attribute}` references. Plans and states are rewritten to
 * this form by their readers (a known id of another resource becomes a reference to it).
 */
export interface Resource {
  /** As Terraform prints it: `aws_vpc.network_vpc`, `data.aws_region.account_region`, `module.studio.aws_vpc.x["a"]`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly values: JsonObject;
}

/** Everything that `verify` knows of one Terraform configuration. */
export interface TerraformConfiguration {
  /** For people: the file, and what it was read as. */
  readonly source: string;
  readonly form: "synthesized" | "plan" | "state";
  readonly resources: readonly Resource[];
  /** Name -> value, in the same normal form. */
  readonly outputs: JsonObject;
  /** Region of the default aws provider, where the JSON says. */
  readonly region?: string;
  /** Tags that aws providers put on everything they create, one entry a provider that has any, as they are written. */
  readonly defaultTags?: readonly Json[];
  /** Parts that the reader could not see into; what they hold may break any claim. */
  readonly unreadParts?: readonly UnreadPart[];
}

/** A module whose resources are not in the JSON, or a resource of which it does not say how often it exists. */
export interface UnreadPart {
  readonly address: string;
  /** What is missing, as a sentence that names the address. */
  readonly text: string;
}

/** Resources of one Terraform type, managed ones only. */
export function resourcesOfType({ resources }: TerraformConfiguration, type: string): readonly Resource[] {
  return managedByType(resources).get(type) ?? [];
}

const managedByType = memoize((resources: readonly Resource[]) =>
  groupBy(
    resources.filter(({ mode }) => mode === "managed"),
    ({ type }) => type,
  ),
);

/** The only way from `unknown` into `verify`: what JSON.parse returns is an object here or nothing. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The blocks of one name. Terraform's JSON syntax writes a single block as an object or as a list of one; this reads both,
 * and an absent argument as no block.
 */
export function blocksOf(value: Json | undefined): readonly JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isJsonObject);
}
