import { PROVIDER_SOURCE } from "./provider-schema";

/** The Terraform types that configurations use. */
export interface UsedTypes {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
}

/**
 * Collects the types that Terraform JSON configurations use, so that only those are derived and served.
 *
 * @param configurations parsed `cdk.tf.json` documents, by their name in error texts
 * @throws when a configuration uses a type of another provider
 */
export function usedTypes(configurations: Readonly<Record<string, unknown>>): UsedTypes {
  const resources = new Set<string>();
  const dataSources = new Set<string>();
  for (const [name, configuration] of Object.entries(configurations)) {
    for (const type of typesUnder(name, configuration, "resource")) {
      resources.add(type);
    }
    for (const type of typesUnder(name, configuration, "data")) {
      dataSources.add(type);
    }
  }
  return { resources: [...resources].sort(), dataSources: [...dataSources].sort() };
}

/** Terraform itself implements `terraform_data` and `terraform_remote_state`. */
function typesUnder(name: string, configuration: unknown, section: "resource" | "data"): readonly string[] {
  const tables =
    typeof configuration === "object" && configuration !== null ? Reflect.get(configuration, section) : undefined;
  const types = Object.keys(typeof tables === "object" && tables !== null ? tables : {});
  const foreign = types.find((type) => !type.startsWith("aws_") && !type.startsWith("terraform_"));
  if (foreign !== undefined) {
    throw new Error(
      `${name}: uses a type of another provider, got ${foreign}; the rehearsal supports only ${PROVIDER_SOURCE}`,
    );
  }
  return types.filter((type) => type.startsWith("aws_"));
}
