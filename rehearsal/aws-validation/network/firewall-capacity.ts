import type { Row } from "../../protocol/values";
import { stringsIn } from "../common/dependents";
import type { Check } from "../common/validation-error";
import { awsError } from "../common/validation-error";

/** A Suricata rule starts with its action; comments and blank lines take no capacity. */
const RULE = /^\s*(pass|drop|reject|alert)\s/;

/** Rules in the texts of a stateful rule group. */
function rulesIn(row: Row): number {
  const texts = [...stringsIn(row.rules), ...stringsIn(row.rule_group)];
  return texts.flatMap((text) => text.split("\n")).filter((line) => RULE.test(line)).length;
}

/** Refuses a rule group with more rules than the capacity that it was created with. */
export const capacityExceeded: Check = (change) => {
  if (change.kind === "delete" || change.type !== "aws_networkfirewall_rule_group") {
    return [];
  }
  const { capacity } = change.after;
  const rules = rulesIn(change.after);
  return typeof capacity === "number" && rules > capacity
    ? [awsError(change, "InvalidRequestException", `capacity exceeded: ${rules} rules, capacity ${capacity}`)]
    : [];
};
