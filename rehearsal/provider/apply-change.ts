import type { OperationContext, ResourceOperation, ValidationError } from "../aws-validation/common/validation-error";
import { validateOperation } from "../aws-validation/validate-operation";
import { putResource, removeResource } from "../fake-aws/account-state";
import { computeAttributes } from "../fake-aws/computed/compute-attributes";
import { addDomainManagedResources, orphanDomainResources } from "../fake-aws/domain-orphans";
import { uniqueHexDigits } from "../fake-aws/identifiers";
import type { ObjectValue } from "../protocol/values";
import type { Block } from "../schema/provider-schema";

/** What came of an apply: the new row (null when deleted), or why nothing was done. */
export type ApplyResult =
  | { readonly kind: "done"; readonly attributes: ObjectValue | null }
  | { readonly kind: "rejected"; readonly errors: readonly ValidationError[] };

/** Does what was planned to the world, unless something refuses it. */
export function applyChange(
  type: string,
  block: Block,
  prior: ObjectValue | null,
  planned: ObjectValue | null,
  context: OperationContext,
): ApplyResult {
  const change = resourceOperationOf(type, block, prior, planned, context);
  if (change === undefined) {
    return { kind: "done", attributes: null };
  }
  const errors = validateOperation(change, context);
  if (errors.length > 0) {
    return { kind: "rejected", errors };
  }
  return { kind: "done", attributes: applyToState(change, context) };
}

function resourceOperationOf(
  type: string,
  block: Block,
  prior: ObjectValue | null,
  planned: ObjectValue | null,
  context: OperationContext,
): ResourceOperation | undefined {
  if (planned === null) {
    return prior === null ? undefined : { kind: "delete", type, before: prior };
  }
  const digits = prior === null ? uniqueHexDigits(type, planned, context.accountState) : "";
  const after = computeAttributes(type, block, planned, { ...context, digits });
  return prior === null ? { kind: "create", type, after } : { kind: "update", type, before: prior, after };
}

function applyToState(change: ResourceOperation, { accountState }: OperationContext): ObjectValue | null {
  if (change.kind === "delete") {
    removeResource(accountState, { type: change.type, attributes: change.before });
    if (change.type === "aws_sagemaker_domain") {
      orphanDomainResources(accountState, change.before);
    }
    return null;
  }
  putResource(accountState, { type: change.type, attributes: change.after });
  if (change.kind === "create" && change.type === "aws_sagemaker_domain") {
    addDomainManagedResources(accountState, change.after);
  }
  return change.after;
}
