import type { WordsOfClaim } from "./words-of-claim";

/** Names of mutants of bootstrap stacks. */
function of(...names: readonly string[]): readonly string[] {
  return names.map((name) => `bootstrap: ${name}`);
}

const readsTables = of("the plan role reads tables");
const stateOfDev = of("the plan role reads the state of dev");
const noBoundary = of("roles are created without a boundary");
const users = of("users are created");
const someAction = of("the boundary allows an action that nobody has looked at");
const boundaryOfState = of("the boundary allows the state");
const executions = of("the boundary allows UpdatePipelineExecution");
const ownPolicies = of("the apply role changes its own policies");
const breakGlass = of("the apply role changes the break-glass role");
const everybodyReads = of("everybody in the account reads the state");
const exempt = of("an administrator is exempt from the denial");
const otherBucket = of("the pipeline uses a bucket of that name in any account");
const replicated = of("the state is replicated to another account");
const expires = of("the state expires");
const shortVersions = of("earlier versions of the state are deleted after a day");
const moves = of("the state moves to another storage class");
const notLogged = of("access to the state is not logged");
const shortLogs = of("access logs of the state expire after a week");
const notDelivered = of("nothing lets S3 deliver the access logs of the state");
const undeclared = of("the stack has a role that no pipeline declares");

