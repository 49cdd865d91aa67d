import type { AccountState } from "../../fake-aws/account-state";
import type { ProviderConfiguration } from "../../fake-aws/provider-configuration";
import type { ObjectValue } from "../../protocol/values";

/** Why the stand-in does not do what Terraform asks: printed by Terraform as an error at the resource. */
export interface ValidationError {
  readonly summary: string;
  readonly detail: string;
  /** Top-level argument at fault, for the line in the configuration. */
  readonly attribute?: string;
}

/** What Terraform asks to be done with one resource. */
export type ResourceOperation =
  | { readonly kind: "create"; readonly type: string; readonly after: ObjectValue }
  | { readonly kind: "update"; readonly type: string; readonly before: ObjectValue; readonly after: ObjectValue }
  | { readonly kind: "delete"; readonly type: string; readonly before: ObjectValue };

/** Where it is asked. */
export interface OperationContext {
  readonly accountState: AccountState;
  readonly providerConfig: ProviderConfiguration;
}

/** Looks at one change for one kind of fault. */
export type OperationCheck = (change: ResourceOperation, context: OperationContext) => readonly ValidationError[];

const OPERATION_VERBS: Readonly<Record<ResourceOperation["kind"], string>> = {
  create: "creating",
  update: "updating",
  delete: "deleting",
};

/** A refusal in AWS's own words, as the provider passes them on. */
export function awsApiError(change: ResourceOperation, code: string, message: string, detail = ""): ValidationError {
  return { summary: `${OPERATION_VERBS[change.kind]} ${change.type}: api error ${code}: ${message}`, detail };
}

/** A refusal of something that AWS would do, though nobody wants it. */
export function rehearsalError(change: ResourceOperation, message: string, detail: string): ValidationError {
  return { summary: `${OPERATION_VERBS[change.kind]} ${change.type}: refused by the rehearsal: ${message}`, detail };
}
