import type { TerraformServicePermissions } from "./terraform-service-permissions";

/** ARNs of domains contain an id and no name. */
const sagemaker: TerraformServicePermissions = {
  resourceTypes: ["aws_sagemaker_domain", "aws_sagemaker_studio_lifecycle_config", "aws_sagemaker_user_profile"],
  resourceArns: ({ name, account }) => [
    account.arn("sagemaker", "domain/*"),
    account.arn("sagemaker", "user-profile/*"),
    account.arn("sagemaker", `studio-lifecycle-config/${name}-*`),
  ],
  readActions: [
    "sagemaker:DescribeDomain",
    "sagemaker:DescribeStudioLifecycleConfig",
    "sagemaker:DescribeUserProfile",
    "sagemaker:ListTags",
  ],
  unscopedReadActions: ["sagemaker:ListDomains", "sagemaker:ListUserProfiles"],
  writeActions: [
    "sagemaker:AddTags",
    "sagemaker:CreateDomain",
    "sagemaker:CreateStudioLifecycleConfig",
    "sagemaker:CreateUserProfile",
    "sagemaker:DeleteDomain",
    "sagemaker:DeleteStudioLifecycleConfig",
    "sagemaker:DeleteTags",
    "sagemaker:DeleteUserProfile",
    "sagemaker:UpdateDomain",
    "sagemaker:UpdateUserProfile",
  ],
  unscopedWriteActions: [],
};

const homeDirectories: TerraformServicePermissions = {
  resourceTypes: ["aws_efs_backup_policy"],
  resourceArns: ({ account }) => [account.arn("elasticfilesystem", "file-system/*")],
  readActions: ["elasticfilesystem:DescribeBackupPolicy", "elasticfilesystem:DescribeFileSystems"],
  unscopedReadActions: [],
  writeActions: ["elasticfilesystem:PutBackupPolicy"],
  unscopedWriteActions: [],
};

const packages: TerraformServicePermissions = {
  resourceTypes: [
    "aws_codeartifact_domain",
    "aws_codeartifact_domain_permissions_policy",
    "aws_codeartifact_repository",
    "aws_codeartifact_repository_permissions_policy",
  ],
  resourceArns: ({ name, account }) => [
    account.arn("codeartifact", `domain/${name}`),
    account.arn("codeartifact", `repository/${name}/*`),
  ],
  readActions: [
    "codeartifact:DescribeDomain",
    "codeartifact:DescribeRepository",
    "codeartifact:GetDomainPermissionsPolicy",
    "codeartifact:GetRepositoryPermissionsPolicy",
    "codeartifact:ListTagsForResource",
  ],
  unscopedReadActions: [],
  writeActions: [
    "codeartifact:AssociateExternalConnection",
    "codeartifact:AssociateWithDownstreamRepository",
    "codeartifact:DeleteDomain",
    "codeartifact:DeleteDomainPermissionsPolicy",
    "codeartifact:DeleteRepository",
    "codeartifact:DeleteRepositoryPermissionsPolicy",
    "codeartifact:DisassociateExternalConnection",
    "codeartifact:PutDomainPermissionsPolicy",
    "codeartifact:PutRepositoryPermissionsPolicy",
    "codeartifact:TagResource",
    "codeartifact:UntagResource",
    "codeartifact:UpdateRepository",
  ],
  unscopedWriteActions: ["codeartifact:CreateDomain", "codeartifact:CreateRepository"],
};

/** Package groups are in a CloudFormation stack, which acts with the permissions of its caller. */
const packageGroups: TerraformServicePermissions = {
  resourceTypes: ["aws_cloudformation_stack"],
  resourceArns: ({ name, account }) => [
    account.arn("cloudformation", `stack/${name}-packages/*`),
    account.arn("codeartifact", `package-group/${name}/*`),
  ],
  readActions: [
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplate",
    "codeartifact:DescribePackageGroup",
    "codeartifact:ListAllowedRepositoriesForGroup",
    "codeartifact:ListTagsForResource",
  ],
  unscopedReadActions: [],
  writeActions: [
    "cloudformation:CreateStack",
    "cloudformation:DeleteStack",
    "cloudformation:UpdateStack",
    "codeartifact:DeletePackageGroup",
    "codeartifact:TagResource",
    "codeartifact:UntagResource",
    "codeartifact:UpdatePackageGroup",
    "codeartifact:UpdatePackageGroupOriginConfiguration",
  ],
  unscopedWriteActions: ["codeartifact:CreatePackageGroup"],
};

/** Read actions only. Write actions of IAM are in `iam-permissions.ts`, because they can escalate privileges. */
const identities: TerraformServicePermissions = {
  resourceTypes: [
    "aws_iam_policy",
    "aws_iam_role",
    "aws_iam_role_policies_exclusive",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_role_policy_attachments_exclusive",
  ],
  resourceArns: ({ name, account }) => [account.iamArn(`role/${name}-*`), account.iamArn(`policy/${name}-*`)],
  readActions: [
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListInstanceProfilesForRole",
    "iam:ListPolicyTags",
    "iam:ListPolicyVersions",
    "iam:ListRolePolicies",
    "iam:ListRoleTags",
  ],
  unscopedReadActions: [],
  writeActions: [],
  unscopedWriteActions: [],
};

/** What Terraform needs for the domain, its home directories, packages and identities, by group. */
export const DOMAIN_PERMISSIONS = { sagemaker, home_directories: homeDirectories, packages, identities } as const;

/** In a policy of its own, because of IAM's limit of length. */
export const PACKAGE_GROUP_PERMISSIONS = { package_groups: packageGroups } as const;
