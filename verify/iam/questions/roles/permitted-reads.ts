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

/** Actions of a service that return something, and those that use a key. */
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
 * Reads that every role may have, because they return resources of the stack, or nothing but names and settings. A read that
 * is not listed may return credentials or other people's data, also of services that nobody has looked at.
 */
export function permittedReadsOfRoles(
  configuration: TerraformConfiguration,
  model: PolicyModel,
): readonly PermittedRequest[] {
  const { partition, account } = model.text;
  const arns = (type: string, ...suffixes: readonly string[]): readonly string[] => {
    const own = arnsOfType(configuration, model, type);
    return [...own, ...suffixes.flatMap((suffix) => own.map((arn) => `${arn}${suffix}`))];
  };
  const publishedBuckets = awsOwnedResourceArns(
    model.text,
    statementsOf(model.roles.flatMap(({ identityPolicies }) => identityPolicies)),
  ).filter((arn) => arn.split(":")[2] === "s3");
  const inAccount = (service: string, resource: string): string =>
    `arn:${partition}:${service}:*:${account}:${resource}`;
  return [
    // Data of the stack.
    { actions: /^s3:(Get|List)\w+$/, resourceArns: model.buckets.flatMap(({ arn }) => [arn, `${arn}/*`]) },
    { actions: keyUses, resourceArns: model.kmsKeys.map(({ arn }) => arn) },
    { actions: /^kms:(DescribeKey|Get\w+|List\w+)$/, resourceArns: model.kmsKeys.map(({ arn }) => arn) },
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
    // What the caller is. No policy can deny it.
    { actions: /^sts:GetCallerIdentity$/ },
    // Only IAM users can make it: it returns credentials of the same user.
    { actions: /^sts:GetSessionToken$/ },
    // Packages are code; the tokens open the stack's domain alone.
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
    // Objects that AWS publishes for every customer, such as JumpStart models.
    { actions: /^s3:(Get|List)\w+$/, resourceArns: publishedBuckets },
    // Images of the account: they are code, which SageMaker runs in jobs and apps of the same people.
    { actions: /^ecr:(BatchCheckLayerAvailability|BatchGetImage|DescribeImages|GetDownloadUrlForLayer|ListImages)$/ },
    { actions: /^ecr:GetAuthorizationToken$/ },
    // SageMaker is the service of the perimeter: names, settings, metrics and predictions. Logs of its jobs are written by the same people.
    {
      actions:
        /^sagemaker:((Batch)?Describe\w+|List\w+|Invoke\w+|Search|GetSearchSuggestions|(Batch)?GetRecord|BatchGetMetrics|QueryLineage)$/,
    },
    { actions: /^sagemaker-mlflow:(Get|List|Search)\w+$/ },
    {
      actions: /^logs:(DescribeLogStreams|FilterLogEvents|GetLogEvents|GetLogRecord|StartQuery)$/,
      resourceArns: [inAccount("logs", "log-group:/aws/sagemaker/*")],
    },
    // Names, numbers and settings of networks.
    { actions: /^logs:DescribeLog(Groups|Streams)$/ },
    { actions: /^cloudwatch:(DescribeAlarms|GetMetric(Data|Statistics)|ListMetrics)$/ },
    {
      actions:
        /^ec2:Describe(AvailabilityZones|DhcpOptions|NetworkInterfaces|RouteTables|SecurityGroups|Subnets|VpcEndpoints|Vpcs)$/,
    },
    { actions: /^kms:ListAliases$/ },
    { actions: /^s3:(GetBucketLocation|ListAllMyBuckets)$/ },
    // Products and their parameters. The outputs of launched products contain presigned URLs, so each user reads only their own.
    {
      actions:
        /^servicecatalog:(DescribeProduct(View)?|DescribeProvisioningParameters|ListLaunchPaths|SearchProducts)$/,
    },
    {
      actions: /^servicecatalog:(DescribeProvisionedProduct|DescribeRecord|ListRecordHistory|S\w+ProvisionedProducts)$/,
      when: ofOwnProducts,
    },
  ];
}

/** Reads that only roles without people need, beyond {@link permittedReadsOfRoles}. */
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
