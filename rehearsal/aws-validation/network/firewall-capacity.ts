import type { ObjectValue } from "../../protocol/values";
import { stringsIn } from "../common/dependents";
import type { OperationCheck } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

/** A line with a Suricata rule. Comments and blank lines use no capacity. */
const SURICATA_RULE_LINE = /^\s*(pass|drop|reject|alert)\s/;

/** Number of Suricata rules of a stateful rule group. */
function countRules(attributes: ObjectValue): number {
  const texts = [...stringsIn(attributes.rules), ...stringsIn(attributes.rule_group)];
  return texts.flatMap((text) => text.split("\n")).filter((line) => SURICATA_RULE_LINE.test(line)).length;
}

/** Rejects a rule group with more rules than its capacity. */
export const rulesFitCapacity: OperationCheck = (operation) => {
  if (operation.kind === "delete" || operation.type !== "aws_networkfirewall_rule_group") {
    return [];
  }
  const { capacity } = operation.after;
  const rules = countRules(operation.after);
  return typeof capacity === "number" && rules > capacity
    ? [awsApiError(operation, "InvalidRequestException", `capacity exceeded: ${rules} rules, capacity ${capacity}`)]
    : [];
};
