import type { ObjectValue } from "../protocol/values";
import type { Block } from "../schema/provider-schema";
import type { OperationCheck, OperationContext, ResourceOperation, ValidationError } from "./common/validation-error";
import { noDependentsOnDelete, noMappedAddressesOnDetach } from "./deletion/deletion-dependencies";
import { protectionsAllowOperation } from "./deletion/deletion-protection";
import { inlinePoliciesFitQuota, policyArgumentErrors } from "./iam/iam-policies";
import { cidrErrors, cidrsDoNotConflict } from "./network/cidr-blocks";
import { createPrerequisitesExist } from "./network/create-prerequisites";
import { referencesStayInVpc } from "./network/same-vpc";
import { referenceTypeErrors } from "./resources/reference-types";
import { refusedArguments } from "./resources/refused-arguments";
import { schemaErrors } from "./resources/schema-errors";
import { vpcOnlyDomainIsNotUpdated } from "./resources/studio-domain";
import { namesAreUnique } from "./resources/unique-names";

/** Checks that need the state of the account. As in AWS, they fail at apply, not at validate. */
const OPERATION_CHECKS: readonly OperationCheck[] = [
  cidrsDoNotConflict,
  referencesStayInVpc,
  namesAreUnique,
  createPrerequisitesExist,
  inlinePoliciesFitQuota,
  protectionsAllowOperation,
  vpcOnlyDomainIsNotUpdated,
  noDependentsOnDelete,
  noMappedAddressesOnDetach,
];

/** Errors in known arguments of one resource. */
function argumentErrors(type: string, attributes: ObjectValue): readonly ValidationError[] {
  return [
    ...referenceTypeErrors(type, attributes),
    ...policyArgumentErrors(type, attributes),
    ...cidrErrors(attributes),
  ];
}

/** Errors that the provider reports at `terraform validate`. */
export function validateConfiguration(type: string, block: Block, attributes: ObjectValue): readonly ValidationError[] {
  return [
    ...schemaErrors(block, attributes),
    ...argumentErrors(type, attributes),
    ...refusedArguments(type, attributes),
  ];
}

/**
 * Errors that stop a plan of a folder that is judged. What AWS refuses at the apply is left out: the lists of its principals, actions and values
 * are those of a day, and a configuration that AWS refuses can be judged as any other.
 */
export function validateJudgedConfiguration(block: Block, attributes: ObjectValue): readonly ValidationError[] {
  return [...schemaErrors(block, attributes), ...cidrErrors(attributes)];
}

/** Errors that the provider or AWS reports at `terraform apply`. */
export function validateOperation(operation: ResourceOperation, context: OperationContext): readonly ValidationError[] {
  const errors = operation.kind === "delete" ? [] : argumentErrors(operation.type, operation.after);
  return [...errors, ...OPERATION_CHECKS.flatMap((check) => check(operation, context))];
}
