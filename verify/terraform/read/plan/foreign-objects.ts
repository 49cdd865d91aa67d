import { memoize } from "../../../collections/memoize";
import { isAwsType } from "../../resource-types";
import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  type UnreadPart,
} from "../../terraform-configuration";
import type { ResourceValues } from "./values-representation";

/** Attributes with the account that owns a resource. */
const ownerAttributes = ["owner_id", "owner", "administrator_account", "registry_id"];

/** Attributes with the Region of a resource, besides the argument `region`, which the models read and with which they must agree. */
const regionAttributes = ["bucket_region"];

interface Place {
  readonly account?: string;
  readonly region?: string;
}

/** The accounts of the data source of the caller, or else of the resources. */
export const accountsNamedBy = memoize((resources: readonly ResourceValues[]): ReadonlySet<string> => {
  const { callers, managed } = placedResources(resources);
  return new Set((callers.length > 0 ? callers : managed).flatMap(({ account }) => account ?? []));
});

/**
 * Resources of a plan or a state that are in another account or Region than the rest. `terraform show -json` does not say which
 * configuration of the provider a resource of a state has; its ARN does.
 *
 * @param region the Region of the provider. @default - not known
 * @param joined resources of other root modules. @default - none
 */
export function unreadForeignObjects(
  resources: readonly ResourceValues[],
  region: string | undefined,
  joined: readonly ResourceValues[] = [],
): readonly UnreadPart[] {
  const { callers, managed } = placedResources([...resources, ...joined]);
  const ownAccounts = accountsNamedBy(resources);
  // A plan of new resources has no ARN, and then no account to compare with.
  const accounts = ownAccounts.size > 0 ? ownAccounts : accountsNamedBy(joined);
  const isOfOtherAccount = ({ account }: Place): boolean =>
    account !== undefined && (accounts.size > 1 || !accounts.has(account));
  const isOfOtherRegion = (place: Place): boolean =>
    place.region !== undefined && region !== undefined && place.region !== region;
  const isElsewhere = (place: Place): boolean => isOfOtherAccount(place) || isOfOtherRegion(place);
  const elsewhere = [...callers, ...managed].filter(isElsewhere);
  const ofOtherAccounts = new Set(elsewhere.filter(isOfOtherAccount).map(({ address }) => address));
  return [...new Map(elsewhere.map((found) => [found.address, found])).values()].map((found) => ({
    address: found.address,
    text: `${found.address} is in ${placeName(found)}, which is not known to be the account and Region of the stack`,
    ...(!ofOtherAccounts.has(found.address) && { type: found.type }),
    ...(accounts.size === 1 && isOfOtherAccount(found) && !isOfOtherRegion(found) && { account: found.account }),
  }));
}

interface PlacedResource extends Place {
  readonly address: string;
  readonly type: string;
}

function placedResources(resources: readonly ResourceValues[]): {
  readonly callers: readonly PlacedResource[];
  readonly managed: readonly PlacedResource[];
} {
  return {
    managed: resources
      .filter(({ mode, type }) => mode === "managed" && isAwsType(type))
      .flatMap(({ address, type, values }) => placesOf(values).map((place) => ({ address, type, ...place }))),
    callers: resources.flatMap(({ mode, type, address, values }) =>
      mode === "data" && type === "aws_caller_identity" && isAccount(values.account_id)
        ? [{ address, type, account: values.account_id }]
        : [],
    ),
  };
}

function placeName({ account, region }: Place): string {
  return [
    ...(account === undefined ? [] : [`the account ${account}`]),
    ...(region === undefined ? [] : [`the Region ${region}`]),
  ].join(" and ");
}

function placesOf(values: ResourceValues["values"]): readonly Place[] {
  const arn = typeof values.arn === "string" ? /^arn:[^:]*:[^:]*:([^:]*):(\d{12}):/.exec(values.arn) : null;
  return [
    ...(arn === null ? [] : [{ account: arn[2] ?? "", ...(arn[1] ? { region: arn[1] } : {}) }]),
    ...ownerAttributes.map((name) => values[name]).flatMap((value) => (isAccount(value) ? [{ account: value }] : [])),
    ...regionAttributes
      .map((name) => values[name])
      .flatMap((value) =>
        typeof value === "string" && value !== "" && value !== values.region ? [{ region: value }] : [],
      ),
  ];
}

function isAccount(value: Json | undefined): value is string {
  return typeof value === "string" && /^\d{12}$/.test(value);
}

/** Objects of a state that Terraform will replace: incomplete ones, and former ones that it could not delete yet. */
export function unreadUnfinishedObjects(module: Json | undefined): readonly UnreadPart[] {
  return objectsIn(module).flatMap((entry): UnreadPart[] => {
    const address = jsonText(entry.address);
    return entry.deposed_key !== undefined
      ? [formerObject(address)]
      : entry.tainted === true
        ? [{ address, text: `${address} is tainted: it may be incomplete; run terraform apply` }]
        : [];
  });
}

/**
 * Former objects of the state before a plan that the plan does not delete, as with `-refresh-only`. One that it forgets is among the changes.
 *
 * @param changes `resource_changes` of the plan
 */
export function unreadFormerObjects(prior: Json | undefined, changes: Json | undefined): readonly UnreadPart[] {
  const ended = new Set(
    blocksOf(changes).flatMap(({ address, deposed }) => (deposed === undefined ? [] : [formerKey(address, deposed)])),
  );
  return objectsIn(prior).flatMap(({ address, deposed_key: deposed }) =>
    deposed === undefined || ended.has(formerKey(address, deposed)) ? [] : [formerObject(jsonText(address))],
  );
}

function formerKey(address: Json | undefined, deposed: Json): string {
  return JSON.stringify([address, deposed]);
}

function formerObject(address: string): UnreadPart {
  return { address, text: `${address} was replaced, but a former object of it still exists; run terraform apply` };
}

/** The entries of a module and of the modules in it. */
function objectsIn(module: Json | undefined): readonly JsonObject[] {
  return isJsonObject(module)
    ? [...blocksOf(module.resources), ...blocksOf(module.child_modules).flatMap(objectsIn)]
    : [];
}
