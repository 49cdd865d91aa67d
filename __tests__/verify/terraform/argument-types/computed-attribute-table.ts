import { join } from "node:path";
import { deriveSchema } from "../../../../rehearsal/schema/derive";
import { packagedTypes, packageRoot, providerVersion } from "../../../../rehearsal/schema/package-source";
import type { Block, ProviderSchema } from "../../../../rehearsal/schema/provider-schema";
import { utilitySchema } from "../../../../rehearsal/utility-providers/utility-schemas";

const root = packageRoot(join(__dirname, "..", "..", "..", ".."));

/** Utility providers whose types the registry knows. */
const utilityProviders = ["archive", "cloudinit", "local", "null", "random", "time", "tls"];

/**
 * Attributes of types that Terraform itself has.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/terraform-data
 * @see https://developer.hashicorp.com/terraform/language/state/remote-state-data
 */
const builtIn: readonly (readonly [string, string])[] = [
  ["data.terraform_remote_state", "outputs"],
  ["terraform_data", "id output"],
];

/** Attributes of some types that only the provider sets, by the type, with `data.` before a data source. */
export function computedAttributesIn(schema: ProviderSchema): readonly (readonly [string, string])[] {
  const entries = [
    ...Object.entries(schema.resource_schemas).map(([type, { block }]) => [type, block] as const),
    ...Object.entries(schema.data_source_schemas).map(([type, { block }]) => [`data.${type}`, block] as const),
  ];
  return entries.flatMap(([type, block]) => {
    const paths = computedPaths(block);
    return paths.length === 0 ? [] : [[type, paths.join(" ")] as const];
  });
}

/** Paths of attributes that no configuration may set, in blocks as well. */
function computedPaths({ attributes, block_types: blocks }: Block, prefix = ""): readonly string[] {
  const own = Object.entries(attributes).flatMap(([name, { computed, optional, required }]) =>
    computed === true && optional !== true && required !== true ? [`${prefix}${name}`] : [],
  );
  return [...own, ...Object.entries(blocks).flatMap(([name, { block }]) => computedPaths(block, `${prefix}${name}.`))];
}

/** The text of `generated-computed-attributes.ts`, from every type of the installed provider. It takes half a minute. */
export function computedAttributeSource(): string {
  const own = deriveSchema(root, {
    resources: packagedTypes(root, "resource"),
    dataSources: packagedTypes(root, "data"),
  });
  const lines = [own, ...utilityProviders.map((name) => utilitySchema(name))]
    .flatMap(computedAttributesIn)
    .concat(builtIn)
    .map(([type, paths]) => `${type}: ${paths}`)
    .sort();
  return `/** The version of hashicorp/aws that {@link generatedComputedAttributes} is of. */
export const versionOfComputedAttributes = "${providerVersion(root)}";

/**
 * Attributes that only the provider sets, one line for each type: \`vpc_endpoint: arn cidr_blocks\`. Generated from the installed provider
 * package and the documentation of utility providers; \`npm run argument-types\` writes it again.
 */
export const generatedComputedAttributes = \`
${lines.join("\n")}
\`;
`;
}
