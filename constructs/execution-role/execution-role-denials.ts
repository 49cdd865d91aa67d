import { COMPUTE_WITHOUT_GUARD } from "../../aws/compute-without-guard";
import type { IAccount } from "../context/account";
import type { Statement } from "../iam/policy-document";

/** Props of {@link executionRoleDenials}. */
export interface ExecutionRoleDenialsProps {
  readonly account: Pick<IAccount, "arn">;
  /** Id of the Studio domain. */
  readonly domainId: string;
}

/**
 * Deny statements of the execution role. They apply regardless of what other attached policies allow.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function executionRoleDenials(props: ExecutionRoleDenialsProps): readonly Statement[] {
  return [...iamDenials(), ...studioDenials(props), ...remoteAccessDenials(), ...dataExfiltrationDenials()];
}

/** Prefixes of all IAM actions except `PassRole`, which every job needs to pass the execution role to SageMaker. */
const IAM_ACTIONS_EXCEPT_PASS_ROLE = [
  "Accept",
  "Add",
  "Associate",
  "Attach",
  "Change",
  "Create",
  "Deactivate",
  "Delete",
  "Detach",
  "Disable",
  "Enable",
  "Generate",
  "Get",
  "List",
  "Put",
  "Reject",
  "Remove",
  "Reset",
  "Resync",
  "Send",
  "Set",
  "Simulate",
  "Tag",
  "Untag",
  "Update",
  "Upload",
].map((prefix) => `iam:${prefix}*`);

function iamDenials(): readonly Statement[] {
  return [
    deny("DenyIdentityAdministration", IAM_ACTIONS_EXCEPT_PASS_ROLE),
    {
      ...deny("DenyPassingRolesToOtherServices", ["iam:PassRole"]),
      Condition: { StringNotEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    },
  ];
}

/** A user who can update a user profile can change its security groups. A user who can change its tags can change its owner. */
function studioDenials({ account, domainId }: ExecutionRoleDenialsProps): readonly Statement[] {
  return [
    deny("DenyDomainAdministration", [
      "sagemaker:CreateDomain",
      "sagemaker:CreateStudioLifecycleConfig",
      "sagemaker:CreateUserProfile",
      "sagemaker:DeleteDomain",
      "sagemaker:DeleteStudioLifecycleConfig",
      "sagemaker:DeleteUserProfile",
      "sagemaker:UpdateDomain",
      "sagemaker:UpdateUserProfile",
    ]),
    {
      ...deny("DenyChangingOwnerTags", ["sagemaker:AddTags", "sagemaker:DeleteTags"]),
      Resource: [
        account.arn("sagemaker", `domain/${domainId}`),
        account.arn("sagemaker", `user-profile/${domainId}/*`),
      ],
    },
    deny("DenyNotebookInstances", [
      "sagemaker:CreateNotebookInstance",
      "sagemaker:CreateNotebookInstanceLifecycleConfig",
      "sagemaker:CreatePresignedNotebookInstanceUrl",
      "sagemaker:StartNotebookInstance",
      "sagemaker:UpdateNotebookInstance",
      "sagemaker:UpdateNotebookInstanceLifecycleConfig",
    ]),
    deny(
      "DenyComputeWithoutNetworkGuard",
      [
        ...COMPUTE_WITHOUT_GUARD,
        ...["CreateAlgorithm", "CreateModelPackage", "DeployHubModel", "TrainHubModel", "UpdateCluster"],
      ]
        .map((call) => `sagemaker:${call}`)
        .sort(),
    ),
  ];
}

/**
 * Remote sessions to spaces and debug shells in jobs work from outside the VPC and need only credentials.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/remote-access.html
 */
function remoteAccessDenials(): readonly Statement[] {
  return [
    deny("DenyRemoteSessions", ["sagemaker:StartSession"]),
    {
      ...deny("DenySpacesOpenToRemoteAccess", ["sagemaker:CreateSpace", "sagemaker:UpdateSpace"]),
      Condition: { StringEquals: { "sagemaker:RemoteAccess": "ENABLED" } },
    },
    {
      ...deny("DenyDebugShellsInJobs", ["sagemaker:CreateTrainingJob", "sagemaker:UpdateTrainingJob"]),
      Condition: { Bool: { "sagemaker:EnableRemoteDebug": "true" } },
    },
  ];
}

/**
 * The locked bucket policy denies no configuration actions, so that it locks nobody out. Replication, another policy, an access
 * point or a batch job could move objects past it, so the execution role is denied all of them.
 */
function dataExfiltrationDenials(): readonly Statement[] {
  return [
    deny("DenyBucketConfiguration", [
      "s3:*AccessGrant*",
      "s3:*AccessPoint*",
      "s3:CreateBucket*",
      "s3:CreateJob",
      "s3:DeleteBucket*",
      "s3:InitiateReplication",
      "s3:PauseReplication",
      "s3:Put*Configuration",
      "s3:PutAccountPublicAccessBlock",
      "s3:PutBucket*",
      "s3:Replicate*",
      "s3:UpdateBucket*",
    ]),
    deny("DenyOpeningObjects", [
      "s3:BypassGovernanceRetention",
      "s3:ObjectOwnerOverrideToBucketOwner",
      "s3:PutObjectAcl",
      "s3:PutObjectVersionAcl",
      "s3:UpdateObjectEncryption",
    ]),
    deny("DenySharingModels", [
      "sagemaker:CreateSharedModel",
      "sagemaker:PutLineageGroupPolicy",
      "sagemaker:PutModelPackageGroupPolicy",
      "sagemaker:PutResourcePolicy",
    ]),
  ];
}

function deny(sid: string, actions: readonly string[]): Statement {
  return { Sid: sid, Effect: "Deny", Action: actions, Resource: "*" };
}
