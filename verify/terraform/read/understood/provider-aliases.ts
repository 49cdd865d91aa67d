import { argumentTypesOf } from "../../argument-types/argument-type";
import { isAwsType } from "../../resource-types";
import {
  blocksOf,
  isLiteralText,
  isSet,
  type JsonObject,
  jsonText,
  type Resource,
  type UnreadPart,
} from "../../terraform-configuration";

/** An alias of the AWS provider of a root module, by `aws.NAME`, and the Region that it names. */
export type RegionOfAlias = ReadonlyMap<string, string>;

/** Arguments that do not say with which credentials the provider works. */
const withoutCredentials: ReadonlySet<string> = new Set(["//", "alias", "region", "version", "default_tags"]);

/**
 * The aliases that differ from the default configuration in their Region and tags alone: they work with the same credentials, and so
 * in the same account.
 *
 * @param configurations arguments of each configuration of the AWS provider in the root module
 */
function aliasesOfSameAccount(configurations: readonly JsonObject[]): RegionOfAlias {
  const [standard = {}] = configurations.filter(({ alias }) => alias === undefined);
  return new Map(
    configurations.flatMap((body) => {
      const { alias, region } = body;
      const isKnown = isLiteralText(alias) && isLiteralText(region) && credentialsOf(body) === credentialsOf(standard);
      return isKnown ? [[`aws.${alias}`, region] as const] : [];
    }),
  );
}

/** The arguments of a provider that say with which credentials it works, and so in which account, as one text. */
export function credentialsOf(body: JsonObject): string {
  const entries = Object.entries(body).filter(([name]) => !withoutCredentials.has(name));
  return JSON.stringify(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** The configurations of the AWS provider that a module sees, all with the credentials of the root module's default one. */
export interface ModuleProviders {
  readonly aliases: RegionOfAlias;
  /** Region of the default configuration. @default - not known */
  readonly region?: string;
  /** Region of the default configuration of the root module, which the models take for all resources. @default - not known */
  readonly home?: string;
  /** Whether its default configuration is an alias of the module that calls it, or of one above. */
  readonly isReplaced: boolean;
}

/**
 * The providers of a root module.
 *
 * @param configurations arguments of each configuration of the AWS provider in the root module
 */
export function providersOfRoot(configurations: readonly JsonObject[]): ModuleProviders {
  const { region } = configurations.find(({ alias }) => alias === undefined) ?? {};
  return {
    aliases: aliasesOfSameAccount(configurations),
    ...(isLiteralText(region) ? { region, home: region } : {}),
    isReplaced: false,
  };
}

/**
 * The providers of a called module: the default one, and those that the call passes. What passes one whose account or Region is not known
 * is not read.
 *
 * @see https://developer.hashicorp.com/terraform/language/modules/develop/providers
 */
export function providersOfCall(
  address: string,
  { providers: written }: JsonObject,
  { aliases, ...inherited }: ModuleProviders,
): { readonly providers: ModuleProviders; readonly unread: readonly UnreadPart[] } {
  const passed = blocksOf(written).flatMap((block) => Object.entries(block));
  const unread: UnreadPart[] = [];
  const inner = new Map<string, string>();
  let standard: Omit<ModuleProviders, "aliases"> = inherited;
  for (const [name, outer] of passed) {
    const region = outer === "aws" ? inherited.region : aliases.get(jsonText(outer));
    if (name === outer && !name.includes(".")) {
      continue;
    }
    if (region === undefined || !/^aws(?:\.|$)/.test(name)) {
      const text = `${address} receives the provider ${jsonText(outer)} as ${name}; its account and region are not known`;
      unread.push({ address, text });
    } else if (name === "aws") {
      standard = { ...inherited, region, isReplaced: true };
    } else {
      inner.set(name, region);
    }
  }
  return { providers: { ...standard, aliases: inner }, unread };
}

/** The place of a resource that names no provider, if the default one of its module is that of another Region. */
export function placeOfReplacedDefault(
  resource: Omit<AliasedResource, "key">,
  { isReplaced, region, home }: ModuleProviders,
): AliasPlace | undefined {
  return isReplaced && region !== undefined && isAwsType(resource.type)
    ? placeOfAlias(
        { ...resource, key: "aws" },
        { aliases: new Map([["aws", region]]), ...(home !== undefined && { home }) },
      )
    : undefined;
}

/**
 * Where an alias of the provider puts a resource: in a Region, where the default configuration puts it or anywhere because its type has no
 * Region, or where nobody knows.
 */
export type AliasPlace =
  | { readonly kind: "region"; readonly region: string }
  | { readonly kind: "global" }
  | { readonly kind: "unread"; readonly part: UnreadPart };

/** A resource that names an alias of the provider. */
export interface AliasedResource {
  readonly address: string;
  readonly mode: Resource["mode"];
  readonly type: string;
  /** `aws.replica`. */
  readonly key: string;
}

/**
 * The place of a resource that names an alias of the provider. Without a Region that is known, it can be anywhere. A type
 * without an argument for the Region, such as a role, is the same in all Regions of an account.
 */
export function placeOfAlias(
  { address, mode, type, key }: AliasedResource,
  { aliases, home }: Pick<ModuleProviders, "aliases" | "home">,
): AliasPlace {
  const region = aliases.get(key);
  if (region === undefined) {
    const text = `${address} uses the provider ${JSON.stringify(key)}; its account and region are not known`;
    return { kind: "unread", part: { address, text } };
  }
  // A data source without an argument for the Region reads what all Regions have, such as the account.
  const types = argumentTypesOf(mode === "managed" ? type : `data.${type}`);
  if (types === undefined && region === home) {
    return { kind: "global" };
  }
  if (types === undefined) {
    const text = `${address} is in the Region ${region} by the provider ${key}, and models read one Region; verify it in a root module of its own`;
    return { kind: "unread", part: { address, text, type } };
  }
  return types.has("region") ? { kind: "region", region } : { kind: "global" };
}

/** Arguments of a resource with the Region that an alias gives it, as if they named it: its own argument takes precedence. */
export function inRegionOfAlias(values: JsonObject, place: AliasPlace | undefined): JsonObject {
  return place?.kind === "region" && !isSet(values.region) ? { ...values, region: place.region } : values;
}
