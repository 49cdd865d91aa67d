import { gaps, type ResourceTypes } from "../resource-type";

/** Types that no model reads and that can only give permissions to people or programs. */
export const identityGapTypes: ResourceTypes = {
  ...gaps(
    ["identities"],
    "grants permissions to IAM users",
    "aws_iam_access_key",
    "aws_iam_group",
    "aws_iam_group_membership",
    "aws_iam_group_policy",
    "aws_iam_group_policy_attachment",
    "aws_iam_service_specific_credential",
    "aws_iam_user",
    "aws_iam_user_group_membership",
    "aws_iam_user_login_profile",
    "aws_iam_user_policy",
    "aws_iam_user_policy_attachment",
  ),
  ...gaps(
    ["identities"],
    "grants permissions to IAM Identity Center users",
    "aws_ssoadmin_account_assignment",
    "aws_ssoadmin_permission_set",
    "aws_ssoadmin_permission_set_inline_policy",
  ),
  ...gaps(
    ["identities"],
    "issues role credentials to holders of a certificate",
    "aws_rolesanywhere_profile",
    "aws_rolesanywhere_trust_anchor",
  ),
  ...gaps(
    ["identities"],
    "signs users in",
    "aws_cognito_identity_pool",
    "aws_cognito_user_pool",
    "aws_cognito_user_pool_client",
    "aws_cognito_user_pool_domain",
  ),
};
