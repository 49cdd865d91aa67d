import type { JsonObject, UnreadPart } from "../../terraform-configuration";
import { unreadProviderSettings } from "./provider-settings";
import { understoodProviders } from "./provider-sources";
import { unreadTopLevelBlocks } from "./top-level-blocks";

/**
 * Everything of a module that is not understood, apart from its resources and the modules that it calls.
 *
 * @param isRoot whether it is a root module, which configures its providers
 */
export function unreadModuleParts(json: JsonObject, prefix: string, isRoot: boolean): readonly UnreadPart[] {
  return [
    ...unreadTopLevelBlocks(json, prefix),
    ...unreadProviderSettings(json.provider, prefix, isRoot),
    ...foreignFunctions(json, prefix),
  ];
}

/** Functions of a provider run code of that provider: `provider::corp::lookup(...)`. */
function foreignFunctions(json: JsonObject, prefix: string): readonly UnreadPart[] {
  const calls = JSON.stringify(json).matchAll(/\bprovider\s*::\s*([\w-]+)/g);
  const names = new Set([...calls].map(([, name = ""]) => name));
  return [...names]
    .filter((name) => !understoodProviders.includes(name))
    .map((name) => ({
      address: `${prefix}provider::${name}`,
      text: `${prefix}provider::${name} is a function of a provider that the models do not understand`,
    }));
}
