import {
  isJsonObject,
  type Json,
  jsonText,
  type TerraformConfiguration,
} from "../../../terraform/terraform-configuration";
import type { PolicyModel } from "../../attachments/policy-model";
import type { Statement } from "../../language/parse-policy";
import { containsUnknown } from "../../patterns/placeholders";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import { hasKey, hasOnly } from "../../request-space/requests/example-request";
import { type ValueTest, valueTest } from "../../request-space/statements/distinctions";
import { conditionKeysIn } from "../../request-space/statements/statement-queries";

const tagKeyPrefix = "aws:resourcetag/";

/** The tags that policies compare, as the resource at an address may have them. */
export interface ResourceTags {
  /** What a question must distinguish for {@link mayHaveTags}. */
  readonly tests: readonly ValueTest[];
  /** For each provider that may create the resource, what must fit; `undefined` where the tags are not known. */
  readonly alternatives: readonly (readonly ValueTest[] | undefined)[];
}

/**
 * The tags of the resource at an address, as far as the statements read them.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
export function resourceTagsOf(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
  address: string,
  statements: readonly Statement[],
): ResourceTags {
  const keys = [...conditionKeysIn(statements)].filter((key) => key.startsWith(tagKeyPrefix));
  const alternatives = possibleTags(configuration, address).map((tags) =>
    tags === undefined
      ? undefined
      : keys.flatMap((key) => {
          const own = tags.get(key.slice(tagKeyPrefix.length));
          const value = own === undefined ? undefined : text.resolve(own);
          // A tag that is not known may have any value.
          return value !== undefined && containsUnknown(value)
            ? []
            : [valueTest(key, value === undefined ? [] : [value])];
        }),
  );
  return { tests: [...new Set(alternatives.flatMap((tests = []) => tests))], alternatives };
}

/** Whether the resource may have the tags of the requests. Requests with tags that the resource does not have are impossible. */
export function mayHaveTags({ alternatives }: ResourceTags, answer: DecidedRequest<string>): boolean {
  return alternatives.some(
    (tests) => tests === undefined || tests.every((test) => !hasKey(answer, test) || hasOnly(answer, test)),
  );
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
    ? new Map(entries.map(([name, value]) => [name.toLowerCase(), jsonText(value)]))
    : undefined;
}
