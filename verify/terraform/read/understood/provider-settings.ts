import { blocksOf, isJsonObject, type Json, type JsonObject, type UnreadPart } from "../../terraform-configuration";
import { understoodProviders } from "./provider-sources";

/**
 * Arguments of the AWS provider that the models read, or that change neither what is created nor who creates it where.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference
 */
const understoodArguments: ReadonlySet<string> = new Set([
  ...["alias", "region", "version"],
  // Tags and accounts: models and the check of assumed roles read them.
  ...["default_tags", "allowed_account_ids", "forbidden_account_ids", "assume_role", "assume_role_with_web_identity"],
  // Which credentials of the machine are used, as its environment could say as well, and checks before the first call.
  ...[
    "profile",
    "shared_config_files",
    "shared_credentials_files",
    "skip_credentials_validation",
    "skip_metadata_api_check",
    "skip_region_validation",
  ],
  // How often a call is repeated, and which of AWS's own endpoints takes it.
  ...["max_retries", "retry_mode", "token_bucket_rate_limiter_capacity", "sts_region", "user_agent"],
  ...["use_fips_endpoint", "use_dualstack_endpoint", "s3_us_east_1_regional_endpoint"],
]);

/** What is a block in a configuration of the AWS provider. Its other members are arguments. */
export const providerBlocks: ReadonlySet<string> = new Set([
  ...["assume_role", "assume_role_with_web_identity", "default_tags", "endpoints", "ignore_tags"],
]);

const neutralDefaults: ReadonlySet<Json> = new Set([null, false, "false", ""]);

const understoodTagArguments: ReadonlySet<string> = new Set(["tags"]);

/**
 * Provider configurations with arguments that no model reads: other endpoints, proxies, skipped checks, fixed credentials, or
 * tags that Terraform ignores. A configuration with an alias affects only the resources that name it, and those are not read.
 */
export function unreadProviderSettings(
  providers: Json | undefined,
  prefix: string,
  isRoot: boolean,
): readonly UnreadPart[] {
  return blocksOf(providers).flatMap((block) =>
    Object.entries(block).flatMap(([name, configurations]) => {
      const address = `${prefix}provider.${name}`;
      const bodies = blocksOf(configurations).filter(({ alias }) => !isName(alias));
      return bodies
        .flatMap((body) => [...unreadArguments(name, body), ...(isRoot ? [] : ownSettings(name, body))])
        .map((text) => ({ address, text: `${address} ${text}` }));
    }),
  );
}

/**
 * Settings of a provider that a called module configures itself: they give its resources another account, Region or tags than those
 * of the root module, which the models take for all resources.
 */
export function ownSettings(name: string, body: JsonObject): readonly string[] {
  const written = Object.entries(body).filter(([key, value]) => !withoutEffect.has(key) && !neutralDefaults.has(value));
  return name === "aws" ? written.map(([key]) => `has the argument ${key} in a called module, which is not read`) : [];
}

const withoutEffect: ReadonlySet<string> = new Set(["//", "version", "max_retries", "retry_mode", "user_agent"]);

/** What of a provider configuration is not understood, as the rest of a sentence. */
export function unreadArguments(name: string, body: JsonObject): readonly string[] {
  const written = Object.entries(body).filter(([key, value]) => key !== "//" && !neutralDefaults.has(value));
  if (name !== "aws") {
    // Types of other providers are gaps themselves, whatever their provider is told.
    return understoodProviders.includes(name)
      ? written.map(([key]) => `has the argument ${key}, which is not understood`)
      : [];
  }
  const unknown = written.filter(([key]) => !understoodArguments.has(key));
  const noBlocks = written.filter(([key, value]) => providerBlocks.has(key) && !isBlocks(value));
  const tags = blocksOf(body.default_tags).flatMap((block) => Object.keys(block));
  return [
    ...(body.alias === undefined || isName(body.alias) ? [] : ["has an alias that is no name"]),
    ...noBlocks.map(([key]) => `has an argument ${key} that is no block`),
    ...unknown.map(
      ([key]) => `has the argument ${key}, which is not understood: it can change who creates the resources, and where`,
    ),
    ...tags
      .filter((key) => !understoodTagArguments.has(key))
      .map((key) => `has the argument default_tags.${key}, which is not understood`),
  ];
}

/** Whether Terraform takes the value for a name, so that only resources that name it use the configuration. */
function isName(alias: Json | undefined): boolean {
  return typeof alias === "string" && /^[A-Za-z_][\w-]*$/.test(alias);
}

function isBlocks(value: Json): boolean {
  return Array.isArray(value) ? value.every(isJsonObject) : isJsonObject(value);
}
