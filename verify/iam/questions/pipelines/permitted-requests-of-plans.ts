import type { PolicyModel } from "../../attachments/policy-model";
import { type ValueTest, valueTest } from "../../request-space/statements/distinctions";
import type { PermittedRequest } from "../roles/permitted-requests";
import type { LocatedPipeline } from "./pipelines";

/** S3 uses a key of KMS with the permissions of the caller. */
export const throughS3: readonly ValueTest[] = [valueTest("kms:viaservice", ["s3.*"])];

/** Reads of names and settings by service: what Terraform calls to refresh the resources of every environment. */
const readsOfEvery: readonly RegExp[] = [
  /^cloudwatch:(DescribeAlarms|ListTagsForResource)$/,
  /^ec2:Describe(AccountAttributes|Address(es|esAttribute)|AvailabilityZones|FlowLogs|InternetGateways)$/,
  /^ec2:Describe(NatGateways|NetworkAcls|NetworkInterfaces|RouteTables|SecurityGroups)$/,
  /^ec2:Describe(Subnets|Tags|TransitGateway(s|VpcAttachments)|Vpc(s|Attribute))$/,
  /^ec2:GetTransitGatewayRouteTable(Associations|Propagations)$/,
  /^iam:Get(Policy|PolicyVersion|Role|RolePolicy)$/,
  /^iam:List(AttachedRolePolicies|InstanceProfilesForRole|PolicyTags|PolicyVersions|RolePolicies|RoleTags)$/,
  /^kms:(DescribeKey|GetKeyPolicy|GetKeyRotationStatus|ListAliases|ListResourceTags)$/,
  /^logs:(Describe(LogGroups|MetricFilters|ResourcePolicies)|GetLogDelivery|ListLogDeliveries|ListTagsForResource)$/,
  /^network-firewall:(Describe(Firewall|FirewallPolicy|LoggingConfiguration|RuleGroup|TLSInspectionConfiguration)|ListTagsForResource)$/,
  /^route53resolver:(Get|List)(Firewall|Resolver)\w+$/,
  /^route53resolver:ListTagsForResource$/,
  /^s3:ListBucket$/,
  /^ssm:(DescribeParameters|ListTagsForResource)$/,
];

const readsOfStudio: readonly RegExp[] = [
  /^cloudtrail:(DescribeTrails|Get(EventSelectors|InsightSelectors|TrailStatus)|ListTags)$/,
  /^cloudformation:(DescribeStack(Event)?s|GetTemplate)$/,
  /^codeartifact:(Describe(Domain|PackageGroup|Repository)|Get(Domain|Repository)PermissionsPolicy|List(AllowedRepositoriesForGroup|TagsForResource))$/,
  /^config:(DescribeConfigRules|ListTagsForResource)$/,
  /^ec2:DescribeInstance(s|Attribute|CreditSpecifications|Types)$/,
  /^ec2:Describe(Images|PrefixLists|SecurityGroupRules|Volumes)$/,
  /^ec2:Describe(VpcBlockPublicAccessOptions|VpcEndpoints|VpnConnections|VpnGateways)$/,
  /^elasticfilesystem:Describe(BackupPolicy|FileSystems)$/,
  /^events:(DescribeRule|ListTagsForResource|ListTargetsByRule)$/,
  /^iam:GetInstanceProfile$/,
  /^lambda:(GetFunction(CodeSigningConfig|Concurrency|Configuration|EventInvokeConfig)|ListTags|ListVersionsByFunction)$/,
  /^s3:(Get(AccelerateConfiguration|Bucket\w+|EncryptionConfiguration|LifecycleConfiguration)|ListTagsForResource)$/,
  /^s3:GetReplicationConfiguration$/,
  /^sagemaker:(Describe(Domain|StudioLifecycleConfig|UserProfile)|List(Domains|Tags|UserProfiles))$/,
  /^sagemaker:DescribeNotebookInstance(LifecycleConfig)?$/,
  /^scheduler:GetSchedule$/,
  /^servicecatalog:(Describe(Constraint|Portfolio|ProductAsAdmin|ProvisioningArtifact)|List(ConstraintsForPortfolio|PortfoliosForProduct|PrincipalsForPortfolio|ProvisioningArtifacts))$/,
  /^sns:(GetTopicAttributes|ListTagsForResource)$/,
  /^sqs:(GetQueueAttributes|GetQueueUrl|ListQueueTags)$/,
];

const readsOfInspection: readonly RegExp[] = [
  /^ec2:DescribeTransitGateway(Attachments|RouteTables)$/,
  /^ec2:SearchTransitGatewayRoutes$/,
];

/** What a plan role may do: read settings, the state, and the contents that Terraform itself wrote for the environment. */
export function permittedRequestsOfPlans(
  { text, kmsKeys }: PolicyModel,
  { kind, environment, region, namePrefix, stateBucket, stateKey }: LocatedPipeline,
): readonly PermittedRequest[] {
  const { partition, account } = text;
  const permitted: readonly PermittedRequest[] = [
    ...[...readsOfEvery, ...(kind === "studio" ? readsOfStudio : readsOfInspection)].map((actions) => ({ actions })),
    { actions: /^s3:GetObject$/, resourceArns: [`arn:${partition}:s3:::${stateBucket}/${stateKey}`] },
    { actions: /^kms:Decrypt$/, resourceArns: kmsKeys.map(({ arn }) => arn), when: throughS3 },
    {
      actions: /^ssm:GetParameters?$/,
      resourceArns: [`arn:${partition}:ssm:${region}:${account}:parameter/studio-perimeter/${environment}/*`],
    },
  ];
  if (kind === "inspection") {
    return permitted;
  }
  return [
    ...permitted,
    {
      actions: /^s3:GetObject(Tagging)?$/,
      resourceArns: [`arn:${partition}:s3:::${namePrefix}-templates-${account}/*`],
    },
    {
      actions: /^lambda:GetFunction$/,
      resourceArns: [`arn:${partition}:lambda:${region}:${account}:function:${namePrefix}-*`],
    },
    { actions: /^ssm:GetParameters?$/, resourceArns: [`arn:${partition}:ssm:${region}::parameter/aws/service/*`] },
  ];
}
