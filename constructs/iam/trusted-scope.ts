import type { Account } from "../account";
import type { Conditions } from "./policy-document";

/** Who counts as "us" in endpoint policies: the deploying account alone, or its whole organization. */
export type TrustedScope =
  | { readonly kind: "account" }
  | {
      readonly kind: "organization";
      /** Organization id, `o-...`. */
      readonly id: string;
    };

/** The two halves of "ours to ours": the caller is ours, what is called upon is ours. */
export interface TrustedScopeConditions {
  readonly principal: Conditions;
  readonly resource: Conditions;
}

/**
 * Conditions that bind caller and resource to the owner.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function trustedScopeConditions(scope: TrustedScope, account: Pick<Account, "id">): TrustedScopeConditions {
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

/** Joins condition blocks by AND. */
export function mergeConditions(...blocks: readonly Conditions[]): Conditions {
  const joined: Record<string, Record<string, string | readonly string[]>> = {};
  for (const [operator, keys] of blocks.flatMap((block) => Object.entries(block))) {
    joined[operator] = { ...joined[operator], ...keys };
  }
  return joined;
}
