import { blocksOf, isJsonObject, type Json, type JsonObject, type UnreadPart } from "../../terraform-configuration";

/**
 * A provider that assumes a role applies the stack to the account of that role. Only `allowed_account_ids` with that single
 * account shows that it is the intended one.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids-1
 */
export function unreadAssumedRoleAccounts(provider: JsonObject): readonly UnreadPart[] {
  const roles = [...blocksOf(provider.assume_role), ...blocksOf(provider.assume_role_with_web_identity)];
  const allowed = Array.isArray(provider.allowed_account_ids) ? provider.allowed_account_ids.map(String) : [];
  return roles
    .map(({ role_arn: role }) => String(role ?? "an unknown role"))
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

/** Resources of a plan with an aliased provider, which may have any account and region. */
export function unreadAliasedProviders(module: Json | undefined): readonly UnreadPart[] {
  if (!isJsonObject(module)) {
    return [];
  }
  const own = blocksOf(module.resources).flatMap(({ address, provider_config_key: key }) =>
    typeof key === "string" && /(?:^|:)[\w-]+\.[\w-]+$/.test(key)
      ? [
          {
            address: String(address),
            text: `${String(address)} uses the provider ${key}; its account and region are not known`,
          },
        ]
      : [],
  );
  const calls = isJsonObject(module.module_calls) ? Object.values(module.module_calls) : [];
  return [...own, ...calls.flatMap((call) => (isJsonObject(call) ? unreadAliasedProviders(call.module) : []))];
}
