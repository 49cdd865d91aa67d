import { groupBy } from "../collections/group-by";
import { isJsonObject, isLiteralText, type Json, type Resource } from "../terraform/terraform-configuration";

/** Arguments with a name that ARNs and requests consist of, by type. */
const NAMING_ARGUMENTS: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: "name",
  aws_iam_policy: "name",
  aws_iam_role: "name",
  aws_iam_user: "name",
  aws_kms_alias: "name",
  aws_lambda_function: "function_name",
  aws_s3_bucket: "bucket",
  aws_sagemaker_domain: "domain_name",
};

/**
 * Whether an address in a reference is that of a module, or of something in it. A call without its instance, as in `values(module.x)`, is every
 * instance.
 */
export function isReferenceTo(address: string, module: string): boolean {
  return `${address}.`.startsWith(`${module}.`) || `${module.replace(/\[[^\]]*\]/g, "")}.`.startsWith(`${address}.`);
}

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
      const texts = same.flatMap(({ values }) => textsIn(values));
      return [address, new Set(texts.flatMap((text) => [...referencesIn(text), ...namesIn(text, names)]))];
    }),
  );
}

/** The perimeters by the names of their resources. A name that resources of several have tells nothing. */
function modulesByName(resources: readonly Resource[], modules: readonly string[]): ReadonlyMap<string, string> {
  const named = resources.flatMap(({ address, mode, type, values }) => {
    const name = values[NAMING_ARGUMENTS[type] ?? ""];
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

function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  const items = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return items.flatMap(textsIn);
}

/** A path of modules and the address of a resource in them, one of which may be absent. Policies are JSON, which escapes quotes. */
const addressPattern =
  /(?<![\w.-])(?:module\.[\w-]+(?:\[[^\]]*\])?\.?)*(?:(?:data\.)?[a-z][a-z0-9]*_\w+\.[A-Za-z_][\w-]*(?:\[(?:\d+|\\?"[^"]*")\])?)?/g;

function referencesIn(text: string): readonly string[] {
  return text.includes("${")
    ? [...text.matchAll(addressPattern)].flatMap(([address]) => address.replaceAll('\\"', '"').replace(/\.$/, "") || [])
    : [];
}

/** Names are whole words: `risk-data` is not in `risk-data-2`. */
function namesIn(text: string, names: ReadonlyMap<string, string>): readonly string[] {
  return text.split(/[^\w.-]+/).flatMap((word) => names.get(word) ?? []);
}
