import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  objectOf,
  type UnreadPart,
} from "../../terraform-configuration";
import {
  type AliasedResource,
  type AliasPlace,
  type ModuleProviders,
  placeOfAlias,
} from "../understood/provider-aliases";
import { ownSettings, unreadArguments } from "../understood/provider-settings";
import { officialProviderName, understoodProviderOfSource, understoodProviders } from "../understood/provider-sources";
import { isWholeType } from "../understood/top-level-blocks";
import { providersOfPlan } from "./plan-configuration";

/**
 * A provider that assumes a role applies the stack to the account of that role. Only `allowed_account_ids` with that single
 * account shows that it is the intended one.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids-1
 */
export function unreadAssumedRoleAccounts(provider: JsonObject): readonly UnreadPart[] {
  const roles = [...blocksOf(provider.assume_role), ...blocksOf(provider.assume_role_with_web_identity)];
  const allowed = Array.isArray(provider.allowed_account_ids) ? provider.allowed_account_ids.map(jsonText) : [];
  return roles
    .map(({ role_arn: role }) => jsonText(role ?? "an unknown role"))
    .filter((role) => !(allowed.length === 1 && allowed[0] === /^arn:[^:]*:iam::(\d{12}):/.exec(role)?.[1]))
    .map((role) => ({
      address: "provider.aws",
      text: `provider.aws assumes ${role}, but allowed_account_ids does not list exactly the account of that role`,
    }));
}

/** Actions that the apply runs: `action` blocks of a stack, or action invocations of a plan. */
export function unreadActions(actions: Json | undefined): readonly UnreadPart[] {
  return blocksOf(actions).flatMap((block) => {
    const [first] = Object.keys(block).filter((key) => key !== "//");
    const address = typeof block.address === "string" ? block.address : `action.${first}`;
    const isEmpty = first === undefined || (isJsonObject(block[first]) && Object.keys(block[first]).length === 0);
    return isEmpty ? [] : [{ address, text: `${address} runs an action during the apply; this is not modeled` }];
  });
}

/**
 * Sections of a plan of Terraform or OpenTofu that this program reads, or that change nothing of what is planned.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
const planSections: ReadonlySet<string> = new Set([
  ...["format_version", "terraform_version", "timestamp", "applyable", "complete", "errored", "checks", "variables"],
  ...["configuration", "prior_state", "planned_values", "proposed_unknown", "output_changes", "relevant_attributes"],
  ...["resource_changes", "resource_drift", "deferred_changes", "action_invocations", "deferred_action_invocations"],
]);

/**
 * Sections that a later version of Terraform adds, which may say of more that the apply does, as `action_invocations` did.
 *
 * @param added sections that Terraform does not write, and that are read
 */
export function unreadSections(plan: JsonObject, ...added: readonly string[]): readonly UnreadPart[] {
  return Object.entries(plan)
    .filter(([name, value]) => !planSections.has(name) && !added.includes(name) && !isEmpty(value))
    .map(([name]) => ({
      address: name,
      text: `the plan has a section ${name}, which is not modeled; plan with a version of Terraform that writes none`,
    }));
}

function isEmpty(value: Json): boolean {
  return value === null || value === false || (typeof value === "object" && Object.keys(value).length === 0);
}

/** `aws` or `module.studio:aws`: the configuration without an alias of a provider that the models understand. */
function isDefaultProviderKey(key: Json): boolean {
  return typeof key === "string" && understoodProviders.includes(key.split(":").at(-1) ?? "");
}

/** Provider configurations of a plan: of a provider that HashiCorp does not publish, or with arguments that the models do not understand. */
export function unreadPlanProviders(configuration: Json | undefined): readonly UnreadPart[] {
  return providersOfPlan(configuration).flatMap(({ key, name, source, isAlias, arguments: written }) => {
    const address = `provider.${key}`;
    const isForeign = source !== undefined && officialProviderName(source) !== name;
    return [
      ...(isForeign ? [`is ${source}, which is not the provider of this name that HashiCorp publishes`] : []),
      ...(isAlias ? [] : unreadArguments(name, written)),
      ...(!isAlias && key.includes(":") ? ownSettings(name, written) : []),
    ].map((text) => ({ address, text: `${address} ${text}` }));
  });
}

