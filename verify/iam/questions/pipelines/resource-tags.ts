import { isJsonObject, type Json, type TerraformConfiguration } from "../../../terraform/terraform-configuration";
import type { PolicyModel } from "../../attachments/policy-model";
import { containsUnknown } from "../../patterns/placeholders";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";

const tagKeyPrefix = "aws:resourcetag/";

/**
 * Whether the resource at an address may have the tags of the request. A request with tags that the resource does not have is
 * impossible. Tags that are not known count as any tags.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
export function mayHaveTagsOf(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
  address: string,
  { request: { context } }: DecidedRequest,
): boolean {
  const asked = [...context].filter(([key]) => key.startsWith(tagKeyPrefix));
  return possibleTags(configuration, address).some((tags) => {
    if (tags === undefined) {
      return true;
    }
    return asked.every(([key, values]) => {
      const own = tags.get(key.slice(tagKeyPrefix.length));
      const value = own === undefined ? undefined : text.resolve(own);
      return value !== undefined && (containsUnknown(value) || (values.length === 1 && values[0] === value));
    });
  });
}

/** Tags by name in lower case, once for each provider that may create the resource; `undefined` where they are not known. */
function possibleTags(
  { resources, defaultTags = [] }: TerraformConfiguration,
  address: string,
): readonly (ReadonlyMap<string, string> | undefined)[] {
  const values = resources.find((resource) => resource.address === address)?.values ?? {};
  const tags = values.tags ?? {};
  const inherited = values.tags_all === undefined ? [{}, ...defaultTags] : [values.tags_all ?? {}];
  return inherited.map((one) => tagMap([one, tags]));
}

function tagMap(maps: readonly Json[]): ReadonlyMap<string, string> | undefined {
  if (!maps.every(isJsonObject)) {
    return undefined;
  }
  const entries = maps.flatMap((map) => Object.entries(map)).filter(([, value]) => value !== null);
  return entries.every(([, value]) => typeof value === "string")
    ? new Map(entries.map(([name, value]) => [name.toLowerCase(), String(value)]))
    : undefined;
}
