import { isAwsType } from "../../resource-types";
import { isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";
import { type ShapeFaults, shortJson } from "./json-shape";

/** `aws`, `aws.replica`, or with the path of the module that configures the provider: `module.studio:aws`. */
const keyPattern = /^(?:(?<path>module\.[^:]*):)?(?<name>[\w-]+)(?:\.[\w-]+)?$/;

/**
 * Compares what resources of AWS name as the configuration of their provider with the configurations. Terraform names one at each resource:
 * of this provider, and of the module of the resource or of one above.
 *
 * @param configurations `provider_config` of the plan
 * @param resources declared resources by address
 */
export function compareProviderKeys(
  configurations: Json | undefined,
  resources: ReadonlyMap<string, JsonObject>,
  faults: ShapeFaults,
): void {
  for (const [address, { type, provider_config_key: key }] of resources) {
    const { name, path } = (typeof key === "string" && keyPattern.exec(key)?.groups) || {};
    const isInReach = path === undefined || address.startsWith(`${path}.`);
    const isOfAws = name === "aws" || (typeof key === "string" && providerOf(configurations, key) === "aws");
    if (key !== undefined && isAwsType(String(type)) && !(isInReach && isOfAws)) {
      faults.push(
        `${address}: provider_config_key names no configuration of its provider, got ${shortJson(key ?? null)}`,
      );
    }
  }
}

/** `aws` for `registry.terraform.io/hashicorp/aws`, whatever the root module calls it. */
function providerOf(configurations: Json | undefined, key: string): string | undefined {
  const configuration = isJsonObject(configurations) ? configurations[key] : undefined;
  const source = isJsonObject(configuration) ? configuration.full_name : undefined;
  return typeof source === "string" ? source.split("/").at(-1) : undefined;
}
