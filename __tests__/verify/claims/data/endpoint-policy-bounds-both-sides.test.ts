import { endpointPolicyBoundsBothSides } from "../../../../verify/claims/data/endpoint-policy-bounds-both-sides";
import { describeClaimCases } from "../../fixtures/claim-cases";
import { combineEdits } from "../../fixtures/network-perimeter";
import { appendStatement, changeStatement, putArguments } from "../../fixtures/policy-perimeter";

const s3 = ["aws_vpc_endpoint", "s3"] as const;
const account = "${data.aws_caller_identity.me.account_id}";
const own = { "aws:PrincipalAccount": account, "aws:ResourceAccount": account };
const openToAll = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';
const anything = { Effect: "Allow", Principal: "*", Action: "s3:GetObject" };

function service(serviceName: string, policy: object) {
  return putArguments("aws_vpc_endpoint", "second", {
    vpc_id: "${aws_vpc.main.id}",
    service_name: serviceName,
    policy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*", ...policy }] }),
  });
}

describeClaimCases(endpointPolicyBoundsBothSides, [
  [
    "is violated by AWS's own policy, which stands where none is given",
    putArguments(...s3, { policy: null }),
    "violated",
    /default endpoint policy/,
  ],
  [
    "is violated when only the caller is bound",
    changeStatement(...s3, "OwnToOwn", { Condition: { StringEquals: { "aws:PrincipalAccount": account } } }),
    "violated",
    /of another account/,
  ],
  [
    "is violated when only the resource is bound",
    changeStatement(...s3, "OwnToOwn", { Condition: { StringEquals: { "aws:ResourceAccount": account } } }),
    "violated",
    /a principal of another account/,
  ],
  [
    "is violated when a missing account will do",
    changeStatement(...s3, "OwnToOwn", { Condition: { StringEqualsIfExists: own } }),
    "violated",
    /an anonymous caller/,
  ],
  [
    "is proved where the account of the resource has a wildcard as plain text",
    appendStatement(...s3, {
      ...anything,
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceAccount": ["?", "*"] } },
    }),
    "proved",
  ],
  [
    "is violated where the account of the resource fits a pattern next to a wildcard as plain text",
    combineEdits(
      appendStatement(...s3, {
        ...anything,
        Resource: "*",
        Condition: { StringEquals: { "aws:ResourceAccount": "?" } },
      }),
      appendStatement(...s3, {
        ...anything,
        Resource: "*",
        Condition: { StringLike: { "aws:ResourceAccount": "??" } },
      }),
    ),
    "violated",
    /through aws_vpc_endpoint\.s3/,
  ],
  [
    "is violated by a bucket name that anybody may register",
    appendStatement(...s3, { ...anything, Resource: "arn:aws:s3:::ds-data-bucket-*/*" }),
    "violated",
    /arn:aws:s3:::ds-data-bucket-/,
  ],
  [
    "is violated by an AWS bucket whose region is left open",
    appendStatement(...s3, { ...anything, Resource: "arn:aws:s3:::prod-*-starport-layer-bucket/*" }),
    "violated",
    /arn:aws:s3:::prod-.*-starport-layer-bucket/,
  ],
  [
    "is violated by writing to what AWS publishes",
    appendStatement(...s3, {
      ...anything,
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",
    }),
    "violated",
    /s3:PutObject/,
  ],
  [
    "is proved by reading the models that AWS publishes",
    appendStatement(...s3, {
      ...anything,
      Action: ["s3:GetObject", "s3:ListBucket"],
      Resource: ["arn:aws:s3:::jumpstart-cache-prod-eu-west-1", "arn:aws:s3:::jumpstart-cache-prod-eu-west-1/*"],
    }),
    "proved",
  ],
  [
    "is violated by an open endpoint for tokens",
    service("com.amazonaws.eu-west-1.sts", {}),
    "violated",
    /sts:AssumeRole/,
  ],
  [
    "is violated by an endpoint for logs that anybody may write through",
    service("com.amazonaws.eu-west-1.logs", { Action: "logs:*" }),
    "violated",
    /aws_vpc_endpoint\.second|logs:/,
  ],
  [
    "is violated by another service that the policy names in capital letters",
    service("com.amazonaws.eu-west-1.logs", { Action: "S3:GetObject" }),
    "violated",
    /s3:GetObject/,
  ],
  [
    "is proved by images of AWS's accounts, read",
    service("com.amazonaws.eu-west-1.ecr.api", {
      Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: "arn:aws:ecr:eu-west-1:763104351884:repository/*",
      Condition: { StringEquals: { "aws:PrincipalAccount": account } },
    }),
    "proved",
  ],
  [
    "is violated by images of an account that is not AWS's",
    service("com.amazonaws.eu-west-1.ecr.api", {
      Action: ["ecr:BatchGetImage"],
      Resource: "arn:aws:ecr:eu-west-1:444455556666:repository/*",
      Condition: { StringEquals: { "aws:PrincipalAccount": account } },
    }),
    "violated",
    /of the account 444455556666/,
  ],
  [
    "is proved when the organization is bound on both sides",
    service("com.amazonaws.eu-west-1.sts", {
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-own", "aws:ResourceOrgID": "o-own" } },
    }),
    "proved",
  ],
  [
    "is violated by a second organization in addition to our own",
    service("com.amazonaws.eu-west-1.sts", {
      Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-own", "o-theirs"], "aws:ResourceOrgID": "o-own" } },
    }),
    "violated",
    /a principal of another account/,
  ],
  [
    "is violated by any organization at all",
    service("com.amazonaws.eu-west-1.sts", {
      Condition: { StringLike: { "aws:PrincipalOrgID": "o-*", "aws:ResourceOrgID": "o-*" } },
    }),
    "violated",
  ],
  [
    "is violated when an account of no organization will do",
    service("com.amazonaws.eu-west-1.sts", {
      Condition: {
        StringEqualsIfExists: { "aws:PrincipalOrgID": "o-own" },
        StringEquals: { "aws:ResourceOrgID": "o-own" },
      },
    }),
    "violated",
    /an account of no organization/,
  ],
  [
    "is violated by accounts whose numbers begin alike",
    service("com.amazonaws.eu-west-1.sts", {
      Condition: {
        StringLike: { "aws:PrincipalAccount": ["4444*", account] },
        StringEquals: { "aws:ResourceAccount": account },
      },
    }),
    "violated",
    /arn:aws:iam::4444/,
  ],
  [
    "is proved when the organization is the one that Terraform looks up",
    (resources) => {
      const id = "${data.aws_organizations_organization.ours.id}";
      resources["data.aws_organizations_organization"] = { ours: {} };
      service("com.amazonaws.eu-west-1.sts", {
        Condition: { StringEquals: { "aws:PrincipalOrgID": id, "aws:ResourceOrgID": id } },
      })(resources);
    },
    "proved",
  ],
  [
    "is violated when the organization is bound on one side",
    service("com.amazonaws.eu-west-1.sts", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-own" } } }),
    "violated",
  ],
  [
    "is violated by external principals whose request names no resource and no owner",
    service("com.amazonaws.eu-west-1.sts", {
      Action: "sts:GetCallerIdentity",
      Condition: { Null: { "aws:ResourceAccount": "true" } },
    }),
    "violated",
    /sts:GetCallerIdentity on no resource in particular/,
  ],
  [
    "is violated by an endpoint to which AWS applies no policy",
    service("com.amazonaws.eu-west-1.sagemaker.runtime-fips", { Condition: { StringEquals: own } }),
    "violated",
    /which ignores endpoint policies/,
  ],
  [
    "is violated by mail, whose credentials may be anybody's",
    service("com.amazonaws.eu-west-1.email-smtp", { Action: "ses:*", Condition: { StringEquals: own } }),
    "violated",
    /which ignores endpoint policies/,
  ],
  [
    "is undecided for a service of the catalog that is not known to apply endpoint policies",
    service("com.amazonaws.eu-west-1.transfer.server", { Action: "transfer:*", Condition: { StringEquals: own } }),
    "undecided",
    /not known to apply endpoint policies/,
  ],
  [
    "is undecided for a service that is not in the catalog",
    service("com.amazonaws.eu-west-1.not-yet-known", { Action: "not-yet-known:*", Condition: { StringEquals: own } }),
    "undecided",
    /not in the catalog/,
  ],
  [
    "reads a policy that is a separate resource of the endpoint",
    combineEdits(
      putArguments(...s3, { policy: null }),
      putArguments("aws_vpc_endpoint_policy", "s3", {
        vpc_endpoint_id: "${aws_vpc_endpoint.s3.id}",
        policy: openToAll,
      }),
    ),
    "violated",
    /aws_vpc_endpoint_policy\.s3/,
  ],
  [
    "is undecided for an endpoint with a second policy, because they replace each other",
    putArguments("aws_vpc_endpoint_policy", "s3", { vpc_endpoint_id: "${aws_vpc_endpoint.s3.id}", policy: openToAll }),
    "undecided",
    /2 policies and keeps one/,
  ],
]);
