import type { IAccount } from "../context/account";
import type { Conditions } from "./policy-document";

/** Scope of trusted principals and resources in endpoint policies: this account, or its whole organization. */
export type TrustedScope =
  | { readonly kind: "account" }
  | {
      readonly kind: "organization";
      /** Organization id, `o-...`. */
      readonly id: string;
    };

/** Conditions of a {@link TrustedScope}. */
export interface TrustedScopeConditions {
  /** The principal belongs to the trusted scope. */
  readonly principal: Conditions;
  /** The resource belongs to the trusted scope. */
  readonly resource: Conditions;
}

/**
 * Conditions that restrict principal and resource to the trusted scope.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function trustedScopeConditions(scope: TrustedScope, account: Pick<IAccount, "id">): TrustedScopeConditions {
  if (scope.kind === "organization") {
    return {
      principal: { StringEquals: { "aws:PrincipalOrgID": scope.id } },
      resource: { StringEquals: { "aws:ResourceOrgID": scope.id } },
    };
  }
  return {
    principal: { StringEquals: { "aws:PrincipalAccount": account.id } },
    resource: { StringEquals: { "aws:ResourceAccount": account.id } },
  };
}

/** Combines condition blocks by AND. A key that two blocks share takes the values of the last one. */
export function mergeConditions(...blocks: readonly Conditions[]): Conditions {
  const merged: Record<string, Record<string, string | readonly string[]>> = {};
  for (const [operator, keys] of blocks.flatMap((block) => Object.entries(block))) {
    merged[operator] = { ...merged[operator], ...keys };
  }
  return merged;
}
