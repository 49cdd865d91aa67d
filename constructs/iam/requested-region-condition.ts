import type { IAccount } from "../context/account";
import type { Conditions } from "./policy-document";

/**
 * The request goes to the Region of the environment: for writes on resources without a Region in their ARN.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
 */
export function requestedRegionCondition({ account }: { readonly account: Pick<IAccount, "region"> }): Conditions {
  return { StringEquals: { "aws:RequestedRegion": account.region } };
}
