import { groupBy } from "../../verify/collections/group-by";
import type { Resource } from "../../verify/terraform/terraform-configuration";
import { argumentValues, type ChangedResource } from "../arguments/argument-changes";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/** Arguments that say after how many days AWS deletes something, by resource type. Not set and 0 mean never. */
const retentionArguments: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_cloudwatch_log_group: { retention_in_days: "Log events" },
};

/** Data of existing resources that AWS deletes earlier than before. One sentence for resources that change alike. */
export function retentionDifferences(resources: readonly ChangedResource[]): readonly ReviewDifference[] {
  const shortened = resources.flatMap(({ address, type, before: one, after: other }) =>
    Object.entries(retentionArguments[type] ?? {}).flatMap(([path, what]) => {
      if (one === undefined || other === undefined) {
        return [];
      }
      const [before, after] = [daysAt(one, path), daysAt(other, path)];
      return after > 0 && (before === 0 || after < before) ? [{ address, what, before, after }] : [];
    }),
  );
  return [...groupBy(shortened, ({ what, before, after }) => JSON.stringify([what, before, after])).values()].flatMap(
    (group) =>
      group.slice(0, 1).map(({ what, before, after }) => {
        const addresses = group.map(({ address }) => address);
        const earlier = before === 0 ? "instead of never" : `instead of ${before}`;
        const text = `${what} are now deleted after ${after} days ${earlier}: ${formatList(addresses)}`;
        return createDifference("loses", text, addresses);
      }),
  );
}

/** The fewest days of all blocks; 0 if there are none. */
function daysAt(resource: Resource, path: string): number {
  const days = [...argumentValues(resource)].flatMap(([place, value]) =>
    place.replaceAll(/\[\d+\]/g, "") === path && typeof value === "number" && value > 0 ? [value] : [],
  );
  return days.length === 0 ? 0 : Math.min(...days);
}
