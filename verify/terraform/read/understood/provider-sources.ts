import { blocksOf, isJsonObject, type Json, type JsonObject, type UnreadPart } from "../../terraform-configuration";

/**
 * Providers that the models understand: the one of AWS, and those that neither create anything in AWS nor call another system.
 *
 * @see https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses
 */
export const understoodProviders: readonly string[] = [
  "aws",
  "random",
  "time",
  "tls",
  "null",
  "local",
  "archive",
  "cloudinit",
  "template",
  "terraform",
];

/** Registries that serve the providers of HashiCorp, with their namespaces. */
const officialNamespace =
  /^(?:(?:registry\.terraform\.io|registry\.opentofu\.org)\/)?(?:hashicorp|opentofu)\/(?<name>[\w-]+)$/;

/** Name of an understood provider by its source; `undefined` for any other source. */
export function understoodProviderOfSource(source: string): string | undefined {
  const name = officialProviderName(source);
  return name !== undefined && understoodProviders.includes(name) ? name : undefined;
}

/** Name of a provider that HashiCorp publishes; `undefined` for one of anybody else. */
export function officialProviderName(source: string): string | undefined {
  return source === "terraform.io/builtin/terraform" ? "terraform" : officialNamespace.exec(source)?.groups?.name;
}

const requirementArguments = ["source", "version", "configuration_aliases"];

/**
 * Entries of `required_providers` that name a provider of somebody else than HashiCorp, or a release that the models do not understand.
 * A provider that only has resources of types that no model reads adds nothing to them: each of them is a gap itself.
 */
export function unreadRequiredProviders(required: Json | undefined, prefix: string): readonly UnreadPart[] {
  return blocksOf(required).flatMap((block) =>
    Object.entries(block).flatMap(([name, requirement]) => {
      const reason = name === "//" ? undefined : requirementProblem(name, requirement);
      const address = `${prefix}terraform.required_providers.${name}`;
      return reason === undefined ? [] : [{ address, text: `${address} ${reason}` }];
    }),
  );
}

/** A source of one word, as cdktf writes it, is in the namespace of HashiCorp. */
function withNamespace(source: string): string {
  return source.includes("/") ? source : `hashicorp/${source}`;
}

function requirementProblem(name: string, requirement: Json): string | undefined {
  const {
    source = `hashicorp/${name}`,
    version,
    ...others
  } = isJsonObject(requirement) ? requirement : ({ version: requirement } as JsonObject);
  if (typeof source !== "string" || officialProviderName(withNamespace(source.toLowerCase())) !== name) {
    return `names the source ${JSON.stringify(source)}, which is not the provider of this name that HashiCorp publishes`;
  }
  const unknown = Object.keys(others).find((key) => !requirementArguments.includes(key));
  if (unknown !== undefined) {
    return `has the argument ${unknown}, which is not understood`;
  }
  return name === "aws" && version !== undefined && version !== null && !admitsUnderstoodRelease(version)
    ? `admits the versions ${JSON.stringify(version)} only; the models understand releases 5 and 6`
    : undefined;
}

/** The major releases of the AWS provider with arguments that the models read. */
const [oldestMajor, newestMajor] = [5, 6];

/**
 * Whether a version constraint admits a release with one of the understood major versions.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
function admitsUnderstoodRelease(constraint: Json): boolean {
  if (typeof constraint !== "string") {
    return false;
  }
  const terms = constraint.split(",").map((term) => /^\s*(=|!=|>=|<=|>|<|~>|)\s*v?(\d+)((?:\.\d+)*)\S*\s*$/.exec(term));
  const majors = Array.from({ length: newestMajor - oldestMajor + 1 }, (_, index) => oldestMajor + index);
  return (
    terms.every((term) => term !== null) &&
    majors.some((major) =>
      terms.every(([, operator = "", first, rest = ""]) => admitsMajor(major, operator, Number(first), rest)),
    )
  );
}

function admitsMajor(major: number, operator: string, bound: number, rest: string): boolean {
  switch (operator) {
    case "!=":
      return true;
    case ">=":
    case ">":
      return major >= bound;
    case "<":
      return major < bound || (major === bound && /[1-9]/.test(rest));
    case "<=":
      return major <= bound;
    case "~>":
      return rest === "" ? major >= bound : major === bound;
    default:
      return major === bound;
  }
}
