import type { ObjectValue } from "../../protocol/values";
import { sameValue } from "../../protocol/values";
import type { OperationCheck } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

interface Protection {
  readonly type: string;
  readonly isEnabled: (attributes: ObjectValue) => boolean;
  /** What the protection forbids: deletion, or a change of the listed arguments. */
  readonly forbids: "delete" | readonly string[];
  readonly code: string;
  readonly message: string;
}

const FIREWALL = "aws_networkfirewall_firewall";
const DISABLE_PROTECTION_ADVICE = "Disable the protection in a separate apply first.";

/** Protections that AWS enforces. Terraform itself enforces `prevent_destroy`. */
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
    isEnabled: (attributes) => attributes.subnet_change_protection === true,
    forbids: ["subnet_mapping"],
    code: "InvalidOperationException",
    message: "Unable to change the subnets: subnet change protection is enabled",
  },
  {
    type: FIREWALL,
    isEnabled: (attributes) => attributes.firewall_policy_change_protection === true,
    forbids: ["firewall_policy_arn"],
    code: "InvalidOperationException",
    message: "Unable to change the policy: firewall policy change protection is enabled",
  },
  {
    type: "aws_route53_resolver_firewall_rule_group_association",
    isEnabled: (attributes) => attributes.mutation_protection === "ENABLED",
    forbids: "delete",
    code: "ValidationException",
    message: "The association cannot be deleted: mutation protection is enabled",
  },
];

/** Rejects operations that an enabled protection forbids. */
export const protectionsAllowOperation: OperationCheck = (operation) => {
  if (operation.kind === "create") {
    return [];
  }
  return PROTECTIONS.filter(({ type, isEnabled, forbids }) => {
    if (type !== operation.type || !isEnabled(operation.before)) {
      return false;
    }
    if (operation.kind === "delete") {
      return forbids === "delete";
    }
    return forbids !== "delete" && forbids.some((key) => !sameValue(operation.before[key], operation.after[key]));
  }).map(({ code, message }) => awsApiError(operation, code, message, DISABLE_PROTECTION_ADVICE));
};
