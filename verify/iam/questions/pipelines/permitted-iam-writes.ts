import type { DeclaredPipeline } from "../../../posture/declared-pipeline";
import type { PolicyModel } from "../../attachments/policy-model";
import { valueTest } from "../../request-space/statements/distinctions";
import type { PermittedRequest } from "../roles/permitted-requests";
import { iamArn } from "./pipelines";

/** Services that run as roles of an environment. */
const servicesWithRoles = [
  "ec2.amazonaws.com",
  "lambda.amazonaws.com",
  "sagemaker.amazonaws.com",
  "scheduler.amazonaws.com",
  "servicecatalog.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** Services that have service-linked roles in an environment. */
const servicesWithLinkedRoles = [
  "backup.amazonaws.com",
  "delivery.logs.amazonaws.com",
  "elasticfilesystem.amazonaws.com",
  "network-firewall.amazonaws.com",
  "route53resolver.amazonaws.com",
  "s2svpn.amazonaws.com",
  "sagemaker.amazonaws.com",
  "transitgateway.amazonaws.com",
];

/**
 * What an apply role may change in IAM.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function permittedIamWrites(
  model: PolicyModel,
  { namePrefix, boundary }: DeclaredPipeline,
): readonly PermittedRequest[] {
  const roles = [iamArn(model, `role/${namePrefix}-*`)];
  return [
    {
      actions:
        /^iam:(AttachRolePolicy|CreateRole|DeleteRolePolicy|DetachRolePolicy|PutRolePermissionsBoundary|PutRolePolicy)$/,
      resourceArns: roles,
      when: [valueTest("iam:permissionsboundary", [boundary])],
    },
    {
      actions: /^iam:(DeleteRole|TagRole|UntagRole|UpdateAssumeRolePolicy|UpdateRole|UpdateRoleDescription)$/,
      resourceArns: roles,
    },
    {
      actions: /^iam:(CreatePolicy|CreatePolicyVersion|DeletePolicy|DeletePolicyVersion|TagPolicy|UntagPolicy)$/,
      resourceArns: [iamArn(model, `policy/${namePrefix}-*`)],
    },
    {
      actions: /^iam:((AddRoleTo|Create|Delete|RemoveRoleFrom|Tag|Untag)InstanceProfile)$/,
      resourceArns: [iamArn(model, `instance-profile/${namePrefix}-*`)],
    },
    {
      actions: /^iam:PassRole$/,
      resourceArns: roles,
      when: [valueTest("iam:passedtoservice", servicesWithRoles)],
    },
    {
      actions: /^iam:CreateServiceLinkedRole$/,
      resourceArns: [iamArn(model, "role/aws-service-role/*")],
      when: [valueTest("iam:awsservicename", servicesWithLinkedRoles)],
    },
  ];
}
