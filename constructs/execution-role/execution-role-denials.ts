import type { Account } from "../account";
import type { Statement } from "../iam/policy-document";

/** Props of {@link executionRoleDenials}. */
export interface ExecutionRoleDenialsProps {
  readonly account: Pick<Account, "arn">;
  readonly domainId: string;
}

/**
 * What stays shut whatever else is ever attached to the role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function executionRoleDenials(props: ExecutionRoleDenialsProps): readonly Statement[] {
  return [...iamDenials(), ...studioDenials(props), ...remoteAccessDenials(), ...dataExfiltrationDenials()];
}

/**
 * Prefixes of every IAM action but `PassRole`: a Deny of `iam:*` would also deny the role to itself, and with it every job.
 */
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

/** A user who edits a profile edits its network; one who edits its tags edits whose it is. */
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
      ...deny("DenyRetaggingPeople", ["sagemaker:AddTags", "sagemaker:DeleteTags"]),
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
    deny("DenyComputeWithoutNetworkGuard", [
      "sagemaker:CreateAIBenchmarkJob",
      "sagemaker:CreateAIRecommendationJob",
      "sagemaker:CreateCluster",
      "sagemaker:CreateCompilationJob",
      "sagemaker:CreateEdgePackagingJob",
      "sagemaker:CreateInferenceComponent",
      "sagemaker:CreateInferenceExperiment",
      "sagemaker:CreateInferenceRecommendationsJob",
      "sagemaker:CreateJob",
      "sagemaker:CreateLabelingJob",
      "sagemaker:CreateMlflowApp",
      "sagemaker:CreateMlflowTrackingServer",
      "sagemaker:CreateOptimizationJob",
      "sagemaker:CreatePartnerApp",
      "sagemaker:DeployHubModel",
      "sagemaker:TrainHubModel",
      "sagemaker:UpdateCluster",
    ]),
  ];
}

/**
 * A remote session reaches a space, and a debug shell a job, from outside the VPC with nothing but credentials.
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
 * The bucket's own policy leaves its configuration open to whoever may hold it, so that nobody is locked out; replication,
 * a laxer policy, an access point or a batch job would each carry objects past it.
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
