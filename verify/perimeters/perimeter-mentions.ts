import { groupBy } from "../collections/group-by";
import { ownEntry } from "../collections/own-entry";
import { indexPattern } from "../terraform/resource-address";
import { isLiteralText, type Resource, textsWithin } from "../terraform/terraform-configuration";
import { withoutOpenIndexes } from "./address-overlap";

/** Arguments with a name that ARNs and requests consist of, by type. */
const NAMING_ARGUMENTS: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: "name",
  aws_dynamodb_table: "name",
  aws_iam_instance_profile: "name",
  aws_iam_policy: "name",
  aws_iam_role: "name",
  aws_iam_user: "name",
  aws_kms_alias: "name",
  aws_lambda_function: "function_name",
  aws_s3_bucket: "bucket",
  aws_sagemaker_domain: "domain_name",
  aws_secretsmanager_secret: "name",
  aws_sqs_queue: "name",
};

/** Whether something is in a module, or in a module that it calls. */
export function isInModule(address: string, module: string): boolean {
  return address.startsWith(`${module}.`);
}

/**
 * What each resource mentions, by its address: addresses of resources and modules in its references, and the perimeter modules of which it
 * has the name of a resource.
 *
 * @param resources of a root module, and its data sources as they are written
 * @param modules addresses of the perimeter modules
 */
export function mentionsOfResources(
  resources: readonly Resource[],
  modules: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const names = modulesByName(resources, modules);
  return new Map(
    [...groupBy(resources, ({ address }) => address)].map(([address, same]) => {
      const texts = same.flatMap(({ values }) => textsWithin(values));
      return [address, new Set(texts.flatMap((text) => [...referencesIn(text), ...namesIn(text, names)]))];
    }),
  );
}

/** The perimeters by the names of their resources. A name that resources of several have tells nothing. */
function modulesByName(resources: readonly Resource[], modules: readonly string[]): ReadonlyMap<string, string> {
  const named = resources.flatMap(({ address, mode, type, values }) => {
    const name = values[ownEntry(NAMING_ARGUMENTS, type) ?? ""];
    const module = modules.find((one) => isInModule(address, one));
    return mode === "managed" && module !== undefined && isLiteralText(name) ? [{ name, module }] : [];
  });
  return new Map(
    [...groupBy(named, ({ name }) => name)].flatMap(([name, uses]) => {
      const [module, ...others] = new Set(uses.map((use) => use.module));
      return module === undefined || others.length > 0 ? [] : [[name, module] as const];
    }),
  );
}

/**
 * A path of modules and the address of a resource in them, one of which may be absent. Wider than `referencesInExpression`, because a
 * module alone, as in `values(module.x)`, is a mention of all that is in it.
 */
const addressPattern = new RegExp(
  [
    `(?<![\\w.-])(?:module\\.[\\w-]+(?:${indexPattern.source})?\\.?)*`,
    `(?:(?:data\\.[a-z]\\w*|[a-z][a-z0-9]*_\\w+)\\.[A-Za-z_][\\w-]*(?:${indexPattern.source})?)?`,
  ].join(""),
  "g",
);

/** References in the expressions of a text. Policies are JSON, which escapes quotes. */
function referencesIn(text: string): readonly string[] {
  return text.includes("${") ? referencesOfExpression(text.replaceAll('\\"', '"')) : [];
}

/** An index that is no literal, such as `[each.key]` or `[*]`, is left out: it may be every instance. It may hold references itself. */
function referencesOfExpression(text: string): readonly string[] {
  return [...text.matchAll(addressPattern)].flatMap(([address]) => {
    const inner = [...address.matchAll(indexPattern)].flatMap(([index]) => referencesOfExpression(index.slice(1, -1)));
    return [withoutOpenIndexes(address).replace(/\.$/, "") || [], ...inner].flat();
  });
}

/** Names are whole words: `risk-data` is not in `risk-data-2`. Those of log groups and aliases have slashes, and hosts begin with buckets. */
function namesIn(text: string, names: ReadonlyMap<string, string>): readonly string[] {
  const words = [/[^\w.-]+/, /[^\w./-]+/].flatMap((separator) => text.split(separator));
  const found = words.flatMap((word) => [word, word.replace(/\.s3[.-].*$|-$/, "")]);
  return [...new Set(found)].flatMap((word) => names.get(word) ?? []);
}
