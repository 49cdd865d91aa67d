import {
  account,
  allow,
  anonymousPrincipal,
  deny,
  foreignPrincipal,
  otherAccount,
  type ReferenceCase,
  roleArn,
  sessionArn,
  sessionPrincipal,
  userArn,
  userPrincipal,
} from "./reference-case";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const logic = `${guide}/reference_policies_evaluation-logic_policy-eval-denyallow.html`;
const basics = `${guide}/reference_policies_evaluation-logic_policy-eval-basics.html`;
const crossAccount = `${guide}/reference_policies_evaluation-logic-cross-account.html`;
const boundaries = `${guide}/access_policies_boundaries.html`;
const scps = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html";
const endpoints = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html";

const toRole = { Principal: { AWS: roleArn } };
const toRoot = { Principal: { AWS: `arn:aws:iam::${account}:root` } };
const toOther = { Principal: { AWS: otherAccount } };

/** How the sorts of policies combine. */
export const evaluationLogicCases: readonly ReferenceCase[] = [
  { says: "a request that no statement matches is not allowed", source: logic, expected: "implicit-deny" },
  { says: "an identity policy allows", source: basics, identity: [allow()], expected: "allowed" },
  {
    says: "a deny beats an allow of the same policy",
    source: logic,
    identity: [allow(), deny()],
    expected: "explicit-deny",
  },
  {
    says: "a deny of the resource beats an allow of the identity",
    source: logic,
    identity: [allow()],
    resourcePolicy: [deny({ Principal: "*" })],
    expected: "explicit-deny",
  },
  {
    says: "a deny of another action leaves the request alone",
    source: logic,
    identity: [allow(), deny({ Action: "s3:PutObject" })],
    expected: "allowed",
  },
  {
    says: "in one account a resource policy that names the role suffices",
    source: basics,
    resourcePolicy: [allow(toRole)],
    expected: "allowed",
  },
  {
    says: "a resource policy that names only the account leaves the decision to the account's IAM",
    source: `${guide}/reference_policies_elements_principal.html`,
    resourcePolicy: [allow(toRoot)],
    expected: "implicit-deny",
  },
  {
    says: "a resource policy that names the account together with an identity policy allows",
    source: `${guide}/reference_policies_elements_principal.html`,
    identity: [allow()],
    resourcePolicy: [allow(toRoot)],
    expected: "allowed",
  },
  {
    says: "across accounts the identity policy alone does not suffice",
    source: crossAccount,
    principal: foreignPrincipal,
    identity: [allow()],
    expected: "implicit-deny",
  },
  {
    says: "across accounts the resource policy alone does not suffice",
    source: crossAccount,
    principal: foreignPrincipal,
    resourcePolicy: [allow(toOther)],
    expected: "implicit-deny",
  },
  {
    says: "across accounts both together allow",
    source: crossAccount,
    principal: foreignPrincipal,
    identity: [allow()],
    resourcePolicy: [allow(toOther)],
    expected: "allowed",
  },
  {
    says: "a boundary that does not allow takes the permission away",
    source: boundaries,
    identity: [allow()],
    boundary: [allow({ Action: "sqs:*" })],
    expected: "implicit-deny",
  },
  { says: "a boundary grants nothing itself", source: boundaries, boundary: [allow()], expected: "implicit-deny" },
  {
    says: "a deny in a boundary denies",
    source: boundaries,
    identity: [allow()],
    boundary: [allow(), deny()],
    expected: "explicit-deny",
  },
  {
    says: "a grant to a role by its resource is cut by the role's boundary",
    source: boundaries,
    resourcePolicy: [allow(toRole)],
    boundary: [allow({ Action: "sqs:*" })],
    expected: "implicit-deny",
  },
  {
    says: "a grant to a user by its resource is not cut by the user's boundary",
    source: boundaries,
    principal: userPrincipal,
    resourcePolicy: [allow({ Principal: { AWS: userArn } })],
    boundary: [allow({ Action: "sqs:*" })],
    expected: "allowed",
  },
  {
    says: "a grant to a session by its resource is cut by neither boundary nor session policy",
    source: logic,
    principal: sessionPrincipal,
    resourcePolicy: [allow({ Principal: { AWS: sessionArn } })],
    boundary: [allow({ Action: "sqs:*" })],
    session: [allow({ Action: "sqs:*" })],
    expected: "allowed",
  },
  {
    says: "a session policy cuts the role's permissions",
    source: logic,
    principal: sessionPrincipal,
    identity: [allow()],
    session: [allow({ Action: "sqs:*" })],
    expected: "implicit-deny",
  },
  {
    says: "a grant to the role by its resource is cut by the session policy",
    source: logic,
    principal: sessionPrincipal,
    resourcePolicy: [allow(toRole)],
    session: [allow({ Action: "sqs:*" })],
    expected: "implicit-deny",
  },
  {
    says: "a service control policy that does not allow ends it",
    source: scps,
    identity: [allow()],
    control: [[allow({ Action: "sqs:*" })]],
    expected: "implicit-deny",
  },
  {
    says: "every level of the organization must allow",
    source: scps,
    identity: [allow()],
    control: [[allow()], [allow({ Action: "ec2:*" })]],
    expected: "implicit-deny",
  },
  {
    says: "a service control policy grants nothing itself",
    source: scps,
    control: [[allow()]],
    expected: "implicit-deny",
  },
  {
    says: "a deny of a service control policy denies",
    source: scps,
    identity: [allow()],
    control: [[allow(), deny({ Action: "s3:*" })]],
    expected: "explicit-deny",
  },
  {
    says: "service control policies do not bind AWS services",
    source: scps,
    principal: { kind: "service", servicePrincipal: "logging.s3.amazonaws.com" },
    action: "s3:PutObject",
    resourcePolicy: [allow({ Principal: { Service: "logging.s3.amazonaws.com" } })],
    control: [[allow({ Action: "sqs:*" })]],
    expected: "allowed",
  },
  {
    says: "an endpoint policy grants nothing itself",
    source: endpoints,
    endpoint: [allow({ Principal: "*" })],
    expected: "implicit-deny",
  },
  {
    says: "an endpoint policy that does not allow ends it",
    source: endpoints,
    identity: [allow()],
    endpoint: [allow({ Principal: "*", Action: "s3:PutObject" })],
    expected: "implicit-deny",
  },
  {
    says: "an endpoint policy binds anonymous requests too",
    source: endpoints,
    principal: anonymousPrincipal,
    resourcePolicy: [allow({ Principal: "*" })],
    endpoint: [],
    expected: "implicit-deny",
  },
  {
    says: "a resource policy for everybody allows without credentials",
    source: `${guide}/reference_policies_elements_principal.html`,
    principal: anonymousPrincipal,
    resourcePolicy: [allow({ Principal: "*" })],
    expected: "allowed",
  },
  {
    says: "a resource policy for an account does not allow without credentials",
    source: `${guide}/reference_policies_elements_principal.html`,
    principal: anonymousPrincipal,
    resourcePolicy: [allow(toRoot)],
    expected: "implicit-deny",
  },
  {
    says: "a service needs to be named by the resource",
    source: `${guide}/reference_policies_elements_principal.html`,
    principal: { kind: "service", servicePrincipal: "sns.amazonaws.com" },
    identity: [allow()],
    resourcePolicy: [allow(toRole)],
    expected: "implicit-deny",
  },
];
