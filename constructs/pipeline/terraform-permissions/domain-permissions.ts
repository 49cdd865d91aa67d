import type { DeployedService } from "./service-permissions";

/** Domains have ids and no names in their ARNs. */
const sagemaker: DeployedService = {
  types: ["aws_sagemaker_domain", "aws_sagemaker_studio_lifecycle_config", "aws_sagemaker_user_profile"],
  resources: ({ name, account }) => [
    account.arn("sagemaker", "domain/*"),
    account.arn("sagemaker", "user-profile/*"),
    account.arn("sagemaker", `studio-lifecycle-config/${name}-*`),
  ],
  reads: [
    "sagemaker:DescribeDomain",
    "sagemaker:DescribeStudioLifecycleConfig",
    "sagemaker:DescribeUserProfile",
    "sagemaker:ListTags",
  ],
  readsAnywhere: ["sagemaker:ListDomains", "sagemaker:ListUserProfiles"],
  writes: [
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
  writesAnywhere: [],
};

const homeDirectories: DeployedService = {
  types: ["aws_efs_backup_policy"],
  resources: ({ account }) => [account.arn("elasticfilesystem", "file-system/*")],
  reads: ["elasticfilesystem:DescribeBackupPolicy", "elasticfilesystem:DescribeFileSystems"],
  readsAnywhere: [],
  writes: ["elasticfilesystem:PutBackupPolicy"],
  writesAnywhere: [],
};

const packages: DeployedService = {
  types: [
    "aws_codeartifact_domain",
    "aws_codeartifact_domain_permissions_policy",
    "aws_codeartifact_repository",
    "aws_codeartifact_repository_permissions_policy",
  ],
  resources: ({ name, account }) => [
    account.arn("codeartifact", `domain/${name}`),
    account.arn("codeartifact", `repository/${name}/*`),
  ],
  reads: [
    "codeartifact:DescribeDomain",
    "codeartifact:DescribeRepository",
    "codeartifact:GetDomainPermissionsPolicy",
    "codeartifact:GetRepositoryPermissionsPolicy",
    "codeartifact:ListTagsForResource",
  ],
  readsAnywhere: [],
  writes: [
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
  writesAnywhere: ["codeartifact:CreateDomain", "codeartifact:CreateRepository"],
};

/** Reading only: what an apply may write of identities stands in `deployed-identities.ts`, for every line of it is a way up. */
const identities: DeployedService = {
  types: [
    "aws_iam_policy",
    "aws_iam_role",
    "aws_iam_role_policies_exclusive",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_role_policy_attachments_exclusive",
  ],
  resources: ({ name, account }) => [account.iamArn(`role/${name}-*`), account.iamArn(`policy/${name}-*`)],
  reads: [
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
  readsAnywhere: [],
  writes: [],
  writesAnywhere: [],
};

export const DEPLOYED_STUDIO = { sagemaker, home_directories: homeDirectories, packages, identities } as const;
