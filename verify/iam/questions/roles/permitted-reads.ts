import type { TerraformConfiguration } from "../../../terraform/terraform-configuration";
import { allowedServices } from "../../ask/allowed-actions";
import { type Answer, type AskedModel, ask } from "../../ask/ask";
import { packageArnPrefix } from "../../ask/resources";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionsOfService, type IamAction } from "../../aws/action-catalog";
import { awsOwnedResourceArns } from "../../aws/aws-owned-resources";
import { type ValueTest, valueTest } from "../../request-space/statements/distinctions";
import { statementsOf } from "../../request-space/statements/statement-queries";
import { type PermittedRequest, permittedDistinctions } from "./permitted-requests";
import { arnsOfType, ofOwnProducts } from "./permitted-writes";

/** KMS calls use the access level Write, but what they do with a key is to read or to protect data. */
const keyUses = /^kms:(Decrypt|DeriveSharedSecret|Encrypt|GenerateDataKey\w*|GenerateMac|ReEncrypt\w+|Sign|Verify\w*)$/;

/** Actions of access level Read or List, and actions that use a KMS key. */
function readActionsOf(service: string): readonly IamAction[] {
  return actionsOfService(service).filter(
    ({ name, accessLevels }) =>
      keyUses.test(name) || accessLevels.some((level) => level === "Read" || level === "List"),
  );
}

/** What a role may read in its own account. */
export function askReads(
  model: AskedModel,
  role: RoleWithPolicies,
  permittedReads: readonly PermittedRequest[],
): Iterable<Answer<string>> {
  const statements = statementsOf(role.identityPolicies);
  const what = allowedServices(statements).flatMap(readActionsOf);
  return ask(model, { who: role, what, ...permittedDistinctions(permittedReads, statements, what) });
}

/**
 * Reads that every role may make, because they return resources of the stack, or only names and settings. A read that is not listed may
 * return credentials or data of other people, also of services that this project does not know.
 */
export function permittedReadsOfRoles(
  configuration: TerraformConfiguration,
  model: PolicyModel,
): readonly PermittedRequest[] {
  const arns = (type: string, ...suffixes: readonly string[]): readonly string[] => {
    const own = arnsOfType(configuration, model, type);
    return [...own, ...suffixes.flatMap((suffix) => own.map((arn) => `${arn}${suffix}`))];
  };
  return [
    ...readsOfStackData(model, arns),
    ...readsOfCallerIdentity,
    ...readsOfPackages(arns),
    ...readsOfPublishedObjects(model),
    ...readsOfImages,
    ...readsOfSageMaker(model),
    ...readsOfSettings,
    ...readsOfProducts,
  ];
}

/** ARNs of the stack's resources of a type, alone and with each suffix. */
type ArnsOfType = (type: string, ...suffixes: readonly string[]) => readonly string[];

function readsOfStackData({ buckets, kmsKeys }: PolicyModel, arns: ArnsOfType): readonly PermittedRequest[] {
  const keyArns = kmsKeys.map(({ arn }) => arn);
  return [
    { actions: /^s3:(Get|List)\w+$/, resourceArns: buckets.flatMap(({ arn }) => [arn, `${arn}/*`]) },
    { actions: keyUses, resourceArns: keyArns },
    { actions: /^kms:(DescribeKey|Get\w+|List\w+)$/, resourceArns: keyArns },
    {
      actions: /^secretsmanager:(DescribeSecret|GetSecretValue|ListSecretVersionIds)$/,
      resourceArns: arns("aws_secretsmanager_secret"),
    },
    { actions: /^ssm:GetParameters?$/, resourceArns: arns("aws_ssm_parameter") },
    { actions: /^sqs:(Get\w+|ReceiveMessage)$/, resourceArns: arns("aws_sqs_queue") },
    {
      actions: /^dynamodb:(BatchGetItem|DescribeTable|GetItem|Query|Scan)$/,
      resourceArns: arns("aws_dynamodb_table", "/index/*"),
    },
    {
      actions: /^logs:(DescribeLogStreams|FilterLogEvents|Get\w+|StartQuery)$/,
      resourceArns: arns("aws_cloudwatch_log_group", ":*"),
    },
  ];
}

const readsOfCallerIdentity: readonly PermittedRequest[] = [
  // No policy can deny it.
  { actions: /^sts:GetCallerIdentity$/ },
  // Only IAM users can call it, and it returns credentials of the same user.
  { actions: /^sts:GetSessionToken$/ },
];

