import type { DeclaredPipeline, DeploymentKind } from "../../../posture/declared-pipeline";
import type { PolicyModel } from "../../attachments/policy-model";
import { iamArn } from "../../language/iam-arn";
import { valueTest } from "../../request-space/statements/distinctions";
import type { PermittedRequest } from "../roles/permitted-requests";

/** The services that use roles of an environment. */
interface RoleUsers {
  /** Services that run as roles. */
  readonly running: readonly string[];
  /** Services that have service-linked roles. */
  readonly linked: readonly string[];
  /** Whether instances have profiles. */
  readonly instances: boolean;
}

const roleUsers: Readonly<Record<DeploymentKind, RoleUsers>> = {
  studio: {
    running: [
      "ec2.amazonaws.com",
      "lambda.amazonaws.com",
      "sagemaker.amazonaws.com",
      "scheduler.amazonaws.com",
      "servicecatalog.amazonaws.com",
      "vpc-flow-logs.amazonaws.com",
    ],
    linked: [
      "backup.amazonaws.com",
      "delivery.logs.amazonaws.com",
      "elasticfilesystem.amazonaws.com",
      "network-firewall.amazonaws.com",
      "route53resolver.amazonaws.com",
      "s2svpn.amazonaws.com",
      "sagemaker.amazonaws.com",
      "transitgateway.amazonaws.com",
    ],
    instances: true,
  },
  inspection: {
    running: ["vpc-flow-logs.amazonaws.com"],
    linked: [
      "delivery.logs.amazonaws.com",
      "network-firewall.amazonaws.com",
      "route53resolver.amazonaws.com",
      "transitgateway.amazonaws.com",
    ],
    instances: false,
  },
};

/**
 * What an apply role may change in IAM.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function permittedIamWrites(
  model: PolicyModel,
  { kind, namePrefix, boundary }: DeclaredPipeline,
): readonly PermittedRequest[] {
  const users = roleUsers[kind];
  const roles = [iamArn(model.text, `role/${namePrefix}-*`)];
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
      resourceArns: [iamArn(model.text, `policy/${namePrefix}-*`)],
    },
    ...(users.instances
      ? [
          {
            actions: /^iam:((AddRoleTo|Create|Delete|RemoveRoleFrom|Tag|Untag)InstanceProfile)$/,
            resourceArns: [iamArn(model.text, `instance-profile/${namePrefix}-*`)],
          },
        ]
      : []),
    {
      actions: /^iam:PassRole$/,
      resourceArns: roles,
      when: [valueTest("iam:passedtoservice", users.running)],
    },
    {
      actions: /^iam:CreateServiceLinkedRole$/,
      resourceArns: [iamArn(model.text, "role/aws-service-role/*")],
      when: [valueTest("iam:awsservicename", users.linked)],
    },
  ];
}
