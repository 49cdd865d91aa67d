import { wildcardPattern } from "../../aws/wildcard-pattern";
import type { ObjectValue, ProviderValue } from "../protocol/values";
import { isObjectValue, itemsOf, knownString, knownStrings } from "../protocol/values";
import type { Block } from "../schema/provider-schema";
import { type AccountState, type AwsResource, accountResourcesOfType } from "./account-state";
import type { ProviderConfiguration } from "./provider-configuration";

/** What a data source finds among the resources of the account. */
export type FoundInAccount =
  /** The account has nothing that fits, or the lookup asks for something that no attribute tells. */
  | { readonly kind: "nothing" }
  | { readonly kind: "found"; readonly attributes: ObjectValue }
  /** AWS finds several objects where the data source takes one. */
  | { readonly kind: "several"; readonly ids: readonly string[] };

/** Arguments that are no property of what is found, or that a criterion of their own reads. */
const noProperties: ReadonlySet<string> = new Set(["filter", "tags", "region", "state", "timeouts"]);

/** Names of filters that are no attribute with dashes for its underscores. */
const attributesOfFilters: Readonly<Record<string, string>> = {
  cidr: "cidr_block",
  "group-id": "id",
  "group-name": "name",
  "network-acl-id": "id",
  "route-table-id": "id",
  "subnet-id": "id",
  "transit-gateway-attachment-id": "id",
  "vpc-endpoint-id": "id",
};

/** Filters that every object satisfies that Terraform applied. */
const satisfiedFilters: ReadonlySet<string> = new Set(["state", "status"]);

/** Resource types by data source types of other names. */
const resourceTypes: Readonly<Record<string, readonly string[]>> = {
  aws_alb: ["aws_lb"],
  aws_subnet: ["aws_subnet", "aws_default_subnet"],
  aws_subnets: ["aws_subnet", "aws_default_subnet"],
  aws_vpc: ["aws_vpc", "aws_default_vpc"],
  aws_vpcs: ["aws_vpc", "aws_default_vpc"],
};

/** A data source, and the arguments by which it asks. */
export interface AccountLookup {
  readonly type: string;
  readonly block: Block;
  readonly attributes: ObjectValue;
}

/**
 * Answers a data source with the resources that Terraform applied to the account: by ID, by arguments with the name of an attribute, by
 * tags and by filters, in the Region of the provider. A data source that lists IDs takes all that fit; any other one takes a single one.
 */
export function findInAccount(
  account: AccountState,
  { type, block, attributes: asked }: AccountLookup,
  { region }: Pick<ProviderConfiguration, "region">,
): FoundInAccount {
  const place = knownString(asked.region) ?? region;
  const isList = block.attributes.ids?.computed === true;
  const types = resourceTypes[type] ?? [isList ? type.replace(/s$/, "") : type];
  const isThere: Criterion = ({ attributes }) => [undefined, null, place].includes(attributes.region as string | null);
  const criteria = [isThere, ...criteriaOf(asked)];
  const candidates = types.flatMap((name) => accountResourcesOfType(account, name));
  const fitting = candidates.filter((resource) => criteria.every((fits) => fits(resource)));
  const ids = fitting.flatMap(({ attributes }) => knownString(attributes.id) ?? []);
  const [only] = fitting;
  if (only === undefined) {
    return { kind: "nothing" };
  }
  if (isList) {
    return { kind: "found", attributes: { id: ids.join(","), ids } };
  }
  return fitting.length === 1 ? { kind: "found", attributes: only.attributes } : { kind: "several", ids };
}

type Criterion = (resource: AwsResource) => boolean;

function criteriaOf(asked: ObjectValue): readonly Criterion[] {
  const plain = Object.entries(asked)
    .filter(([name, value]) => !noProperties.has(name) && isAsked(value))
    .map(
      ([name, value]): Criterion =>
        ({ attributes }) =>
          isSame(attributes[name], value),
    );
  const tags = Object.entries(isObjectValue(asked.tags) ? asked.tags : {});
  const filters = itemsOf(asked.filter).filter(isObjectValue);
  return [
    ...plain,
    ...tags.map(
      ([key, value]): Criterion =>
        (resource) =>
          isSame(tagOf(resource, key), value),
    ),
    ...filters.flatMap(criterionOfFilter),
  ];
}

/** AWS takes any of the values of a filter, and `*` and `?` in them. */
function criterionOfFilter({ name, values }: ObjectValue): readonly Criterion[] {
  const filter = knownString(name) ?? "";
  const patterns = knownStrings(values).map((value) => wildcardPattern(value));
  if (satisfiedFilters.has(filter)) {
    return [];
  }
  const [, key] = /^tag:(.+)$/.exec(filter) ?? [];
  const attribute = attributesOfFilters[filter] ?? filter.replaceAll("-", "_");
  return [
    (resource) => {
      const found = key === undefined ? resource.attributes[attribute] : tagOf(resource, key);
      return found !== undefined && found !== null && patterns.some((pattern) => pattern.test(String(found)));
    },
  ];
}

function isAsked(value: ProviderValue | undefined): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

function tagOf({ attributes }: AwsResource, key: string): ProviderValue | undefined {
  const tags = attributes.tags_all ?? attributes.tags;
  return isObjectValue(tags) ? tags[key] : undefined;
}

function isSame(found: ProviderValue | undefined, asked: ProviderValue | undefined): boolean {
  return found !== undefined && found !== null && String(found) === String(asked);
}
