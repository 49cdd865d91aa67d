import { withoutInstanceKeys } from "../../resource-address";
import { isAwsType } from "../../resource-types";
import { isJsonObject, type Json, type JsonObject, jsonText, memberOf } from "../../terraform-configuration";
import { objectAt, shortJson } from "./json-shape";
import { addFault, type ShapeFaults } from "./shape-faults";
import type { ResourceEntry } from "./values-shape";

/** A configuration of a provider in a plan. */
interface ConfiguredProvider {
  /** `registry.terraform.io/hashicorp/aws`. */
  readonly source: string;
  /** What the addresses of the resources begin with that may name it: `module.studio.`; empty for one of the root module. */
  readonly within: string;
}

/**
 * Compares the providers of a plan. Terraform writes a configuration for each provider, also where nobody wrote a block, and each resource
 * names one: of its provider, and of its module or of one above. Without that name, or without the configuration, nobody could
 * tell with which credentials and in which Region a resource is created.
 *
 * @param configurations `provider_config` of the plan
 * @param declared declared resources by address
 */
export function compareProviders(
  configurations: Json | undefined,
  declared: ReadonlyMap<string, JsonObject>,
  planned: readonly ResourceEntry[],
  faults: ShapeFaults,
): void {
  const providers = configuredProviders(configurations, faults);
  for (const [address, { type, provider_config_key: key = null }] of declared) {
    const { source, within } = providers.get(key) ?? {};
    const isInReach = within !== undefined && address.startsWith(within);
    const isOfType = !isAwsType(jsonText(type)) || source?.split("/").at(-1) === "aws";
    if (!(isInReach && isOfType)) {
      addFault(
        faults,
        () => `${address}: provider_config_key names no configuration of its provider, got ${shortJson(key)}`,
      );
    }
  }
  for (const { address, entry } of planned) {
    const { source } = providers.get(declared.get(withoutInstanceKeys(address))?.provider_config_key ?? null) ?? {};
    if (source !== undefined && entry.provider_name !== source) {
      const got = shortJson(entry.provider_name);
      addFault(faults, () => `${address}: provider_name must be ${source}, as in provider_config, got ${got}`);
    }
  }
}

/** The configurations by their keys, which module, name and alias make: `aws`, `aws.replica`, `module.studio:aws`. */
function configuredProviders(
  configurations: Json | undefined,
  faults: ShapeFaults,
): ReadonlyMap<Json, ConfiguredProvider> {
  const entries = Object.entries(objectAt(configurations, "configuration.provider_config", faults));
  return new Map(
    entries.flatMap(([key, configuration]): [string, ConfiguredProvider][] => {
      const { name, alias, module_address: path, full_name: source } = isJsonObject(configuration) ? configuration : {};
      const parts = [
        path === undefined ? "" : `${jsonText(path)}:`,
        jsonText(name),
        alias === undefined ? "" : `.${jsonText(alias)}`,
      ];
      objectAt(memberOf(configuration, "expressions"), `provider_config ${key}: expressions`, faults);
      if (parts.join("") === key && typeof source === "string") {
        return [[key, { source, within: path === undefined ? "" : `${jsonText(path)}.` }]];
      }
      addFault(
        faults,
        () =>
          `provider_config ${key}: module_address, name, alias and full_name do not fit to its key, got ${shortJson(configuration)}`,
      );
      return [];
    }),
  );
}
