/**
 * Formats of attributes that AWS computes. `{partition}`, `{region}` and `{account}` are those of the stack; any other name
 * in braces is an attribute of the same resource, with its default after `=`; `|host` leaves out the scheme of a URL. An attribute that is not listed becomes an
 * opaque placeholder.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const computedAttributeFormats: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_s3_bucket: { arn: "arn:{partition}:s3:::{bucket}", id: "{bucket}" },
  aws_iam_role: { arn: "arn:{partition}:iam::{account}:role{path=/}{name}", id: "{name}" },
  aws_iam_openid_connect_provider: {
    arn: "arn:{partition}:iam::{account}:oidc-provider/{url|host}",
    id: "arn:{partition}:iam::{account}:oidc-provider/{url|host}",
  },
  aws_iam_group: { arn: "arn:{partition}:iam::{account}:group{path=/}{name}", id: "{name}" },
  aws_iam_user: { arn: "arn:{partition}:iam::{account}:user{path=/}{name}", id: "{name}" },
  aws_iam_policy: {
    arn: "arn:{partition}:iam::{account}:policy{path=/}{name}",
    id: "arn:{partition}:iam::{account}:policy{path=/}{name}",
  },
  aws_kms_key: { arn: regionalArnFormat("kms", "key/{key_id}"), id: "{key_id}" },
  aws_kms_alias: { arn: regionalArnFormat("kms", "{name}"), id: "{name}" },
  aws_cloudtrail: { arn: regionalArnFormat("cloudtrail", "trail/{name}") },
  aws_cloudwatch_event_rule: { arn: regionalArnFormat("events", "rule/{name}"), id: "{name}" },
  aws_cloudwatch_log_group: { arn: regionalArnFormat("logs", "log-group:{name}"), id: "{name}" },
  aws_instance: { arn: regionalArnFormat("ec2", "instance/{id}") },
  aws_vpc: { arn: regionalArnFormat("ec2", "vpc/{id}") },
  aws_subnet: { arn: regionalArnFormat("ec2", "subnet/{id}") },
  aws_security_group: { arn: regionalArnFormat("ec2", "security-group/{id}") },
  aws_vpc_endpoint: { arn: regionalArnFormat("ec2", "vpc-endpoint/{id}") },
  aws_sagemaker_domain: { arn: regionalArnFormat("sagemaker", "domain/{id}") },
  aws_sagemaker_user_profile: {
    arn: regionalArnFormat("sagemaker", "user-profile/{domain_id}/{user_profile_name}"),
    id: regionalArnFormat("sagemaker", "user-profile/{domain_id}/{user_profile_name}"),
  },
  aws_codeartifact_domain: {
    arn: regionalArnFormat("codeartifact", "domain/{domain}"),
    id: regionalArnFormat("codeartifact", "domain/{domain}"),
  },
  aws_codeartifact_repository: {
    arn: regionalArnFormat("codeartifact", "repository/{domain}/{repository}"),
    id: regionalArnFormat("codeartifact", "repository/{domain}/{repository}"),
  },
  aws_lambda_function: { arn: regionalArnFormat("lambda", "function:{function_name}"), id: "{function_name}" },
  aws_lb: { arn: regionalArnFormat("elasticloadbalancing", "loadbalancer/{arn_suffix}") },
  aws_lb_target_group: { arn: regionalArnFormat("elasticloadbalancing", "{arn_suffix}") },
  aws_sqs_queue: { arn: regionalArnFormat("sqs", "{name}") },
  aws_sns_topic: { arn: regionalArnFormat("sns", "{name}"), id: regionalArnFormat("sns", "{name}") },
};

function regionalArnFormat(service: string, resource: string): string {
  return `arn:{partition}:${service}:{region}:{account}:${resource}`;
}
