import type { AccountState } from "../../fake-aws/account-state";
import type { ProviderConfiguration } from "../../fake-aws/provider-configuration";
import type { ObjectValue } from "../../protocol/values";

/** An error of the stand-in provider. Terraform prints it with the address of the resource. */
export interface ValidationError {
  readonly summary: string;
  readonly detail: string;
  /** Top-level argument with the error, so that Terraform can show the line. @default - the whole resource */
  readonly attribute?: string;
}

/** An operation on one resource. */
export type ResourceOperation =
  | { readonly kind: "create"; readonly type: string; readonly after: ObjectValue }
  | { readonly kind: "update"; readonly type: string; readonly before: ObjectValue; readonly after: ObjectValue }
  | { readonly kind: "delete"; readonly type: string; readonly before: ObjectValue };

/** The account and provider block of an operation. */
export interface OperationContext {
  readonly accountState: AccountState;
  readonly providerConfig: ProviderConfiguration;
}

/** Checks one operation for one kind of error. */
export type OperationCheck = (operation: ResourceOperation, context: OperationContext) => readonly ValidationError[];

const OPERATION_VERBS: Readonly<Record<ResourceOperation["kind"], string>> = {
  create: "creating",
  update: "updating",
  delete: "deleting",
};

/** An error of the AWS API, with the error code and message of AWS where they are known. */
export function awsApiError(operation: ResourceOperation, code: string, message: string, detail = ""): ValidationError {
  return { summary: `${OPERATION_VERBS[operation.kind]} ${operation.type}: api error ${code}: ${message}`, detail };
}

/** An error of the rehearsal itself, for an operation that AWS allows although it causes damage. */
export function rehearsalError(operation: ResourceOperation, message: string, detail: string): ValidationError {
  return {
    summary: `${OPERATION_VERBS[operation.kind]} ${operation.type}: refused by the rehearsal: ${message}`,
    detail,
  };
}
