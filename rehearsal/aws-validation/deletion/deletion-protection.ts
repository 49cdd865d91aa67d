import type { Row } from "../../protocol/values";
import { sameValue } from "../../protocol/values";
import type { Check } from "../common/validation-error";
import { awsError } from "../common/validation-error";

interface Protection {
  readonly type: string;
  readonly switchedBy: (row: Row) => boolean;
  /** What is refused while the switch is on: deletion, or a change of the named arguments. */
  readonly forbids: "delete" | readonly string[];
  readonly code: string;
  readonly message: string;
}

const FIREWALL = "aws_networkfirewall_firewall";
const ADVICE = "Switch the protection off in an apply of its own first.";

/** Switches that AWS itself honours; `prevent_destroy` is Terraform's and needs no stand-in. */
const PROTECTIONS: readonly Protection[] = [
  {
    type: FIREWALL,
    switchedBy: (row) => row.delete_protection === true,
    forbids: "delete",
    code: "InvalidOperationException",
    message: "Unable to delete the firewall: delete protection is enabled",
  },
  {
    type: FIREWALL,
    switchedBy: (row) => row.subnet_change_protection === true,
    forbids: ["subnet_mapping"],
    code: "InvalidOperationException",
    message: "Unable to change the subnets: subnet change protection is enabled",
  },
  {
    type: FIREWALL,
    switchedBy: (row) => row.firewall_policy_change_protection === true,
    forbids: ["firewall_policy_arn"],
    code: "InvalidOperationException",
    message: "Unable to change the policy: firewall policy change protection is enabled",
  },
  {
    type: "aws_route53_resolver_firewall_rule_group_association",
    switchedBy: (row) => row.mutation_protection === "ENABLED",
    forbids: "delete",
    code: "ValidationException",
    message: "The association cannot be deleted: mutation protection is enabled",
  },
];

/** Refuses what a deletion or change protection in force forbids. */
export const protectionsInForce: Check = (change) => {
  if (change.kind === "create") {
    return [];
  }
  return PROTECTIONS.filter(({ type, switchedBy, forbids }) => {
    if (type !== change.type || !switchedBy(change.before)) {
      return false;
    }
    if (change.kind === "delete") {
      return forbids === "delete";
    }
    return forbids !== "delete" && forbids.some((key) => !sameValue(change.before[key], change.after[key]));
  }).map(({ code, message }) => awsError(change, code, message, ADVICE));
};
