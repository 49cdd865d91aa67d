import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  type UnreadPart,
} from "../../terraform-configuration";
import { understoodProviders } from "./provider-sources";

/**
 * What `lifecycle` may contain. Conditions can only stop an apply. `ignore_changes` is a model gap of its own.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
 */
const understoodLifecycle: ReadonlySet<string> = new Set([
  ...[
    "create_before_destroy",
    "prevent_destroy",
    "ignore_changes",
    "replace_triggered_by",
    "precondition",
    "postcondition",
  ],
]);

/** Meta-arguments of a resource or data source that change it in a way that is not understood. */
export function unreadMetaArguments(address: string, body: JsonObject): readonly UnreadPart[] {
  const unread = (text: string): UnreadPart => ({ address, text: `${address} ${text}` });
  const blocks = blocksOf(body.lifecycle);
  const lifecycle = blocks.flatMap((block) => Object.keys(block));
  const nulls = ["depends_on", "provider"].filter((name) => body[name] === null);
  const hasOtherLifecycle = body.lifecycle !== undefined && body.lifecycle !== null && !isBlocks(body.lifecycle);
  return [
    ...lifecycle
      .filter((key) => key !== "//" && !understoodLifecycle.has(key))
      .map((key) => unread(`has lifecycle.${key}, which is not understood: it can leave the resource out or keep it`)),
    ...(hasOtherLifecycle ? [unread(`has a lifecycle that is no block, got ${JSON.stringify(body.lifecycle)}`)] : []),
    ...(blocks.length > 1 ? [unread("has more than one lifecycle block, which Terraform refuses")] : []),
    ...nulls.map((name) => unread(`has ${name} = null, which Terraform refuses`)),
    ...(body._ === undefined ? [] : [unread("has an escaping block _, whose arguments are not read")]),
  ];
}

/** The alias of a provider that a resource names; `undefined` for the default configuration of the provider of its type. */
export function aliasOf(type: string, { provider }: JsonObject): string | undefined {
  const [name = ""] = type.split("_");
  const isDefault =
    provider === undefined || provider === null || (provider === name && understoodProviders.includes(name));
  return isDefault ? undefined : jsonText(provider);
}

function isBlocks(value: Json): boolean {
  return Array.isArray(value) ? value.every(isJsonObject) : isJsonObject(value);
}

/**
 * Refuses a resource that Terraform refuses.
 *
 * @throws for `count` together with `for_each`
 */
export function requireOneRepetition(address: string, { count, for_each: members }: JsonObject): void {
  if (count !== undefined && members !== undefined) {
    throw new Error(`${address}: has both count and for_each, which Terraform refuses; remove one of them`);
  }
}

/** Arguments of a `module` block that Terraform reserves. The others are inputs of the module. */
const reservedModuleArguments = ["lifecycle", "provider", "locals", "_"];

/** Meta-arguments of a module call that are not understood. */
export function unreadModuleArguments(address: string, body: JsonObject): readonly UnreadPart[] {
  const { providers } = body;
  const reserved = reservedModuleArguments.filter((name) => body[name] !== undefined);
  const hasOther = providers !== undefined && providers !== null && !isBlocks(providers);
  return [
    ...reserved.map((name) => ({ address, text: `${address} has the argument ${name}, which is not understood` })),
    ...(hasOther
      ? [{ address, text: `${address} has providers that are no map, got ${JSON.stringify(providers)}` }]
      : []),
  ];
}
