import type { OperationContext, ResourceOperation, ValidationError } from "../aws-validation/common/validation-error";
import { acceptedPolicyMistakes } from "../aws-validation/iam/iam-policies";
import { validateOperation } from "../aws-validation/validate-operation";
import { putResource, removeResource } from "../fake-aws/account-state";
import { computeAttributes } from "../fake-aws/computed/compute-attributes";
import { addDomainManagedResources, orphanDomainResources } from "../fake-aws/domain-orphans";
import { uniqueHexDigits } from "../fake-aws/identifiers";
import type { ObjectValue } from "../protocol/values";
import type { Block } from "../schema/provider-schema";

/** Result of an apply: the new attributes (null after a deletion), or the errors that prevented it. */
export type ApplyResult =
  | { readonly kind: "done"; readonly attributes: ObjectValue | null }
  | { readonly kind: "rejected"; readonly errors: readonly ValidationError[] };

/** A planned change of one resource. */
export interface PlannedChange {
  readonly type: string;
  readonly block: Block;
  /** Null if the resource does not exist yet. */
  readonly prior: ObjectValue | null;
  /** Null if the resource is deleted. */
  readonly planned: ObjectValue | null;
}

/** Validates a planned change and applies it to the account. */
export function applyChange(change: PlannedChange, context: OperationContext): ApplyResult {
  const operation = resourceOperationOf(change, context);
  if (operation === undefined) {
    return { kind: "done", attributes: null };
  }
  const errors = validateOperation(operation, context);
  if (errors.length > 0) {
    return { kind: "rejected", errors };
  }
  if (operation.kind !== "delete") {
    acceptedPolicyMistakes(operation.type, operation.after).forEach(context.accountState.onEvent);
  }
  return { kind: "done", attributes: applyToState(operation, context) };
}

/** The operation that carries out a change, `undefined` where there was and will be nothing. */
function resourceOperationOf(
  { type, block, prior, planned }: PlannedChange,
  context: OperationContext,
): ResourceOperation | undefined {
  if (planned === null) {
    return prior === null ? undefined : { kind: "delete", type, before: prior };
  }
  const digits = prior === null ? uniqueHexDigits(type, planned, context.accountState) : "";
  const after = computeAttributes(type, block, planned, { ...context, digits });
  return prior === null ? { kind: "create", type, after } : { kind: "update", type, before: prior, after };
}

function applyToState(operation: ResourceOperation, { accountState }: OperationContext): ObjectValue | null {
  if (operation.kind === "delete") {
    removeResource(accountState, { type: operation.type, attributes: operation.before });
    if (operation.type === "aws_sagemaker_domain") {
      orphanDomainResources(accountState, operation.before);
    }
    return null;
  }
  putResource(accountState, { type: operation.type, attributes: operation.after });
  if (operation.kind === "create" && operation.type === "aws_sagemaker_domain") {
    addDomainManagedResources(accountState, operation.after);
  }
  return operation.after;
}
