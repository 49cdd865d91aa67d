/**
 * What attributes of a resource look like before they are known: `{partition}`, `{region}` and `{account}` are those of the
 * stack, any other brace is an attribute of the same resource, with its default after `=`. Types and attributes that are
 * not listed become letters of their own.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const arnShapes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_s3_bucket: { arn: "arn:{partition}:s3:::{bucket}", id: "{bucket}" },
  aws_iam_role: { arn: "arn:{partition}:iam::{account}:role{path=/}{name}", id: "{name}" },
  aws_iam_user: { arn: "arn:{partition}:iam::{account}:user{path=/}{name}", id: "{name}" },
  aws_iam_policy: {
    arn: "arn:{partition}:iam::{account}:policy{path=/}{name}",
    id: "arn:{partition}:iam::{account}:policy{path=/}{name}",
  },
  aws_kms_key: { arn: regional("kms", "key/{key_id}"), id: "{key_id}" },
  aws_kms_alias: { arn: regional("kms", "{name}"), id: "{name}" },
  aws_cloudwatch_log_group: { arn: regional("logs", "log-group:{name}"), id: "{name}" },
  aws_vpc: { arn: regional("ec2", "vpc/{id}") },
  aws_subnet: { arn: regional("ec2", "subnet/{id}") },
  aws_security_group: { arn: regional("ec2", "security-group/{id}") },
  aws_vpc_endpoint: { arn: regional("ec2", "vpc-endpoint/{id}") },
  aws_sagemaker_domain: { arn: regional("sagemaker", "domain/{id}") },
  aws_sagemaker_user_profile: {
    arn: regional("sagemaker", "user-profile/{domain_id}/{user_profile_name}"),
    id: regional("sagemaker", "user-profile/{domain_id}/{user_profile_name}"),
  },
  aws_codeartifact_domain: {
    arn: regional("codeartifact", "domain/{domain}"),
    id: regional("codeartifact", "domain/{domain}"),
  },
  aws_codeartifact_repository: {
    arn: regional("codeartifact", "repository/{domain}/{repository}"),
    id: regional("codeartifact", "repository/{domain}/{repository}"),
  },
  aws_lambda_function: { arn: regional("lambda", "function:{function_name}"), id: "{function_name}" },
  aws_sns_topic: { arn: regional("sns", "{name}"), id: regional("sns", "{name}") },
};

function regional(service: string, resource: string): string {
  return `arn:{partition}:${service}:{region}:{account}:${resource}`;
}
