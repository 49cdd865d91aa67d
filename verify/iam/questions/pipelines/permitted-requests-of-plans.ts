import type { DeclaredPipeline } from "../../../posture/declared-pipeline";
import type { PolicyModel } from "../../attachments/policy-model";
import { type ValueTest, valueTest } from "../../request-space/statements/distinctions";
import type { PermittedRequest } from "../roles/permitted-requests";

/** S3 uses a key of KMS with the permissions of the caller. */
export const throughS3: readonly ValueTest[] = [valueTest("kms:viaservice", ["s3.*"])];

/** Reads of names and settings by service: what Terraform calls to refresh the resources of an environment. */
const settingReads: readonly RegExp[] = [
  /^cloudtrail:(DescribeTrails|Get(EventSelectors|InsightSelectors|TrailStatus)|ListTags)$/,
  /^cloudwatch:(DescribeAlarms|ListTagsForResource)$/,
  /^codeartifact:(Describe(Domain|Repository)|Get(Domain|Repository)PermissionsPolicy|ListTagsForResource)$/,
  /^config:(DescribeConfigRules|ListTagsForResource)$/,
  /^ec2:Describe(AccountAttributes|Address(es|esAttribute)|AvailabilityZones|FlowLogs|Images|InternetGateways)$/,
  /^ec2:DescribeInstance(s|Attribute|CreditSpecifications|Types)$/,
  /^ec2:Describe(NatGateways|NetworkAcls|NetworkInterfaces|PrefixLists|RouteTables|SecurityGroup(s|Rules))$/,
  /^ec2:Describe(Subnets|Tags|TransitGateway(s|VpcAttachments)|Volumes|Vpc(s|Attribute|Endpoints))$/,
  /^ec2:Describe(VpcBlockPublicAccessOptions|VpnConnections|VpnGateways)$/,
  /^ec2:GetTransitGatewayRouteTable(Associations|Propagations)$/,
  /^elasticfilesystem:Describe(BackupPolicy|FileSystems)$/,
  /^events:(DescribeRule|ListTagsForResource|ListTargetsByRule)$/,
  /^iam:Get(InstanceProfile|Policy|PolicyVersion|Role|RolePolicy)$/,
  /^iam:List(AttachedRolePolicies|InstanceProfilesForRole|PolicyTags|PolicyVersions|RolePolicies|RoleTags)$/,
  /^kms:(DescribeKey|GetKeyPolicy|GetKeyRotationStatus|ListAliases|ListResourceTags)$/,
  /^lambda:(GetFunction(CodeSigningConfig|Concurrency|Configuration|EventInvokeConfig)|ListTags|ListVersionsByFunction)$/,
  /^logs:(Describe(LogGroups|MetricFilters|ResourcePolicies)|GetLogDelivery|ListLogDeliveries|ListTagsForResource)$/,
  /^network-firewall:(Describe(Firewall|FirewallPolicy|LoggingConfiguration|RuleGroup|TLSInspectionConfiguration)|ListTagsForResource)$/,
  /^route53resolver:(Get|List)(Firewall|Resolver)\w+$/,
  /^route53resolver:ListTagsForResource$/,
  /^s3:(Get(AccelerateConfiguration|Bucket\w+|EncryptionConfiguration|LifecycleConfiguration)|ListTagsForResource)$/,
  /^s3:(GetReplicationConfiguration|ListBucket)$/,
  /^sagemaker:(Describe(Domain|StudioLifecycleConfig|UserProfile)|List(Domains|Tags|UserProfiles))$/,
  /^sagemaker:DescribeNotebookInstance(LifecycleConfig)?$/,
  /^scheduler:GetSchedule$/,
  /^servicecatalog:(Describe(Constraint|Portfolio|ProductAsAdmin|ProvisioningArtifact)|List(ConstraintsForPortfolio|PortfoliosForProduct|PrincipalsForPortfolio|ProvisioningArtifacts))$/,
  /^sns:(GetTopicAttributes|ListTagsForResource)$/,
  /^sqs:(GetQueueAttributes|GetQueueUrl|ListQueueTags)$/,
  /^ssm:(DescribeParameters|ListTagsForResource)$/,
];

/** What a plan role may do: read settings, the state, and the contents that Terraform itself wrote for the environment. */
export function permittedRequestsOfPlans(
  { text, kmsKeys }: PolicyModel,
  { environment, namePrefix, stateBucket, stateKey }: DeclaredPipeline,
): readonly PermittedRequest[] {
  const { partition, account } = text;
  return [
    ...settingReads.map((actions) => ({ actions })),
    { actions: /^s3:GetObject$/, resourceArns: [`arn:${partition}:s3:::${stateBucket}/${stateKey}`] },
    { actions: /^kms:Decrypt$/, resourceArns: kmsKeys.map(({ arn }) => arn), when: throughS3 },
    {
      actions: /^s3:GetObject(Tagging)?$/,
      resourceArns: [`arn:${partition}:s3:::${namePrefix}-templates-${account}/*`],
    },
    {
      actions: /^lambda:GetFunction$/,
      resourceArns: [`arn:${partition}:lambda:*:${account}:function:${namePrefix}-*`],
    },
    {
      actions: /^ssm:GetParameters?$/,
      resourceArns: [
        `arn:${partition}:ssm:*:${account}:parameter/studio-perimeter/${environment}/*`,
        `arn:${partition}:ssm:*::parameter/aws/service/*`,
      ],
    },
  ];
}
