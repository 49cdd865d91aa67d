import { allOf } from "../../iam/organization-scope";
import type { Conditions, Statement } from "../../iam/policy-document";
import type { DeployedEnvironment } from "./service-permissions";

/** What creates the service-linked roles that an environment's services act as. */
const SERVICE_LINKED = [
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
const ROLE_TAKERS = ["sagemaker.amazonaws.com", "scheduler.amazonaws.com", "vpc-flow-logs.amazonaws.com"];

/** To whom one role alone is handed. */
const HAND_OVERS = [
  { sid: "HandTheClientsRoleToMachines", role: "client", service: "ec2.amazonaws.com" },
  { sid: "HandTheLaunchRoleToServiceCatalog", role: "launch", service: "servicecatalog.amazonaws.com" },
  { sid: "HandTheUrlRoleToItsFunction", role: "studio-url", service: "lambda.amazonaws.com" },
];

/** Every way to change an identity; AWS's later ones of these verbs too. */
const CHANGES = ["Attach", "Create", "Delete", "Detach", "Pass", "Put", "Set", "Tag", "Untag", "Update"].map(
  (verb) => `iam:${verb}*`,
);

/**
 * What an apply may do with identities. Whoever may create a role and hand it to a service may do whatever the role may, so
 * every role it creates or fills carries the environment's boundary, which it can neither change nor take off.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function identityWrites(deployed: DeployedEnvironment, boundaryArn: string): readonly Statement[] {
  const { account, name } = deployed;
  const roles = account.iamArn(`role/${name}-*`);
  const policies = account.iamArn(`policy/${name}-*`);
  const bounded: Conditions = { StringEquals: { "iam:PermissionsBoundary": boundaryArn } };
  return [
    allow("FillBoundedRoles", roles, BOUNDED_CHANGES, bounded),
    allow(
      "AttachOwnPolicies",
      roles,
      ["iam:AttachRolePolicy"],
      allOf(bounded, { ArnLike: { "iam:PolicyARN": policies } }),
    ),
    allow("HandleRoles", roles, ROLE_CHANGES),
    allow("HandlePolicies", policies, POLICY_CHANGES),
    allow("HandleInstanceProfiles", account.iamArn(`instance-profile/${name}-*`), PROFILE_CHANGES),
    allow("HandRolesToServices", roles, ["iam:PassRole"], { StringEquals: { "iam:PassedToService": ROLE_TAKERS } }),
    ...HAND_OVERS.map(({ sid, role, service }) =>
      allow(sid, account.iamArn(`role/${name}-${role}`), ["iam:PassRole"], {
        StringEquals: { "iam:PassedToService": service },
      }),
    ),
    allow("MakeServiceLinkedRoles", account.iamArn("role/aws-service-role/*"), ["iam:CreateServiceLinkedRole"], {
      StringEquals: { "iam:AWSServiceName": SERVICE_LINKED },
    }),
    ...wayUpDenials(deployed),
  ];
}

const BOUNDED_CHANGES = [
  "iam:CreateRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
];

const ROLE_CHANGES = [
  "iam:DeleteRole",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
];

const POLICY_CHANGES = [
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:TagPolicy",
  "iam:UntagPolicy",
];

/** Putting a role into a profile also asks for handing it to EC2. */
const PROFILE_CHANGES = [
  "iam:AddRoleToInstanceProfile",
  "iam:CreateInstanceProfile",
  "iam:DeleteInstanceProfile",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:TagInstanceProfile",
  "iam:UntagInstanceProfile",
];

/** The pipeline's own roles and the boundary bear the environment's prefix too, and would otherwise be its to change. */
function wayUpDenials({ account, name }: DeployedEnvironment): readonly Statement[] {
  return [
    {
      Sid: "DenyChangingThePipelineItself",
      Effect: "Deny",
      Action: CHANGES,
      Resource: [
        account.iamArn(`role/${name}-plan`),
        account.iamArn(`role/${name}-apply`),
        account.iamArn(`policy/${name}-plan-*`),
        account.iamArn(`policy/${name}-apply-*`),
        account.iamArn(`policy/${name}-boundary`),
      ],
    },
    {
      Sid: "DenyTakingBoundariesOff",
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
