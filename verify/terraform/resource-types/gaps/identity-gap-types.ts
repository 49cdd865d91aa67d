import { gaps, gapsWithAdvice, type ResourceTypes } from "../resource-type";

/** Types that no model reads and that can only give permissions to people or programs. */
export const identityGapTypes: ResourceTypes = {
  ...gapsWithAdvice(
    "let people assume a role instead, because not every claim about identities reads users, or declare the type harmless",
    gaps(
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
      "aws_iam_user_ssh_key",
    ),
  ),
  ...gapsWithAdvice(
    "declare the type harmless if no assignment reaches this account, because no model reads the roles that AWS creates for it",
    gaps(
      ["identities"],
      "grants permissions to IAM Identity Center users",
      "aws_ssoadmin_account_assignment",
      "aws_ssoadmin_customer_managed_policy_attachment",
      "aws_ssoadmin_managed_policy_attachment",
      "aws_ssoadmin_permission_set",
      "aws_ssoadmin_permission_set_inline_policy",
      "aws_ssoadmin_permissions_boundary_attachment",
    ),
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
    "aws_cognito_user",
    "aws_cognito_user_group",
    "aws_cognito_user_pool",
    "aws_cognito_user_pool_client",
    "aws_cognito_user_pool_domain",
  ),
};
