import { grantsStayInAccount } from "../../../../verify/claims/data/grants-stay-in-account";
import { describeClaimCases } from "../../fixtures/claim-cases";
import { putArguments, type StatementJson } from "../../fixtures/policy-perimeter";

const account = "${data.aws_caller_identity.me.account_id}";
const allow = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };
const everybody = { ...allow, Principal: "*" };
const service = { ...allow, Principal: { Service: "events.amazonaws.com" } };

/** A queue with one statement in its policy. */
function queue(statement: StatementJson) {
  return putArguments("aws_sqs_queue_policy", "more", { policy: JSON.stringify({ Statement: [statement] }) });
}

function when(statement: StatementJson, operator: string, key: string, value: string | string[]) {
  return queue({ ...statement, Condition: { [operator]: { [key]: value } } });
}

function permission(principal: string, more: StatementJson = {}) {
  return putArguments("aws_lambda_permission", "more", { principal, ...more });
}

describeClaimCases(grantsStayInAccount, [
  ["is proved by bucket policies where no other resource has one", () => {}, "proved", /callers outside the account/],
  [
    "is proved by what is only denied",
    queue({ ...everybody, Effect: "Deny" }),
    "proved",
    /only to principals of this account/,
  ],
  ["is violated by everybody", queue(everybody), "violated", /grants access to AWS \*/],
  ["is violated by another account", queue({ ...allow, Principal: { AWS: "444455556666" } }), "violated"],
  [
    "is violated by a session of another account",
    queue({ ...allow, Principal: { AWS: "arn:aws:sts::444455556666:assumed-role/x/y" } }),
    "violated",
  ],
  [
    "is violated by everybody but somebody",
    queue({ ...allow, NotPrincipal: { AWS: account } }),
    "violated",
    /every principal except AWS/,
  ],
  ["is violated by a service on anybody's behalf", queue(service), "violated", /Service events/],
  [
    "is proved by a role of the account",
    queue({ ...allow, Principal: { AWS: "${aws_iam_role.studio.arn}" } }),
    "proved",
  ],
  ["is proved by the account itself", queue({ ...allow, Principal: { AWS: account } }), "proved"],
  ["is proved by everybody of the account", when(everybody, "StringEquals", "aws:PrincipalAccount", account), "proved"],
  ["is proved by a service on our behalf", when(service, "StringEquals", "aws:SourceAccount", account), "proved"],
  [
    "is proved by a service for a resource of the account",
    when(service, "ArnLike", "aws:SourceArn", `arn:aws:events:*:${account}:rule/x`),
    "proved",
  ],
  [
    "is violated by a bound that another account meets too",
    when(service, "StringEquals", "aws:SourceAccount", [account, "444455556666"]),
    "violated",
  ],
  ["is violated by a bound of any account", when(service, "StringLike", "aws:SourceAccount", "*"), "violated"],
  [
    "is undecided of a service for a bucket, whose ARN says no account",
    when(service, "ArnLike", "aws:SourceArn", "arn:aws:s3:::logs"),
    "undecided",
  ],
  [
    "is undecided where a wildcard may swallow the account",
    when(service, "StringLike", "aws:SourceArn", `arn:aws:*:${account}:rule/x`),
    "undecided",
  ],
  [
    "is violated where a missing key will do",
    when(service, "StringEqualsIfExists", "aws:SourceAccount", account),
    "violated",
  ],
  [
    "is violated where an empty list will do",
    when(everybody, "ForAllValues:StringEquals", "aws:PrincipalAccount", account),
    "violated",
  ],
  [
    "is violated by everybody but ourselves",
    when(everybody, "StringNotEquals", "aws:PrincipalAccount", account),
    "violated",
  ],
  [
    "is undecided of an organization that nobody else names",
    when(everybody, "StringEquals", "aws:PrincipalOrgID", "o-theirs"),
    "undecided",
  ],
  ["is undecided of a canonical user", queue({ ...allow, Principal: { CanonicalUser: "79a5" } }), "undecided"],
  [
    "is undecided of a user who is only a number",
    queue({ ...allow, Principal: { AWS: "AIDACKCEVSQ6C2EXAMPLE" } }),
    "undecided",
  ],
  [
    "is undecided of a policy that is computed elsewhere",
    putArguments("aws_sns_topic_policy", "more", { policy: "${data.aws_iam_policy_document.x.json}" }),
    "undecided",
    /not understood/,
  ],
  ...["aws_secretsmanager_secret_policy", "aws_ecr_repository_policy", "aws_glue_resource_policy"].map(
    (type) =>
      [
        `reads ${type}`,
        putArguments(type, "more", { policy: JSON.stringify({ Statement: [everybody] }) }),
        "violated",
        new RegExp(`^${type}`),
      ] as const,
  ),
  [
    "reads what holds a policy under any name",
    putArguments("aws_cloudwatch_log_resource_policy", "more", {
      policy_document: JSON.stringify({ Statement: everybody }),
    }),
    "violated",
  ],
  ["is violated by a function that everybody calls", permission("*"), "violated"],
  ["is violated by a function that another account calls", permission("444455556666"), "violated"],
  ["is violated by a function that a service calls for anybody", permission("sns.amazonaws.com"), "violated"],
  [
    "is proved by a function that a service calls for us",
    permission("sns.amazonaws.com", { source_account: account }),
    "proved",
  ],
  [
    "is undecided of a bucket that calls a function, whose account its ARN does not say",
    permission("s3.amazonaws.com", { source_arn: "arn:aws:s3:::ds-data-bucket" }),
    "undecided",
  ],
  [
    "is violated by a layer for everybody",
    putArguments("aws_lambda_layer_version_permission", "more", { principal: "*" }),
    "violated",
  ],
  [
    "is violated by a bus for everybody",
    putArguments("aws_cloudwatch_event_permission", "more", { principal: "*" }),
    "violated",
  ],
  [
    "is violated by what is shared with another account",
    putArguments("aws_ram_principal_association", "more", { principal: "444455556666" }),
    "violated",
  ],
  [
    "is undecided for products that any principal with a matching name can launch",
    putArguments("aws_servicecatalog_principal_portfolio_association", "more", {
      principal_arn: "arn:aws:iam:::role/*",
      principal_type: "IAM_PATTERN",
    }),
    "undecided",
  ],
]);
