import { studioCannotWidenItself } from "../../../../verify/claims/identities/studio-cannot-widen-itself";
import { type ClaimCase, describeClaimCases } from "../../fixtures/claim-cases";
import type { ResourceEdit } from "../../fixtures/network-perimeter";
import { appendStatement, putArguments } from "../../fixtures/policy-perimeter";

const role = ["aws_iam_role_policy", "studio"] as const;
const managed = (name: string) =>
  putArguments("aws_iam_role_policy_attachment", "more", {
    role: "${aws_iam_role.studio.name}",
    policy_arn: `arn:aws:iam::aws:policy/${name}`,
  });

/** Attaches what a data source finds that asks for it by these arguments. */
const lookedUp =
  (asked: Record<string, string>): ResourceEdit =>
  (resources) => {
    putArguments("data.aws_iam_policy", "found", asked)(resources);
    putArguments("aws_iam_role_policy_attachment", "more", {
      role: "${aws_iam_role.studio.name}",
      policy_arn: "${data.aws_iam_policy.found.arn}",
    })(resources);
  };

/** Every one of these, allowed, takes the perimeter down from inside. */
const forbidden = [
  ...["iam:CreatePolicyVersion", "iam:AttachRolePolicy", "iam:CreateRole", "sts:AssumeRole"],
  ...[
    "sagemaker:UpdateDomain",
    "sagemaker:CreateUserProfile",
    "sagemaker:UpdateUserProfile",
    "sagemaker:CreateNotebookInstance",
  ],
  ...["ec2:CreateRoute", "ec2:AuthorizeSecurityGroupEgress", "ec2:ModifyVpcEndpoint", "ec2:RunInstances"],
  ...["network-firewall:UpdateRuleGroup", "route53resolver:UpdateFirewallDomains", "logs:DeleteLogGroup"],
  ...["s3:PutBucketPolicy", "s3:PutReplicationConfiguration", "s3:PutObjectAcl", "kms:PutKeyPolicy", "kms:CreateGrant"],
  ...[
    "lambda:CreateFunction",
    "cloudformation:CreateStack",
    "ram:CreateResourceShare",
    "codeartifact:PutDomainPermissionsPolicy",
  ],
];

const breaks: readonly ClaimCase[] = [
  ...forbidden.map(
    (action): ClaimCase => [
      `is violated by ${action}`,
      appendStatement(...role, { Effect: "Allow", Action: action, Resource: "*" }),
      "violated",
      new RegExp(`calls ${action} `),
    ],
  ),
  [
    "is violated by every action of a service",
    appendStatement(...role, { Effect: "Allow", Action: "iam:*", Resource: "*" }),
    "violated",
  ],
  ["is violated by everything", appendStatement(...role, { Effect: "Allow", Action: "*", Resource: "*" }), "violated"],
  [
    "is violated by everything but one service",
    appendStatement(...role, { Effect: "Allow", NotAction: "ec2:*", Resource: "*" }),
    "violated",
  ],
  [
    "is violated by AWS's full access to SageMaker",
    managed("AmazonSageMakerFullAccess"),
    "violated",
    /AmazonSageMakerFullAccess/,
  ],
  ["is violated by administrator access", managed("AdministratorAccess"), "violated"],
  [
    "is undecided of a policy of AWS that is not in the catalog",
    managed("AWSBillingReadOnlyAccess"),
    "undecided",
    /AWSBillingReadOnlyAccess grants is not in the catalog of \d{4}-\d\d-\d\d; attach a policy of your own/,
  ],
  [
    "is violated by administrator access that a data source finds by its name",
    lookedUp({ name: "AdministratorAccess" }),
    "violated",
    /AdministratorAccess/,
  ],
  [
    "is violated by administrator access that a data source finds by its ARN",
    lookedUp({ arn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
    "violated",
    /AdministratorAccess/,
  ],
  [
    "is violated by administrator access that a data source finds by its name below the path that it has",
    lookedUp({ name: "AdministratorAccess", path_prefix: "/" }),
    "violated",
  ],
  [
    "is undecided of a policy of that name below another path, which an account may have",
    lookedUp({ name: "AdministratorAccess", path_prefix: "/teams/" }),
    "undecided",
    /what .*data\.aws_iam_policy\.found\.arn.* grants is not in the configuration/,
  ],
  [
    "is undecided of a policy below a path that is not known",
    lookedUp({ name: "AdministratorAccess", path_prefix: "${var.path}" }),
    "undecided",
  ],
  [
    "is undecided of a policy whose name AWS does not use",
    lookedUp({ name: "StudioReadOnly" }),
    "undecided",
    /what .*data\.aws_iam_policy\.found\.arn.* grants is not in the configuration/,
  ],
  ["is undecided of a policy whose name is not known", lookedUp({ name: "${var.policy}" }), "undecided"],
  [
    "is undecided of a policy of another account that a data source finds by its ARN",
    lookedUp({ arn: "arn:aws:iam::444455556666:policy/AdministratorAccess" }),
    "undecided",
  ],
  [
    "is violated by a bucket's policy that lets the role change it",
    appendStatement("aws_s3_bucket_policy", "data", {
      Effect: "Allow",
      Principal: { AWS: "${aws_iam_role.studio.arn}" },
      Action: "s3:PutBucketPolicy",
      Resource: "${aws_s3_bucket.data.arn}",
    }),
    "violated",
    /aws_s3_bucket_policy\.data/,
  ],
  [
    "is violated by a key's policy that lets the role administer it",
    appendStatement("aws_kms_key", "main", {
      Effect: "Allow",
      Principal: { AWS: "${aws_iam_role.studio.arn}" },
      Action: "kms:*",
      Resource: "*",
    }),
    "violated",
    /aws_kms_key\.main/,
  ],
  [
    "is violated by tagging people",
    appendStatement(...role, { Effect: "Allow", Action: "sagemaker:AddTags", Resource: "*" }),
    "violated",
    /sagemaker:AddTags on .*:(domain|user-profile)\//,
  ],
  [
    "is proved by tagging jobs",
    appendStatement(...role, {
      Effect: "Allow",
      Action: "sagemaker:AddTags",
      Resource: "arn:aws:sagemaker:*:*:training-job/*",
    }),
    "proved",
  ],
  [
    "is proved by grants that services make for themselves",
    appendStatement(...role, {
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: {
        Bool: { "kms:GrantIsForAWSResource": "true" },
        StringEquals: { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" },
      },
    }),
    "proved",
  ],
];

describeClaimCases(studioCannotWidenItself, breaks);
