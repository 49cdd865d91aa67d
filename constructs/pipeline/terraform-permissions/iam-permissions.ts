import type { Conditions, Statement } from "../../iam/policy-document";
import { mergeConditions } from "../../iam/trusted-scope";
import { boundaryPolicy, type DeploymentKind, type DeploymentTarget } from "./terraform-service-permissions";

/** The services that use roles of an environment. */
interface RoleUsers {
  /** Services that have service-linked roles. */
  readonly linked: readonly string[];
  /** Services to which every role is passed. */
  readonly any: readonly string[];
  /** Services to which only one role is passed, by the suffix of its name. */
  readonly single: readonly { readonly sid: string; readonly role: string; readonly service: string }[];
  /** Whether instances use a role. */
  readonly instances: boolean;
}

const ROLE_USERS: Readonly<Record<DeploymentKind, RoleUsers>> = {
  studio: {
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
    any: ["sagemaker.amazonaws.com", "scheduler.amazonaws.com", "vpc-flow-logs.amazonaws.com"],
    single: [
      { sid: "HandTheClientsRoleToMachines", role: "client", service: "ec2.amazonaws.com" },
      { sid: "HandTheLaunchRoleToServiceCatalog", role: "launch", service: "servicecatalog.amazonaws.com" },
      { sid: "HandTheUrlRoleToItsFunction", role: "studio-url", service: "lambda.amazonaws.com" },
    ],
    instances: true,
  },
  inspection: {
    linked: [
      "delivery.logs.amazonaws.com",
      "network-firewall.amazonaws.com",
      "route53resolver.amazonaws.com",
      "transitgateway.amazonaws.com",
    ],
    any: ["vpc-flow-logs.amazonaws.com"],
    single: [],
    instances: false,
  },
};

/** All IAM write actions, including actions that AWS may add with these verbs. */
const IAM_WRITE_ACTION_PATTERNS = [
  "Attach",
  "Create",
  "Delete",
  "Detach",
  "Pass",
  "Put",
  "Set",
  "Tag",
  "Untag",
  "Update",
].map((verb) => `iam:${verb}*`);

/**
 * IAM permissions of the apply role. A principal that can create a role and pass it to a service has all permissions of that
 * role. Every role that the apply role creates or changes must therefore have the environment's permissions boundary, which
 * the apply role can neither change nor detach.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function iamWriteStatements(target: DeploymentTarget, boundaryArn: string): readonly Statement[] {
  const { account, name, kind } = target;
  const users = ROLE_USERS[kind];
  const roles = account.iamArn(`role/${name}-*`);
  const policies = account.iamArn(`policy/${name}-*`);
  const bounded: Conditions = { StringEquals: { "iam:PermissionsBoundary": boundaryArn } };
  return [
    allow("FillBoundedRoles", roles, BOUNDARY_REQUIRED_ACTIONS, bounded),
    allow(
      "AttachOwnPolicies",
      roles,
      ["iam:AttachRolePolicy"],
      mergeConditions(bounded, { ArnLike: { "iam:PolicyARN": policies } }),
    ),
    allow("HandleRoles", roles, ROLE_WRITE_ACTIONS),
    allow("HandlePolicies", policies, POLICY_WRITE_ACTIONS),
    ...(users.instances
      ? [allow("HandleInstanceProfiles", account.iamArn(`instance-profile/${name}-*`), INSTANCE_PROFILE_WRITE_ACTIONS)]
      : []),
    allow("HandRolesToServices", roles, ["iam:PassRole"], {
      StringEquals: { "iam:PassedToService": users.any },
    }),
    ...users.single.map(({ sid, role, service }) =>
      allow(sid, account.iamArn(`role/${name}-${role}`), ["iam:PassRole"], {
        StringEquals: { "iam:PassedToService": service },
      }),
    ),
    allow("MakeServiceLinkedRoles", account.iamArn("role/aws-service-role/*"), ["iam:CreateServiceLinkedRole"], {
      StringEquals: { "iam:AWSServiceName": users.linked },
    }),
    ...privilegeEscalationDenials(target),
  ];
}

const BOUNDARY_REQUIRED_ACTIONS = [
  "iam:CreateRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
];

const ROLE_WRITE_ACTIONS = [
  "iam:DeleteRole",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
];

const POLICY_WRITE_ACTIONS = [
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:TagPolicy",
  "iam:UntagPolicy",
];

/** Adding a role to an instance profile also requires to pass the role to EC2. */
const INSTANCE_PROFILE_WRITE_ACTIONS = [
  "iam:AddRoleToInstanceProfile",
  "iam:CreateInstanceProfile",
  "iam:DeleteInstanceProfile",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:TagInstanceProfile",
  "iam:UntagInstanceProfile",
];

/**
 * Names of the pipeline's roles, boundary and state key have the environment's prefix too, so the apply role could otherwise
 * change them. The same holds for a break-glass role with that prefix: its trust policy could be changed to trust anyone.
 */
function privilegeEscalationDenials({
  account,
  stateAccount,
  name,
  protectedPrincipalArns,
}: DeploymentTarget): readonly Statement[] {
  return [
    {
      Sid: "DenyChangingThePipelineItself",
      Effect: "Deny",
      Action: IAM_WRITE_ACTION_PATTERNS,
      Resource: [
        account.iamArn(`role/${name}-plan`),
        account.iamArn(`role/${name}-apply`),
        account.iamArn(`policy/${name}-plan-*`),
        account.iamArn(`policy/${name}-apply-*`),
        account.iamArn(boundaryPolicy(name)),
        ...protectedPrincipalArns,
      ],
    },
    {
      Sid: "DenyChangingTheStateKey",
      Effect: "Deny",
      Action: "kms:*Alias",
      Resource: stateAccount.arn("kms", `alias/${name}-state-*`),
    },
    {
      Sid: "DenyDetachingBoundaries",
      Effect: "Deny",
      Action: "iam:DeleteRolePermissionsBoundary",
      Resource: "*",
    },
  ];
}

function allow(sid: string, resource: string, actions: readonly string[], condition?: Conditions): Statement {
  const statement: Statement = { Sid: sid, Effect: "Allow", Action: actions, Resource: resource };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}
