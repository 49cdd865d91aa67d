/**
 * Endpoint services whose requests AWS checks against the policy of the endpoint, by the name that follows the Region. For each of them AWS
 * documents an endpoint policy. Services that authenticate by a password, a certificate or a token of their own are not among them.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
const servicesWithEndpointPolicy: ReadonlySet<string> = new Set([
  // What Studio, notebooks and jobs call.
  ...["sagemaker.api", "sagemaker.runtime", "sagemaker.featurestore-runtime", "sagemaker.metrics"],
  ...["studio", "notebook", "experiments", "partner-app", "sagemaker-data-science-assistant", "q", "codewhisperer"],
  ...["bedrock", "bedrock-runtime", "bedrock-agent", "bedrock-agent-runtime"],
  ...["comprehend", "comprehendmedical", "polly", "rekognition", "textract", "transcribe", "transcribestreaming"],
  ...["translate", "personalize", "personalize-events", "personalize-runtime", "kendra", "forecast", "forecastquery"],
  // Data.
  ...["s3", "s3-global.accesspoint", "s3express", "s3tables", "dynamodb", "dynamodb-streams", "elasticfilesystem"],
  ...["athena", "glue", "databrew", "lakeformation", "redshift", "redshift-data", "redshift-serverless"],
  ...["rds", "rds-data", "elasticmapreduce", "emr-containers", "emr-serverless", "datasync", "backup", "ebs", "fsx"],
  ...["kinesis-streams", "kinesis-firehose", "timestream-query", "cassandra", "dms", "cleanrooms", "datazone"],
  // Messages and workflows.
  ...["sns", "sqs", "events", "states", "sync-states", "scheduler", "pipes", "execute-api", "lambda", "email"],
  // Code and images.
  ...["codeartifact.api", "codeartifact.repositories", "codebuild", "codecommit", "git-codecommit", "codedeploy"],
  ...["codepipeline", "codeconnections.api", "ecr.api", "ecr.dkr"],
  // Compute and operations.
  ...["ec2", "autoscaling", "application-autoscaling", "batch", "ecs", "ecs-agent", "ecs-telemetry", "eks", "eks-auth"],
  ...["elasticloadbalancing", "imagebuilder", "ssm", "ssmmessages", "ec2messages", "ssm-incidents", "ssm-contacts"],
  ...["cloudformation", "cloudtrail", "config", "servicecatalog", "servicecatalog-appregistry", "tagging", "xray"],
  ...["logs", "monitoring", "synthetics", "appconfig", "appconfigdata", "resource-groups", "health"],
  // Identities and secrets.
  ...["iam", "sts", "kms", "secretsmanager", "acm-pca", "access-analyzer", "rolesanywhere", "organizations"],
  ...["guardduty", "inspector2", "macie2", "securityhub"],
]);

/** Services whose endpoints ignore the policy, as AWS documents. */
const servicesIgnoringEndpointPolicy: ReadonlySet<string> = new Set([
  // @see https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html
  "sagemaker.runtime-fips",
  // SMTP requests are not signed with IAM credentials: https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html
  "email-smtp",
]);

/**
 * Whether AWS checks requests through endpoints of a service against the policy of the endpoint.
 *
 * @param service what follows the Region in the name of the endpoint service: `sagemaker.api`
 */
export function endpointPolicySupport(service: string): "applied" | "ignored" | "unknown" {
  if (servicesIgnoringEndpointPolicy.has(service)) {
    return "ignored";
  }
  return servicesWithEndpointPolicy.has(service.replace(/-fips$/, "")) ? "applied" : "unknown";
}
