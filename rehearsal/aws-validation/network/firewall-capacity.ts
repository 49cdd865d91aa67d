import type { ObjectValue } from "../../protocol/values";
import { stringsIn } from "../common/dependents";
import type { OperationCheck } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

/** A Suricata rule starts with its action; comments and blank lines take no capacity. */
const SURICATA_RULE_LINE = /^\s*(pass|drop|reject|alert)\s/;

/** Rules in the texts of a stateful rule group. */
function countRules(attributes: ObjectValue): number {
  const texts = [...stringsIn(attributes.rules), ...stringsIn(attributes.rule_group)];
  return texts.flatMap((text) => text.split("\n")).filter((line) => SURICATA_RULE_LINE.test(line)).length;
}

/** Refuses a rule group with more rules than the capacity that it was created with. */
export const rulesFitCapacity: OperationCheck = (change) => {
  if (change.kind === "delete" || change.type !== "aws_networkfirewall_rule_group") {
    return [];
  }
  const { capacity } = change.after;
  const rules = countRules(change.after);
  return typeof capacity === "number" && rules > capacity
    ? [awsApiError(change, "InvalidRequestException", `capacity exceeded: ${rules} rules, capacity ${capacity}`)]
    : [];
};
