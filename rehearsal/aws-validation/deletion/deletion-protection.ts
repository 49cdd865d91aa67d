import type { ObjectValue } from "../../protocol/values";
import { sameValue } from "../../protocol/values";
import type { OperationCheck } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

interface Protection {
  readonly type: string;
  readonly isEnabled: (attributes: ObjectValue) => boolean;
  /** What is refused while the switch is on: deletion, or a change of the named arguments. */
  readonly forbids: "delete" | readonly string[];
  readonly code: string;
  readonly message: string;
}

const FIREWALL = "aws_networkfirewall_firewall";
const LIFT_PROTECTION_ADVICE = "Switch the protection off in an apply of its own first.";

/** Switches that AWS itself honours; `prevent_destroy` is Terraform's and needs no stand-in. */
const PROTECTIONS: readonly Protection[] = [
  {
    type: FIREWALL,
    isEnabled: (attributes) => attributes.delete_protection === true,
    forbids: "delete",
    code: "InvalidOperationException",
    message: "Unable to delete the firewall: delete protection is enabled",
  },
  {
    type: FIREWALL,
    isEnabled: (row) => row.subnet_change_protection === true,
    forbids: ["subnet_mapping"],
    code: "InvalidOperationException",
    message: "Unable to change the subnets: subnet change protection is enabled",
  },
  {
    type: FIREWALL,
    isEnabled: (row) => row.firewall_policy_change_protection === true,
    forbids: ["firewall_policy_arn"],
    code: "InvalidOperationException",
    message: "Unable to change the policy: firewall policy change protection is enabled",
  },
  {
    type: "aws_route53_resolver_firewall_rule_group_association",
    isEnabled: (row) => row.mutation_protection === "ENABLED",
    forbids: "delete",
    code: "ValidationException",
    message: "The association cannot be deleted: mutation protection is enabled",
  },
];

/** Refuses what a deletion or change protection in force forbids. */
export const protectionsAllowOperation: OperationCheck = (change) => {
  if (change.kind === "create") {
    return [];
  }
  return PROTECTIONS.filter(({ type, isEnabled: switchedBy, forbids }) => {
    if (type !== change.type || !switchedBy(change.before)) {
      return false;
    }
    if (change.kind === "delete") {
      return forbids === "delete";
    }
    return forbids !== "delete" && forbids.some((key) => !sameValue(change.before[key], change.after[key]));
  }).map(({ code, message }) => awsApiError(change, code, message, LIFT_PROTECTION_ADVICE));
};