/** Resources that a plan or a state ascribes to a provider that the models do not understand, or to none. Terraform names one of each. */
export function unreadProviderNames(module: Json | undefined): readonly UnreadPart[] {
  if (!isJsonObject(module)) {
    return [];
  }
  const own = blocksOf(module.resources).flatMap(({ address, provider_name: source }) => {
    const isUnderstood = typeof source === "string" && understoodProviderOfSource(source) !== undefined;
    const text =
      source === undefined
        ? `${jsonText(address)} names no provider, so nothing says who manages it; run terraform show -json again`
        : `${jsonText(address)} belongs to the provider ${JSON.stringify(source)}, which the models do not understand`;
    return isUnderstood ? [] : [{ address: jsonText(address), text }];
  });
  return [...own, ...blocksOf(module.child_modules).flatMap(unreadProviderNames)];
}

/** Changes of a plan after which an object exists that the plan does not describe in full. */
export function unreadChanges(changes: Json | undefined): readonly UnreadPart[] {
  return blocksOf(changes).flatMap(({ address, type, change }) => {
    const { actions, importing } = isJsonObject(change) ? change : {};
    const where = jsonText(address);
    const isForgotten = Array.isArray(actions) && actions.includes("forget");
    const isImported = importing !== undefined && importing !== null && !isWholeType(jsonText(type));
    return [
      ...(isForgotten ? [`${where} leaves the state and stays in the account, where nothing manages it`] : []),
      ...(isImported
        ? [`${where} is imported, and may have more than this plan says; verify the plan after the import`]
        : []),
    ].map((text) => ({ address: where, text }));
  });
}

/**
 * What the configuration of a plan has in addition to the planned values: provisioners, which run any command, and resources of other modes
 * than `managed` and `data`, such as ephemeral ones.
 */
export function unreadConfiguredParts(module: Json | undefined, prefix = ""): readonly UnreadPart[] {
  if (!isJsonObject(module)) {
    return [];
  }
  const own = blocksOf(module.resources).flatMap(({ address: written, mode, type, provisioners }): UnreadPart[] => {
    const address = `${prefix}${jsonText(written)}`;
    const text = `${address} has a provisioner, which can run any command`;
    const isKnown = mode === "managed" || mode === "data";
    return [
      ...(blocksOf(provisioners).length > 0 ? [{ address, text, provisionerOf: jsonText(type) }] : []),
      ...(isKnown ? [] : [{ address, text: `${address} is ${jsonText(mode)}, which is not modeled` }]),
    ];
  });
  const calls = isJsonObject(module.module_calls) ? Object.entries(module.module_calls) : [];
  const inner = calls.flatMap(([name, call]) =>
    isJsonObject(call) ? unreadConfiguredParts(call.module, `${prefix}module.${name}.`) : [],
  );
  return [...own, ...inner];
}

/**
 * Resources of a plan with an aliased provider, and where it puts them.
 *
 * In a called module, Terraform names the configuration of the root module that the resource gets in the end, and puts the path of the
 * module before a configuration of its own.
 *
 * @param providers of the root module
 */
export function placesByAlias(
  module: Json | undefined,
  providers: Pick<ModuleProviders, "aliases" | "home">,
  prefix = "",
): readonly { readonly address: string; readonly place: AliasPlace }[] {
  if (!isJsonObject(module)) {
    return [];
  }
  const own = blocksOf(module.resources).flatMap(({ address: written, mode, type, provider_config_key: key }) => {
    if (key === undefined || isDefaultProviderKey(key)) {
      return [];
    }
    const address = `${prefix}${jsonText(written)}`;
    const resource: AliasedResource = {
      address,
      mode: mode === "data" ? "data" : "managed",
      type: jsonText(type),
      key: jsonText(key),
    };
    return [{ address, place: placeOfAlias(resource, providers) }];
  });
  const calls = Object.entries(objectOf(module.module_calls));
  const inner = calls.flatMap(([name, call]) =>
    placesByAlias(objectOf(call).module, providers, `${prefix}module.${name}.`),
  );
  return [...own, ...inner];
}