/** Packages are code, and the tokens are valid only for the stack's CodeArtifact domain. */
function readsOfPackages(arns: ArnsOfType): readonly PermittedRequest[] {
  return [
    {
      actions: /^codeartifact:(Describe|Get|List|Read)\w+$/,
      resourceArns: [
        ...arns("aws_codeartifact_domain"),
        ...arns("aws_codeartifact_repository"),
        ...arns("aws_codeartifact_repository").map((arn) => `${packageArnPrefix(arn)}*`),
      ],
    },
    {
      actions: /^sts:GetServiceBearerToken$/,
      when: [valueTest("sts:awsservicename", ["codeartifact.amazonaws.com"])],
    },
  ];
}

/** Objects that AWS publishes for every customer, such as JumpStart models. */
function readsOfPublishedObjects({ roles, text }: PolicyModel): readonly PermittedRequest[] {
  const statements = statementsOf(roles.flatMap(({ identityPolicies }) => identityPolicies));
  const buckets = awsOwnedResourceArns(text, statements).filter((arn) => arn.split(":")[2] === "s3");
  return [{ actions: /^s3:(Get|List)\w+$/, resourceArns: buckets }];
}

/** Container images of the account are code, which SageMaker runs in jobs and apps of the same people. */
const readsOfImages: readonly PermittedRequest[] = [
  { actions: /^ecr:(BatchCheckLayerAvailability|BatchGetImage|DescribeImages|GetDownloadUrlForLayer|ListImages)$/ },
  { actions: /^ecr:GetAuthorizationToken$/ },
];

/** Names, settings, metrics and predictions of the service that the perimeter protects, and logs of its jobs. */
function readsOfSageMaker({ text: { partition, account } }: PolicyModel): readonly PermittedRequest[] {
  return [
    {
      actions:
        /^sagemaker:((Batch)?Describe\w+|List\w+|Invoke\w+|Search|GetSearchSuggestions|(Batch)?GetRecord|BatchGetMetrics|QueryLineage)$/,
    },
    { actions: /^sagemaker-mlflow:(Get|List|Search)\w+$/ },
    {
      actions: /^logs:(DescribeLogStreams|FilterLogEvents|GetLogEvents|GetLogRecord|StartQuery)$/,
      resourceArns: [`arn:${partition}:logs:*:${account}:log-group:/aws/sagemaker/*`],
    },
  ];
}

/** Names and settings of networks, logs, keys and buckets, and metrics. */
const readsOfSettings: readonly PermittedRequest[] = [
  { actions: /^logs:DescribeLog(Groups|Streams)$/ },
  { actions: /^cloudwatch:(DescribeAlarms|GetMetric(Data|Statistics)|ListMetrics)$/ },
  {
    actions:
      /^ec2:Describe(AvailabilityZones|DhcpOptions|NetworkInterfaces|RouteTables|SecurityGroups|Subnets|VpcEndpoints|Vpcs)$/,
  },
  { actions: /^kms:ListAliases$/ },
  { actions: /^s3:(GetBucketLocation|ListAllMyBuckets)$/ },
];

/**
 * Service Catalog products and their parameters. The outputs of a launched product contain presigned URLs, so users read only their own
 * products.
 */
const readsOfProducts: readonly PermittedRequest[] = [
  {
    actions: /^servicecatalog:(DescribeProduct(View)?|DescribeProvisioningParameters|ListLaunchPaths|SearchProducts)$/,
  },
  {
    actions: /^servicecatalog:(DescribeProvisionedProduct|DescribeRecord|ListRecordHistory|S\w+ProvisionedProducts)$/,
    when: ofOwnProducts,
  },
];

/** Reads that only roles of functions, instances and Service Catalog need, beyond {@link permittedReadsOfRoles}. */
export function additionalReadsOfServiceRoles({
  text: { partition, account },
}: PolicyModel): readonly PermittedRequest[] {
  return [
    // Message channels of SSM Agent, which return what is sent to its own instance.
    { actions: /^(ec2messages|ssmmessages):|^ssm:List(Instance)?Associations$/ },
    // The function finds the product that CloudFormation asks about; no output is returned.
    { actions: /^servicecatalog:SearchProvisionedProducts$/ },
    {
      actions: /^cloudformation:(Describe\w+|GetTemplate\w*)$/,
      resourceArns: [`arn:${partition}:cloudformation:*:${account}:stack/SC-${account}-pp-*`],
    },
    { actions: /^cloudformation:(GetTemplateSummary|ValidateTemplate)$/ },
    { actions: /^s3:GetObject$/, when: ofServiceCatalogTemplates },
  ];
}

/**
 * Service Catalog marks the templates that it keeps in its own buckets.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/adminguide/constraints-launch.html
 */
export const ofServiceCatalogTemplates: readonly ValueTest[] = [
  valueTest("s3:existingobjecttag/servicecatalog:provisioning", ["true"]),
];
