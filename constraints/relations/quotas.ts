import type { AwsResource } from "../configuration/aws-configuration";
import type { Refusal } from "../refusal";
import quotaTable from "./quotas.data.json";
import type { RelationCheck } from "./relation-check";

/** How many resources of one type AWS allows. */
interface Quota {
  readonly counted: string;
  /** Argument that names what the resources count for. @default - the account and region */
  readonly per?: string;
  /** Values that the counted resources have. @default - all of them */
  readonly where?: Readonly<Record<string, string>>;
  readonly limit: number;
  /** Whether AWS raises it on request. */
  readonly adjustable: boolean;
  readonly page: string;
}

const quotas: readonly Quota[] = quotaTable;

/** Refuses more resources than a quota of AWS allows, by its default. */
export const withinQuotas: RelationCheck = ({ resources }) =>
  quotas.flatMap((quota) => quotaRefusals(quota, resources));

function quotaRefusals(quota: Quota, resources: readonly AwsResource[]): readonly Refusal[] {
  const { counted, per, where = {}, limit, adjustable, page } = quota;
  const holders = new Map<string, AwsResource[]>();
  for (const resource of resources) {
    const matches =
      resource.type === counted && Object.entries(where).every(([key, value]) => resource.values[key] === value);
    const holder = per === undefined ? "the account" : resource.values[per];
    if (matches && typeof holder === "string") {
      holders.set(holder, [...(holders.get(holder) ?? []), resource]);
    }
  }
  return [...holders].flatMap(([holder, counting]) => {
    const [excess] = counting.slice(limit);
    return excess === undefined
      ? []
      : [
          {
            address: excess.address,
            argument: per ?? "",
            problem: `${holder} has ${counting.length} resources of type ${counted}; the quota is ${limit}`,
            remedy: adjustable ? "use fewer, or ask AWS to raise the quota" : "use fewer",
            source: page,
          },
        ];
  });
}
