import type { Conditions, Statement } from "../../iam/policy-document";
import { mergeConditions } from "../../iam/trusted-scope";
import type { DeploymentTarget } from "./terraform-service-permissions";

/** What creates the service-linked roles that an environment's services act as. */
const SERVICE_LINKED_ROLE_SERVICES = [
  "backup.amazonaws.com",
  "delivery.logs.amazonaws.com",
  "elasticfilesystem.amazonaws.com",
  "network-firewall.amazonaws.com",
  "route53resolver.amazonaws.com",
  "s2svpn.amazonaws.com",
  "sagemaker.amazonaws.com",
  "transitgateway.amazonaws.com",
];

/** To whom the environment's own roles are handed. */
const PASS_ROLE_SERVICES = ["sagemaker.amazonaws.com", "scheduler.amazonaws.com", "vpc-flow-logs.amazonaws.com"];

/** To whom one role alone is handed. */
const SINGLE_ROLE_PASS_GRANTS = [
  { sid: "HandTheClientsRoleToMachines", role: "client", service: "ec2.amazonaws.com" },
  { sid: "HandTheLaunchRoleToServiceCatalog", role: "launch", service: "servicecatalog.amazonaws.com" },
  { sid: "HandTheUrlRoleToItsFunction", role: "studio-url", service: "lambda.amazonaws.com" },
];

/** Every way to change an identity; AWS's later ones of these verbs too. */
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
 * What an apply may do with identities. Whoever may create a role and hand it to a service may do whatever the role may, so
 * every role it creates or fills carries the environment's boundary, which it can neither change nor take off.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function iamWriteStatements(target: DeploymentTarget, boundaryArn: string): readonly Statement[] {
  const { account, name } = target;
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
    allow("HandleInstanceProfiles", account.iamArn(`instance-profile/${name}-*`), INSTANCE_PROFILE_WRITE_ACTIONS),
    allow("HandRolesToServices", roles, ["iam:PassRole"], {
      StringEquals: { "iam:PassedToService": PASS_ROLE_SERVICES },
    }),
    ...SINGLE_ROLE_PASS_GRANTS.map(({ sid, role, service }) =>
      allow(sid, account.iamArn(`role/${name}-${role}`), ["iam:PassRole"], {
        StringEquals: { "iam:PassedToService": service },
      }),
    ),
    allow("MakeServiceLinkedRoles", account.iamArn("role/aws-service-role/*"), ["iam:CreateServiceLinkedRole"], {
      StringEquals: { "iam:AWSServiceName": SERVICE_LINKED_ROLE_SERVICES },
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

/** Putting a role into a profile also asks for handing it to EC2. */
const INSTANCE_PROFILE_WRITE_ACTIONS = [
  "iam:AddRoleToInstanceProfile",
  "iam:CreateInstanceProfile",
  "iam:DeleteInstanceProfile",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:TagInstanceProfile",
  "iam:UntagInstanceProfile",
];

/** The pipeline's own roles and the boundary bear the environment's prefix too, and would otherwise be its to change. */
function privilegeEscalationDenials({ account, name }: DeploymentTarget): readonly Statement[] {
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
        account.iamArn(`policy/${name}-boundary`),
      ],
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
