import { isLiteralText, type JsonObject, type UnreadPart } from "../../terraform-configuration";

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
export function aliasesOfSameAccount(configurations: readonly JsonObject[]): RegionOfAlias {
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

/** A resource of the root module that names a provider by an alias. Without a Region that is known, it can be anywhere. */
export function unreadAlias(address: string, type: string, key: string, aliases: RegionOfAlias): UnreadPart {
  const region = aliases.get(key);
  return region === undefined
    ? { address, text: `${address} uses the provider ${JSON.stringify(key)}; its account and region are not known` }
    : {
        address,
        text: `${address} is in the Region ${region} by the provider ${key}, and models read one Region; verify it in a root module of its own`,
        type,
      };
}
