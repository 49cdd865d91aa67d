import { groupBy } from "../../verify/collections/group-by";
import { pluralize } from "../../verify/report/pluralize";
import type { Resource } from "../../verify/terraform/terraform-configuration";
import type { ChangedResource } from "../arguments/argument-changes";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/** Existing log groups whose events CloudWatch deletes earlier than before. One sentence for log groups that change alike. */
export function retentionDifferences(resources: readonly ChangedResource[]): readonly ReviewDifference[] {
  const shortened = resources.flatMap(({ address, type, before: one, after: other }) => {
    if (type !== "aws_cloudwatch_log_group" || one === undefined || other === undefined) {
      return [];
    }
    const [before, after] = [retentionDays(one), retentionDays(other)];
    return after > 0 && (before === 0 || after < before) ? [{ address, before, after }] : [];
  });
  const alike = groupBy(
    shortened,
    ({ before, after }) => `after ${pluralize(after, "day")} instead of ${before === 0 ? "never" : before}`,
  );
  return [...alike].map(([when, group]) => {
    const addresses = group.map(({ address }) => address);
    return createDifference("loses", `Log events are now deleted ${when}: ${formatList(addresses)}`, addresses);
  });
}

/** 0 if events are kept forever: CloudWatch takes 0 for not set. */
function retentionDays({ values: { retention_in_days: days } }: Resource): number {
  return typeof days === "number" && days > 0 ? days : 0;
}