/** The words of the claims about bootstrap stacks. */
export const bootstrapWords: Readonly<Record<string, WordsOfClaim>> = {
  "pipeline-roles-keep-their-callers": {
    asserts: {
      "Only declared jobs assume pipeline roles": of(
        "every job on GitHub may apply",
        "HCP Terraform: every organization may apply",
      ),
      "Only declared callers assume": of(
        "another repository may plan",
        "GitLab: jobs of every project of the group may plan",
      ),
      "a role of a bootstrap stack": undeclared,
      "no caller of a plan role": of("a declared caller of the plan also applies"),
      "may assume an apply role": of(
        "GitLab: the token of a plan may apply",
        "HCP Terraform: the plan of a run may apply",
      ),
      "A token needs the declared provider": of("the apply role trusts another provider of the account"),
      "exactly the declared audience": of("the trust policy accepts another audience"),
      subject: of("the trust policy compares no subject", "GitLab: jobs of a tag may apply"),
      "An apply role may not": of("GitLab: the declaration lets jobs of every branch apply"),
      "A token of GitHub needs": of("every workflow of a pull request may plan"),
      "exactly one declared workflow file": of(
        "another workflow of main may plan",
        "the workflow may be absent from the token",
      ),
      "at one ref": of(
        "the workflow that a pull request has changed may plan",
        "the declaration names the workflow of a pull request",
      ),
      "Every other workflow is what a branch wrote": of("the declaration names no workflow"),
      "A declared principal is one role": of("the apply role trusts the plan role"),
      "user of the account": of("the plan role trusts a user"),
      "Every other caller": of("the apply role trusts a service"),
      "also of this account": of("the apply role trusts the account"),
      "is refused": of("the apply role trusts another account"),
      "A role that is declared neither": undeclared,
      "plan role nor as an apply role": undeclared,
      "violates the claim": undeclared,
      "with its URL": of("the provider has another URL", "GitLab: the provider is another server"),
    },
    permits: {
      "Whether the provider is the declared one": of("the stack trusts an OIDC provider that exists"),
      "client IDs": of("the provider accepts another client ID"),
      "is a claim of its own": of("the provider trusts another certificate"),
    },
    ships: {
      "A plan role may be declared for every": ["subject_prefix"],
      "subject with a prefix": ["subject_prefix"],
      "such as the branches of one project": ["project_path:acme/perimeter:ref_type:branch:ref:*"],
    },
    tests: { "A declaration contains no wildcard": ["a declared caller with a wildcard is refused"] },
  },
  "plan-roles-only-read": {
    asserts: {
      "Plan roles change nothing": of("the plan role tags instances"),
      "read no data": of("the plan role reads data of users"),
      "A plan role can change nothing": of("the plan role writes the state", "the plan role passes roles"),
      "reads nothing but": readsTables,
      "the state of its environment": stateOfDev,
      "what Terraform wrote there": of("the plan role reads parameters of others"),
      "Every action of every AWS service": of("the plan role uses an action that nobody has looked at"),
      "that its policies allow is evaluated": of("the plan role has an AWS managed policy that grants everything"),
      "on resources of every account": of("the plan role assumes a role of another account"),
      "a list of reads that Terraform calls": readsTables,
      "for an environment": of("the plan role reads log events"),
      "What Terraform wrote": of("the plan role reads parameters of others"),
      "The state is one object": stateOfDev,
      "Keys of the stack decrypt": of("the plan role decrypts without S3"),
      "only through S3": of(
        "the plan role decrypts through S3 and another service, which is listed first",
        "the plan role decrypts through S3 and another service, which is listed last",
      ),
    },
    ships: {
      names: ["iam:ListAttachedRolePolicies"],
      Names: ["iam:ListAttachedRolePolicies"],
      settings: ["ec2:DescribeImages"],
      "with user data of instances": ["ec2:DescribeInstanceAttribute"],
      "settings of VPNs": ["ec2:DescribeVpnConnections"],
      "code of functions": ["lambda:GetFunction"],
      "Service Catalog templates": ["servicecatalog:DescribeProvisioningArtifact"],
      "SSM parameters": ["ssm:GetParameter"],
      "AWS's public parameters are included": ["::parameter/aws/service/*"],
    },
  },
  "apply-roles-change-only-their-environment": {
    asserts: {
      "Apply roles change only their environment": of("the apply role changes parameters of dev"),
      "An apply role changes only": of("the apply role shares resources with other accounts"),
      "what Terraform manages in an environment": of("the apply role stops trails"),
      "of this account": of("the apply role changes functions of another account"),
      "resources with names only": of("the apply role changes functions of others"),
      "under the declared prefix": of(
        "the apply role changes functions of others",
        "the apply role writes data of users",
      ),
      "Every action of every service": of("the apply role sends commands to instances"),
      "that changes something is evaluated": of("the apply role leaves the organization"),
      "on resources of every account": of("the apply role changes functions of another account"),
      "Permitted actions are a list": of("the apply role lets others invoke functions"),
      "by resource type": of("the apply role changes any bucket"),
      "Keys must have the tag Environment": of("the apply role changes keys without its tag"),
      "with the name of the environment": of("the apply role changes keys with the tag of dev"),
      "SSM parameters are below /studio-perimeter": of("the apply role changes parameters of dev"),
      "its name": of("the apply role changes parameters of dev"),
    },
    permits: {
      "except IAM": users,
      "Changes in IAM are claims of their own": of("trust policies of every role are changed"),
    },
    ships: {
      "ARNs of VPC resources": ["ec2:CreateVpcEndpoint"],
      "resolver rules": ["route53resolver:"],
      "Rule groups that AWS manages": ["aws-managed:stateful-rulegroup/*"],
      "among the resources": ["aws-managed:stateful-rulegroup/*"],
      domains: ["sagemaker:CreateDomain"],
      "file systems": ["elasticfilesystem:"],
      "products contain IDs": ["servicecatalog:"],
      "all of the account are permitted": ["ec2:CreateVpcEndpoint"],
      "The state is permitted to write": ["WriteState"],
      "the lock to write": ["LockState"],
      delete: ["s3:DeleteObject"],
    },
  },
  "created-roles-carry-the-boundary": {
    asserts: {
      "Created roles carry the boundary": noBoundary,
      "An apply role creates roles": of("roles are created with a boundary if there is one"),
      "changes policies of roles": of("policies are attached without a boundary"),
      "only with the declared boundary": of("roles are created with any boundary of the account"),
      "only under the environment's name prefix": of("roles are created under any name"),
      "Every IAM action that changes something is evaluated": of("password policies are changed"),
      "What is not listed here is refused": of("password policies are changed"),
      "also for users": users,
      groups: of("everything in IAM is allowed"),
      "access keys": users,
      "No apply role can remove a boundary": of("boundaries are removed"),
      "set another one": of("roles are created with the boundary of dev"),
      "all with the prefix": of("trust policies of every role are changed", "policies of dev are changed"),
      "Roles with the prefix are passed": of("every role is passed to SageMaker"),
      "only to SageMaker": of("roles are passed to any service", "roles are passed to CloudFormation"),
    },
    ships: {
      "Without the boundary it may delete": ["iam:DeleteRole"],
      tag: ["iam:TagRole"],
      describe: ["iam:UpdateRoleDescription"],
      "re-trust roles": ["iam:UpdateAssumeRolePolicy"],
      "change policies": ["iam:CreatePolicyVersion"],
      "instance profiles": ["iam:CreateInstanceProfile"],
      "EventBridge Scheduler": ["scheduler.amazonaws.com"],
      "VPC flow logs": ["vpc-flow-logs.amazonaws.com"],
      EC2: ["ec2.amazonaws.com"],
      "Service Catalog": ["servicecatalog.amazonaws.com"],
      Lambda: ["lambda.amazonaws.com"],
      "Service-linked roles may be created": ["iam:CreateServiceLinkedRole"],
      "for services that environments use": ["network-firewall.amazonaws.com"],
    },
  },
  "boundary-excludes-escalation": {
    asserts: {
      "Boundaries exclude escalation": of(
        "the boundary allows changes of roles",
        "the boundary allows changes of key policies",
      ),
      "the state": boundaryOfState,
      "A boundary allows a role no change": of("the boundary allows everything"),
      "beyond what roles of an environment do": of("the boundary allows changes of routes"),
      "by their trade": of("the boundary allows changes of routes"),
      "nothing with the state of its environment": boundaryOfState,
      "Every action that changes something is evaluated": someAction,
      "for a role that has every permission": of("the boundary excludes listed actions and allows the rest"),
      "within the boundary": of("the boundary is not in the stack"),
      "Allowed under the name prefix": of(
        "the boundary allows buckets of others",
        "the boundary allows passing any role",
      ),
      "Only the presign role is assumed": of("the boundary allows assuming any role"),
      "Executions of pipelines": executions,
      "run on as the role of their pipeline": executions,
      "neither changed": executions,
      retried: of("the boundary allows RetryPipelineExecution"),
      Domains: of("the boundary allows changes of domains"),
      "user profiles": of("the boundary allows changes of user profiles"),
      "clusters are not updated": of("the boundary allows changes of clusters"),
      "Objects of the state bucket": boundaryOfState,
      "its access logs": of("access to the state is logged to the state bucket of dev"),
      "are neither read": boundaryOfState,
      changed: boundaryOfState,
    },
    ships: {
      "Allowed in the account": ["sagemaker:Create*"],
      SageMaker: ["sagemaker:Create*"],
      "use of keys": ["kms:GenerateDataKey*"],
      logs: ["logs:PutLogEvents"],
      metrics: ["cloudwatch:PutMetricData"],
      "network interfaces": ["ec2:*NetworkInterface*"],
      "agent channels": ["ssmmessages:CreateControlChannel"],
      "stopping of instances": ["ec2:StopInstances"],
      "product stacks": ["cloudformation:"],
      "objects of buckets": ["s3:*Object"],
      functions: ["lambda:"],
      queues: ["sqs:"],
      notebooks: ["Notebook"],
      "passing of roles": ["iam:PassRole"],
    },
  },
  "pipelines-cannot-change-themselves": {
    asserts: {
      "Pipelines cannot change the bootstrap": of("the apply role changes its own trust policy"),
      "No role of a pipeline can change": of(
        "the plan role has an AWS managed policy that grants everything",
        "the apply role changes its own policies",
      ),
      delete: of("the apply role deletes the OIDC provider", "the apply role deletes the state bucket"),
      "pass a resource of the bootstrap stack": of("the denial forgets to pass roles"),
      "a protected principal": breakGlass,
      "Resources are roles": of("the apply role changes the plan role"),
      policies: ownPolicies,
      boundaries: of("the apply role changes the boundary"),
      "the OIDC provider": of("the apply role changes the OIDC provider"),
      "state buckets": of("the apply role changes the policy of the state bucket"),
      "their access logs": of("the apply role deletes access logs"),
      keys: of("the apply role disables the key of the state"),
      aliases: of("the apply role moves the alias of the state key"),
      "of every pipeline": of("the apply role of dev changes that of prod"),
      "Protected principals are those": breakGlass,
      "that a pipeline declares": breakGlass,
      "such as break-glass roles": breakGlass,
      "Existing OIDC providers are included": of(
        "the apply role changes an OIDC provider that the stack does not create",
      ),
      "Every IAM": of("everything in IAM is allowed"),
      S3: of("the apply role turns versioning of the state off"),
      "KMS action that changes something is evaluated": of("the apply role disables the key of the state"),
      "with the policies of the buckets": of("the bucket's policy lets the apply role change it"),
      "the tags of keys": of(
        "the key of the state has the environment's tag",
        "the key of the state has a tag that nobody knows",
      ),
      "not delete it": of("the apply role deletes the state", "the apply role deletes versions of the state"),
    },
    ships: {
      "except write its own state": ["WriteState"],
      "The apply role may write its state": ["WriteState"],
      "may write": ["LockState"],
      "delete the lock": ["LockState"],
    },
  },
  "state-only-for-its-pipeline": {
    asserts: {
      "Only its pipeline reads": everybodyReads,
      "writes state": of("the plan role writes the state"),
      "Only the two roles of its pipeline": of("roles of dev are exempt from the denial"),
      "declared readers read": exempt,
      "write objects of a state bucket": of("the denial names one object"),
      "over TLS 1.2": of("the state is read with TLS 1.0"),
      later: of("the state is read without TLS"),
      "Every S3 action on objects is evaluated": of("the denial forgets versions of objects"),
      "for every caller": everybodyReads,
      "whatever the caller's own policies allow": exempt,
      "The lock is an object": of("the plan role takes the lock"),
      "No caller outside the account": of("another account reads the list of states"),
      "can use the bucket": of("another account reads the list of states"),
      "any KMS key of the stack": of("another account uses the key of the state"),
      "with any action": of("anybody changes the state bucket"),
      "Public access is blocked": of("public access is not blocked"),
      "with all four settings": of(
        "block_public_acls is off",
        "block_public_policy is off",
        "ignore_public_acls is off",
        "restrict_public_buckets is off",
      ),
      "access control lists are disabled": of("access control lists are enabled"),
      "A pipeline's roles use no bucket": otherBucket,
      "of that name in another account": otherBucket,
      "names of buckets are global": otherBucket,
    },
  },
  "state-is-kept": {
    asserts: {
      "State keeps its versions": of("versioning of the state is off"),
      "stays here": replicated,
      "Each state bucket keeps versions": of("versioning of the state is not set"),
      "expires no current version": expires,
      "keeps earlier versions": shortVersions,
      "for the declared retention": shortVersions,
      "replicates nothing": replicated,
      "Every lifecycle rule": of("the state expires on a day"),
      "is checked": expires,
      "whatever objects it filters": of("objects of the state bucket with another prefix expire"),
      "A limit of the number of earlier versions": of("only two earlier versions are kept"),
      "a rule that moves objects": moves,
      "to another storage class": moves,
      "are refused": moves,
    },
    permits: {
      "that is not disabled": of("a rule that is disabled would expire the state"),
      "Encryption with a key of the stack": of("the state is encrypted with another key"),
      "protection from deletion": of("the state bucket may be destroyed"),
      "are claims of their own": of("the state is encrypted with another key"),
    },
  },
  "state-access-is-logged": {
    asserts: {
      "Access to state is logged": notLogged,
      "Each state bucket logs access": notLogged,
      "to another bucket of the stack": of("access to the state is logged to a bucket outside the stack"),
      "which receives no other state": of("access to the state is logged to the state bucket of dev"),
      "keeps the logs for the declared retention": shortLogs,
      "The target is a bucket of the stack": of("access to the state is logged to a bucket outside the stack"),
      "neither the state bucket itself": of("access to the state is logged to the state bucket"),
      "the state bucket of another pipeline": of("access to the state is logged to the state bucket of dev"),
      "The policy": notDelivered,
      "the settings of the target": of("the bucket for access logs of the state encrypts with a KMS key"),
      "let S3 deliver the logs": notDelivered,
      "Lifecycle rules of the target": shortLogs,
      "expire no object": shortLogs,
      "before the declared retention": shortLogs,
    },
    permits: {
      "That no pipeline can change the logs": of("the apply role deletes access logs"),
      "stop logging": of("the apply role stops access logs of the state"),
      "is the claim pipelines-cannot-change-themselves": of("the apply role stops access logs of the state"),
    },
  },
};
