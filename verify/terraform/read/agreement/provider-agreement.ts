import { withoutInstanceKeys } from "../../resource-address";
import { isAwsType } from "../../resource-types";
import { isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";
import { objectAt, shortJson } from "./json-shape";
import { addFault, type ShapeFaults } from "./shape-faults";
import type { ShownEntry } from "./shown-shape";

/** `aws`, `aws.replica`, or with the path of the module that configures the provider: `module.studio:aws`. */
const keyPattern = /^(?:(?<path>module\.[^:]*):)?(?<name>[\w-]+)(?:\.[\w-]+)?$/;

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
  planned: readonly ShownEntry[],
  faults: ShapeFaults,
): void {
  const sources = providerSources(configurations, faults);
  for (const [address, { type, provider_config_key: key }] of declared) {
    const { path } = (typeof key === "string" && keyPattern.exec(key)?.groups) || {};
    const isInReach = path === undefined || address.startsWith(`${path}.`);
    const source = sources.get(key ?? null);
    const isOfType = source !== undefined && (!isAwsType(String(type)) || source.split("/").at(-1) === "aws");
    if (!(isInReach && isOfType)) {
      addFault(
        faults,
        () => `${address}: provider_config_key names no configuration of its provider, got ${shortJson(key ?? null)}`,
      );
    }
  }
  for (const { address, entry } of planned) {
    const source = sources.get(declared.get(withoutInstanceKeys(address))?.provider_config_key ?? null);
    if (source !== undefined && entry.provider_name !== source) {
      const got = shortJson(entry.provider_name);
      addFault(faults, () => `${address}: provider_name must be ${source}, as in provider_config, got ${got}`);
    }
  }
}

/** `registry.terraform.io/hashicorp/aws` by the key of each configuration, which its module, name and alias make. */
function providerSources(configurations: Json | undefined, faults: ShapeFaults): ReadonlyMap<Json, string> {
  const entries = Object.entries(objectAt(configurations, "configuration.provider_config", faults));
  return new Map(
    entries.flatMap(([key, configuration]): [string, string][] => {
      const { name, alias, module_address: path, full_name: source } = isJsonObject(configuration) ? configuration : {};
      const parts = `${path === undefined ? "" : `${path}:`}${name}${alias === undefined ? "" : `.${alias}`}`;
      if (parts === key && typeof source === "string") {
        return [[key, source]];
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
