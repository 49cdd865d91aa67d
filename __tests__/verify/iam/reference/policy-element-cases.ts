import {
  account,
  allow,
  deny,
  foreignPrincipal,
  type ReferenceCase,
  type ReferenceStatement,
  roleArn,
} from "./reference-case";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const notPrincipal = `${guide}/reference_policies_elements_notprincipal.html`;
const principals = `${guide}/reference_policies_elements_principal.html`;
const actions = `${guide}/reference_policies_elements_action.html`;
const resources = `${guide}/reference_policies_elements_resource.html`;
const keyPolicies = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html";
const defaultKeyPolicy = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html";
const trust = `${guide}/id_roles_terms-and-concepts.html`;

const root = `arn:aws:iam::${account}:root`;
const onResource = (Resource: string): readonly ReferenceStatement[] => [allow({ Resource })];

const arns = `${guide}/reference-arns.html`;

/** Resources that AWS does not define: it may refuse the policy or void the statement. */
const undocumentedResources: readonly string[] = [
  ...["arn:aws:*:::bucket/*", "arn:aws:s?:::bucket/*", "arn:aws:s3*", "arn:*:s3:::bucket/*", "arn:*", "arn:aws:*"],
  ...["*:bucket/*", "a*"],
];

/** Principal, Action, Resource and their opposites; the policies of keys and roles. */
export const policyElementCases: readonly ReferenceCase[] = [
  { says: "actions ignore case", source: actions, identity: [allow({ Action: "S3:getobject" })], expected: "allowed" },
  {
    says: "a star stands within an action's name",
    source: actions,
    identity: [allow({ Action: "s3:*Object" })],
    expected: "allowed",
  },
  {
    says: "a question mark is one character",
    source: actions,
    identity: [allow({ Action: "s3:?etObject" })],
    expected: "allowed",
  },
  {
    says: "NotAction allows everything else",
    source: `${guide}/reference_policies_elements_notaction.html`,
    identity: [allow({ Action: undefined, NotAction: "iam:*" })],
    expected: "allowed",
  },
  {
    says: "NotAction does not allow what it lists",
    source: `${guide}/reference_policies_elements_notaction.html`,
    identity: [allow({ Action: undefined, NotAction: "s3:*" })],
    expected: "implicit-deny",
  },
  {
    says: "NotResource denies every other resource",
    source: `${guide}/reference_policies_elements_notresource.html`,
    identity: [allow(), deny({ Resource: undefined, NotResource: "arn:aws:s3:::other/*" })],
    expected: "explicit-deny",
  },
  {
    says: "a star in an object's name spans slashes",
    source: resources,
    identity: onResource("arn:aws:s3:::bucket/*/test/*"),
    resource: "arn:aws:s3:::bucket/1/2/test/3/o.jpg",
    expected: "allowed",
  },
  {
    says: "a star may stand for nothing",
    source: resources,
    identity: onResource("arn:aws:s3:::bucket/*/test/*"),
    resource: "arn:aws:s3:::bucket//test/o.jpg",
    expected: "allowed",
  },
  {
    says: "what stands between stars must be there",
    source: resources,
    identity: onResource("arn:aws:s3:::bucket/*/test/*"),
    resource: "arn:aws:s3:::bucket/1-test/o.jpg",
    expected: "implicit-deny",
  },
  {
    says: "the bucket is no object of it",
    source: resources,
    identity: onResource("arn:aws:s3:::bucket/*"),
    resource: "arn:aws:s3:::bucket",
    expected: "implicit-deny",
  },
  {
    says: "resources mind case",
    source: resources,
    identity: onResource("arn:aws:s3:::Bucket/*"),
    expected: "implicit-deny",
  },
  {
    says: "a star that ends a part of an ARN may span colons",
    source: resources,
    action: "logs:PutLogEvents",
    identity: onResource("arn:aws:logs:*"),
    resource: `arn:aws:logs:eu-west-1:${account}:log-group:/aws/x`,
    expected: "allowed",
  },
  {
    says: "a star within a part of an ARN stays in it",
    source: resources,
    action: "logs:PutLogEvents",
    identity: onResource(`arn:aws:logs:eu-*1:${account}:log-group:x`),
    resource: `arn:aws:logs:eu-west:a1:${account}:log-group:x`,
    expected: "implicit-deny",
  },
  {
    says: "NotPrincipal with role and account spares the role",
    source: notPrincipal,
    identity: [allow()],
    resourcePolicy: [deny({ NotPrincipal: { AWS: [roleArn, root] } })],
    expected: "allowed",
  },
  {
    says: "NotPrincipal without the account may deny the role it names",
    source: notPrincipal,
    identity: [allow()],
    resourcePolicy: [deny({ NotPrincipal: { AWS: roleArn } })],
    expected: "unknown",
  },
  {
    says: "NotPrincipal denies whom it does not name",
    source: notPrincipal,
    principal: foreignPrincipal,
    identity: [allow()],
    resourcePolicy: [allow({ Principal: "*" }), deny({ NotPrincipal: { AWS: [roleArn, root] } })],
    expected: "explicit-deny",
  },
  {
    says: "an account may be named by its number",
    source: principals,
    identity: [allow()],
    resourcePolicy: [deny({ Principal: { AWS: account } })],
    expected: "explicit-deny",
  },
  {
    says: "a deny that names an account denies all its principals",
    source: principals,
    identity: [allow()],
    resourcePolicy: [deny({ Principal: { AWS: root } })],
    expected: "explicit-deny",
  },
  {
    says: "a deny for everybody denies AWS services as well",
    source: principals,
    principal: { kind: "service", servicePrincipal: "logging.s3.amazonaws.com" },
    resourcePolicy: [allow({ Principal: { Service: "logging.s3.amazonaws.com" } }), deny({ Principal: "*" })],
    expected: "explicit-deny",
  },
  {
    says: "a role name in Principal is no pattern",
    source: principals,
    resourcePolicy: [allow({ Principal: { AWS: `arn:aws:iam::${account}:role/*` } })],
    expected: "implicit-deny",
  },
  {
    says: "without the key's policy an identity policy allows nothing",
    source: keyPolicies,
    action: "kms:Decrypt",
    resourceMode: "required",
    identity: [allow()],
    resourcePolicy: [],
    expected: "implicit-deny",
  },
  {
    says: "a key policy that names the account hands the decision to IAM",
    source: defaultKeyPolicy,
    action: "kms:Decrypt",
    resourceMode: "required",
    identity: [allow()],
    resourcePolicy: [allow({ Principal: { AWS: root } })],
    expected: "allowed",
  },
  {
    says: "a key policy that names the account allows nothing by itself",
    source: defaultKeyPolicy,
    action: "kms:Decrypt",
    resourceMode: "required",
    resourcePolicy: [allow({ Principal: { AWS: root } })],
    expected: "implicit-deny",
  },
  {
    says: "a key policy that names the role needs no identity policy",
    source: keyPolicies,
    action: "kms:Decrypt",
    resourceMode: "required",
    resourcePolicy: [allow({ Principal: { AWS: roleArn } })],
    expected: "allowed",
  },
  {
    says: "an identity policy may deny what the key allows",
    source: keyPolicies,
    action: "kms:Decrypt",
    resourceMode: "required",
    identity: [deny()],
    resourcePolicy: [allow({ Principal: { AWS: roleArn } })],
    expected: "explicit-deny",
  },
  {
    says: "a role is assumed by the service that its trust names",
    source: trust,
    principal: { kind: "service", servicePrincipal: "sagemaker.amazonaws.com" },
    action: "sts:AssumeRole",
    resourceMode: "required",
    resourcePolicy: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "sagemaker.amazonaws.com" } }],
    expected: "allowed",
  },
  {
    says: "a role is assumed by no other service",
    source: trust,
    principal: { kind: "service", servicePrincipal: "lambda.amazonaws.com" },
    action: "sts:AssumeRole",
    resourceMode: "required",
    resourcePolicy: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "sagemaker.amazonaws.com" } }],
    expected: "implicit-deny",
  },
  {
    says: "an administrator cannot assume a role that does not trust him",
    source: trust,
    action: "sts:AssumeRole",
    resourceMode: "required",
    identity: [allow()],
    resourcePolicy: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "sagemaker.amazonaws.com" } }],
    expected: "implicit-deny",
  },
  {
    says: "a federated identity assumes a role that trusts its provider",
    source: trust,
    principal: { kind: "federated", provider: "accounts.google.com" },
    action: "sts:AssumeRoleWithWebIdentity",
    resourceMode: "required",
    resourcePolicy: [
      { Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated: "accounts.google.com" } },
    ],
    expected: "allowed",
  },
  ...undocumentedResources.flatMap((Resource): ReferenceCase[] => [
    {
      says: `a Deny of ${Resource} may deny nothing`,
      source: resources,
      identity: [allow(), deny({ Resource })],
      expected: "unknown",
    },
    {
      says: `a Deny of everything but ${Resource} may be void`,
      source: resources,
      identity: [allow(), deny({ Resource: undefined, NotResource: Resource })],
      resource: "arn:aws:sqs:eu-west-1:111122223333:queue",
      expected: "unknown",
    },
  ]),
  {
    says: "an Allow of any service may allow nothing",
    source: resources,
    identity: onResource("arn:aws:*:::bucket/*"),
    expected: "unknown",
  },
  {
    says: "a wildcard may not stand for the type of a resource",
    source: arns,
    identity: [allow(), deny({ Resource: `arn:aws:iam::${account}:r*` })],
    resource: roleArn,
    action: "iam:GetRole",
    expected: "unknown",
  },
  {
    says: "a star alone stands for every type and name of a resource",
    source: resources,
    identity: [allow(), deny({ Resource: `arn:aws:iam::${account}:*` })],
    resource: roleArn,
    action: "iam:GetRole",
    expected: "explicit-deny",
  },
  {
    says: "a star may begin the name of a bucket, which has no type",
    source: resources,
    identity: [allow(), deny({ Resource: "arn:aws:s3:::buck*" })],
    expected: "explicit-deny",
  },
  {
    says: "a star at the end of the region spans the rest of the ARN",
    source: resources,
    identity: [allow(), deny({ Resource: "arn:aws:s3:*" })],
    expected: "explicit-deny",
  },
  ...["*Object", "s*:GetObject", "*:GetObject"].map(
    (Action): ReferenceCase => ({
      says: `a Deny of the action ${Action}, which names no service, may deny nothing`,
      source: actions,
      identity: [allow(), deny({ Action })],
      expected: "unknown",
    }),
  ),
];
