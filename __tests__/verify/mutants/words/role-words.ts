import { usersAsRoles } from "./user-words";
import type { WordsOfClaim } from "./words-of-claim";

const anyRole = "the role passes any role to SageMaker";
const anyService = "the role passes itself to every service";
const changesPipelines = "the role changes pipelines of other roles";
const startsPipelines = "the role starts pipelines of other roles";
const tagsPipelines = "the role tags pipelines of other roles";
const retries = "the role retries pipelines of other roles";
const changesExecutions = "the role changes executions of other roles";
const answersSteps = "the role lets steps of other roles succeed";
const writesRecords = "the role writes records under other roles";
const tagsGroups = "the role tags feature groups of other roles";
const onlineKeys = "online feature stores may have a foreign key";
const longerArn = "the role changes pipelines of another role with a longer name as well";
const anyOwner = "the role changes pipelines with any owner's tag";
const noSubnets = "jobs may leave out their subnets";
const foreignSubnets = "jobs may run in foreign subnets";
const noGroups = "jobs may leave out their security groups";
const foreignGroups = "jobs may use foreign security groups";
const clearText = "containers of a job may talk in clear text";
const volumeKeys = "volumes of jobs may use foreign keys";
const resultKeys = "results of jobs may use foreign keys";
const noGuard = "compute starts in a network that no condition key describes";
const trustsAccount = "the role trusts another account";
const anySageMaker = "SageMaker assumes the execution role for any account";
const otherService = "another service assumes the execution role for the account";
const modelElsewhere = "a model runs as the role in a subnet that Studio does not use";
const attaches = "the role may attach policies to itself";
const keyGrants = "the role grants a key to anyone";
const singleSignOn = "users sign in through Identity Center, which no network condition binds";
const everyUrl = "presigned Studio URLs work wherever the app role's credentials are used";
const notebookUrl = "the role creates URLs of notebook instances from anywhere";
const mlflowUrl = "apps open URLs of MLflow from anywhere";
const partnerUrl = "the role opens apps of partners";
const foreignEndpoint = "presigned Studio URLs work through another account's endpoint";
const everyEndpoint = "presigned Studio URLs work through every endpoint of the VPC, declared or not";
const otherVpc = "presigned Studio URLs work from a VPC that is not declared";
const privateAddresses = "presigned Studio URLs work from private addresses of any network";
const publicBlock = "presigned Studio URLs work from an internet block that is not declared";
const otherVpcEndpoint =
  "presigned Studio URLs work through an endpoint of another VPC, which has an internet gateway and allows everyone";
const anyUser = "users open Studio as any user";
const beginning = "users open Studio as everybody whose name begins with theirs";
const defaultTag = "URLs are everybody's who shares a tag that the provider puts on everything";
const roleTag = "URLs are everybody's who shares a tag of the role";
const sharedTag = "two profiles carry one person's tag";
const otherCode = "the function that opens Studio for people has other code than the declared one";
const noCode = "no code is declared that opens Studio for people";
const peopleChoose = "people who launch products assume the role that opens Studio, as whom they like";
const chosenTag = "a caller that opens Studio for others chooses the tag, and nothing records for whom";
const otherTag = "presigned Studio URLs compare two different tags";
const everySpace = "users change the spaces of everybody";
const mounts = "a role of people mounts the file system of the domain";
const startsEvery = "the agent's role starts every instance";
const rolesOfAgent = "the role of the client's agent changes other roles";

