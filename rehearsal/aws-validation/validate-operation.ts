import type { ObjectValue } from "../protocol/values";
import type { Block } from "../schema/provider-schema";
import type { OperationCheck, OperationContext, ResourceOperation, ValidationError } from "./common/validation-error";
import { noDependentsOnDelete, noMappedAddressesOnDetach } from "./deletion/deletion-dependencies";
import { protectionsAllowOperation } from "./deletion/deletion-protection";
import { inlinePoliciesFitQuota, policyArgumentErrors } from "./iam/iam-policies";
import { cidrErrors, cidrsDoNotConflict } from "./network/cidr-blocks";
import { createPrerequisitesExist } from "./network/create-prerequisites";
import { rulesFitCapacity } from "./network/firewall-capacity";
import { referencesStayInVpc } from "./network/same-vpc";
import { referenceTypeErrors } from "./resources/reference-types";
import { schemaErrors } from "./resources/schema-errors";
import { vpcOnlyDomainIsNotUpdated } from "./resources/studio-domain";
import { namesAreUnique } from "./resources/unique-names";

/** What needs the world to be decided, and therefore shows at apply only, as with AWS. */
const OPERATION_CHECKS: readonly OperationCheck[] = [
  cidrsDoNotConflict,
  referencesStayInVpc,
  namesAreUnique,
  createPrerequisitesExist,
  inlinePoliciesFitQuota,
  rulesFitCapacity,
  protectionsAllowOperation,
  vpcOnlyDomainIsNotUpdated,
  noDependentsOnDelete,
  noMappedAddressesOnDetach,
];

/** Faults of one row by itself; what is unknown is not judged. */
function argumentErrors(type: string, attributes: ObjectValue): readonly ValidationError[] {
  return [
    ...referenceTypeErrors(type, attributes),
    ...policyArgumentErrors(type, attributes),
    ...cidrErrors(attributes),
  ];
}

/** What the provider refuses at `terraform validate`. */
export function validateConfiguration(type: string, block: Block, attributes: ObjectValue): readonly ValidationError[] {
  return [...schemaErrors(block, attributes), ...argumentErrors(type, attributes)];
}

/** What the provider or AWS refuses at `terraform apply`. */
export function validateOperation(change: ResourceOperation, context: OperationContext): readonly ValidationError[] {
  const errors = change.kind === "delete" ? [] : argumentErrors(change.type, change.after);
  return [...errors, ...OPERATION_CHECKS.flatMap((check) => check(change, context))];
}