/** The words of the claims about what roles may do. */
export const roleWords: Readonly<Record<string, WordsOfClaim>> = {
  "role-passes-only-itself": {
    asserts: {
      "The execution role passes only itself": [anyRole],
      "The execution role can pass no role": [anyRole],
      "except itself": [anyRole],
      "only to SageMaker": [anyService],
      "Every iam:PassRole request": [anyRole, "the role passes any role to any service"],
      "the role's policies distinguish": [anyRole],
      "is evaluated": [anyService],
      "Policies that do not limit": [anyService],
      "iam:PassedToService violate the claim": [anyService],
      "uses no pipeline": [changesPipelines, startsPipelines],
      "feature group that may have another role": [writesRecords],
      Pipelines: [changesPipelines],
      "feature groups": [writesRecords],
      "keep their creator's role": [changesPipelines, writesRecords],
      Changing: [changesPipelines],
      starting: [startsPipelines],
      filling: [writesRecords],
      "tagging them": [tagsPipelines, tagsGroups],
      "needs a tag of theirs": [changesPipelines, writesRecords],
      "that equals the execution role's ARN": [anyOwner, longerArn],
      "Executions of pipelines": [retries],
      "have no tags": [retries],
      "so the role": [retries],
      "but not retry": [retries],
      change: [changesExecutions],
      "or answer them": [answersSteps],
    },
    ships: {
      "may read": ["sagemaker:DescribePipelineExecution"],
      "and stop them": ["sagemaker:StopPipelineExecution"],
    },
  },
  "jobs-stay-in-vpc": {
    asserts: {
      "Jobs run only in Studio's network": [foreignSubnets],
      "The execution role starts jobs": [noSubnets],
      models: ["models may leave out their subnets"],
      instances: ["notebook instances may be created"],
      "only in Studio's network": [foreignSubnets],
      "with encryption": [volumeKeys],
      "only SageMaker": [otherService, trustsAccount],
      "for this account": [anySageMaker],
      "assumes it": [trustsAccount],
      "Requests need Studio's subnets": [noSubnets, "the guard of training jobs is gone"],
      "security groups": [noGroups],
      "none missing": [noSubnets, noGroups],
      "none foreign": [foreignSubnets, foreignGroups, "a job may mix own subnets with foreign ones"],
      "SageMaker actions that start compute": [noGuard],
      "without a network condition key": [noGuard],
      denied: [noGuard],
      "Traffic between containers is encrypted": [clearText],
      Volumes: [
        volumeKeys,
        "volumes of jobs may have no key",
        "volumes of instances without local disks may have no key",
      ],
      results: [resultKeys],
      "online feature stores": [onlineKeys],
      "use a key of the stack": [onlineKeys, "feature groups may have no key"],
      "Debug shells": ["jobs may open a debug shell"],
      "remote editor connections cannot be enabled": ["spaces may be joined to editors outside"],
      "Other resources that run as the role": [modelElsewhere, "a function outside the VPC runs with the role"],
      "in Studio's subnets": [modelElsewhere],
    },
    permits: {
      "except local disks that the hardware encrypts": ["jobs on instances with local disks need no volume key"],
    },
    ships: {
      "Endpoint configurations may leave them out": ["sagemaker:CreateEndpointConfig"],
    },
  },
  "studio-cannot-widen-itself": {
    asserts: {
      "Studio cannot extend its own permissions": [attaches],
      "The execution role cannot change permissions": [attaches],
      roles: ["the role changes roles"],
      policies: ["the role changes policies", "the role may change bucket policies"],
      network: ["the role may add routes"],
      logs: ["the role deletes log groups"],
      keys: ["the role changes the policy of a key"],
      buckets: ["the role deletes a bucket"],
      "domain settings": ["the role may change the domain"],
      "cannot assume another role": ["the role may assume other roles"],
      "Every write action": ["the role copies backups to other accounts"],
      "a data scientist's work does not need": ["the role launches products of Service Catalog"],
      "is evaluated": ["the role calls a service that nobody has looked at"],
      "for every AWS service": [
        "the role calls a service that nobody has looked at",
        "the role runs jobs of another service",
      ],
      "the stack's own Lambda functions": ["the role calls functions that the stack does not hold"],
      "create KMS grants for AWS services": [keyGrants],
      "Grants from bucket policies": ["the policy of the data bucket lets the role change it"],
      "key policies": ["the policy of a key lets the role change it"],
      "other roles' trust policies are included": [
        "Studio users assume the role that opens Studio for the user in its tag",
      ],
      AdministratorAccess: [
        "the role got the managed policy AdministratorAccess",
        "the role got the managed policy AdministratorAccess, which a data source finds by its name",
      ],
      PowerUserAccess: ["the role got the managed policy PowerUserAccess"],
      "every managed policy": ["the role got the managed policy AmazonS3FullAccess"],
      "ends in FullAccess violate the claim": ["the role got the managed policy AmazonS3FullAccess"],
    },
    permits: { "It may invoke": ["the role calls a function of the stack"] },
  },
  "presigned-url-only-inside": {
    asserts: {
      ...usersAsRoles,
      "Presigned URLs work only from inside": [everyUrl],
      "Roles of the stack create": [everyUrl, "the role that self-service opens Studio with may be used from anywhere"],
      "open presigned URLs": ["presigned Studio URLs work for any request that names no endpoint"],
      "only through endpoints of the Studio VPC": [foreignEndpoint, otherVpcEndpoint],
      "from declared networks": [otherVpc],
      "Covers Studio domains": [everyUrl],
      "notebook instances": [notebookUrl],
      MLflow: [mlflowUrl],
      "partner apps": [partnerUrl],
      "every SageMaker action": [mlflowUrl, partnerUrl],
      "creates a presigned URL": [everyUrl],
      "Permitted endpoints are those": [everyEndpoint],
      "the SageMaker API": [everyEndpoint],
      Studio: [everyEndpoint],
      "notebooks in the Studio VPC": [otherVpcEndpoint],
      "Studio uses": [otherVpcEndpoint],
      "Declared networks are VPCs": [otherVpc],
      "private CIDR blocks behind these endpoints": [privateAddresses],
      "public CIDR blocks": [publicBlock],
      "users need one": [singleSignOn],
      "Sign-in through IAM Identity Center": [singleSignOn],
      "from any network": [singleSignOn],
    },
  },
  "user-gets-only-own-url": {
    asserts: {
      ...usersAsRoles,
      "Users open only their own profile": [anyUser],
      "Every statement": [anyUser],
      "allows a presigned URL": [notebookUrl],
      "limits it to the caller's own profile": [beginning, "a caller without a profile opens one engineer's profile"],
      "a tag that identifies the caller": [defaultTag, "a caller without a tag opens one engineer's profile"],
      "Checks each Allow for Studio": [anyUser],
      "notebook URLs": [notebookUrl],
      "The resource ends": [beginning],
      "the sagemaker:UserProfileName variable": [beginning],
      "a resource tag must equal a principal tag": [otherTag],
      "The tag is not on the role": [roleTag],
      "not in the provider's default tags": [defaultTag],
      "not shared by two profiles": [sharedTag],
      "A caller that can choose": [chosenTag, peopleChoose],
      "its own session tag": [chosenTag],
      "makes the claim undecided": [chosenTag, otherCode],
      "if its code is declared": [noCode],
      "Other code": [otherCode],
    },
    ships: {
      "A function may choose the tag": ["FunctionTagsSessionWithUser"],
      "for the person it acts for": ["FunctionAssumesForOneUser"],
    },
    permits: {
      "unless the same role has": [
        "the role may open every notebook instance, and a Deny without condition forbids it",
      ],
      "an unconditional Deny": ["the role may open every notebook instance, and a Deny without condition forbids it"],
    },
  },
  "private-spaces-are-private": {
    asserts: {
      ...usersAsRoles,
      "Users reach only": [everySpace],
      "their own private spaces": [everySpace],
      "No role of the stack": ["the role behind the products deletes spaces"],
      creates: ["users create spaces of everybody"],
      changes: [everySpace],
      deletes: ["users delete spaces of one engineer"],
      "opens private spaces": ["users open apps in private spaces of everybody"],
      "apps of other users": ["users delete apps of other profiles outside spaces"],
      "reaches their home directories": ["users mount the file system of the home directories"],
      "The owner of a private space": ["users change spaces whose owner is not told"],
      "must be the user profile": ["users change spaces that any profile of the domain owns"],
      "of the session": ["a session without a profile changes the spaces of one engineer"],
      "sagemaker:UserProfileName": ["spaces are their owner's by a session tag"],
      "as a whole": [
        "users change spaces of profiles whose name begins with theirs",
        "users change spaces of profiles whose name ends with theirs",
      ],
      "Apps outside spaces": ["users delete apps of other profiles outside spaces"],
      "must belong to that profile": ["users delete apps of other profiles outside spaces"],
      "Shared spaces": ["what is allowed in shared spaces is allowed in all"],
      "Every write action": ["users create spaces of everybody"],
      "on spaces": ["users delete spaces of one engineer"],
      "apps is evaluated": ["users delete apps of other profiles outside spaces"],
      "No role may mount": [mounts],
      "change the domain's file system": ["users change the file system of the home directories"],
      "no space mounts it": ["every user's spaces mount the home directories of all users"],
      "as a custom file system": [
        "every user's spaces mount the home directories of all users",
        "spaces mount a file system that only its ID names",
      ],
    },
    permits: {
      "except changes of tags": ["users tag what they create in shared spaces"],
      "Presigned URLs of other users": [sharedTag],
      "a claim of their own": [sharedTag],
    },
    ships: {
      "open to all users": ["RunAppsInSharedSpaces"],
    },
  },
  "self-service-cannot-escalate": {
    asserts: {
      ...usersAsRoles,
      "Other roles change only": [rolesOfAgent],
      "what they need": [rolesOfAgent],
      "No role of the stack": [rolesOfAgent, "the function tags people anew"],
      "apart from the execution role": [rolesOfAgent],
      "can change anything": ["the role of the client's agent may do network-firewall:*"],
      "except what its function requires": ["the launch role changes stacks that are no products"],
      "Permitted are logs": ["the function behind the products deletes log groups"],
      metrics: ["the function creates alarms"],
      "use of keys": ["the function grants keys", "the role of the client's agent may do kms:*"],
      "Roles that only functions": ["people create network interfaces"],
      "Service Catalog assume": ["people change the stacks of everybody's products"],
      "manage network interfaces": ["the function attaches network interfaces"],
      "agent channels": ["the function sends commands to instances", "people open the agent channels of instances"],
      "product stacks": ["the launch role changes stacks that are no products"],
      start: [startsEvery],
      "stop the stack's instances": [startsEvery],
      "send to its queues": ["the function sends to every queue"],
      "launch its Service Catalog products": [
        "the function launches every product",
        "people end the products of others",
      ],
      "invoke the stack's functions": ["the launch role calls any function"],
      "assume the stack's roles": ["the function assumes every role of the account"],
      "Every other write action": ["the role of the client's agent changes the code of functions"],
      "of every AWS service": ["the role of the client's agent may do ec2:*"],
      "is evaluated": ["the role of the client's agent passes the execution role"],
    },
    permits: {
      "create presigned URLs": ["users open Studio as any user"],
    },
    ships: {
      "Also permitted": ["StopInstance"],
      "They may": ["AssumePresignRole"],
      instances: ["AllowSsmAgent"],
      "may also": ["ManageStacksOfProducts"],
    },
  },
};
