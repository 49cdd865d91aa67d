import { bucketOnlyThroughEndpoint } from "../../../../verify/claims/data/bucket-only-through-endpoint";
import { describeClaimCases } from "../../fixtures/claim-cases";
import {
  appendStatement,
  changeStatement,
  dropStatement,
  policySubject,
  putArguments,
} from "../../fixtures/policy-perimeter";

const policy = ["aws_s3_bucket_policy", "data"] as const;
const endpointId = "${aws_vpc_endpoint.s3.id}";

describeClaimCases(bucketOnlyThroughEndpoint, [
  ["is violated without the deny on objects", dropStatement(...policy, "Objects"), "violated", /s3:GetObject/],
  ["is violated without the deny on lists", dropStatement(...policy, "Lists"), "violated", /s3:ListBucket/],
  ["is violated without the deny on plain HTTP", dropStatement(...policy, "Tls"), "violated", /without|allowed/],
  [
    "is violated by the three verbs of the published sample",
    changeStatement(...policy, "Objects", { Action: ["s3:GetObject", "s3:PutObject"] }),
    "violated",
    /s3:DeleteObject.*and \d+ more/,
  ],
  [
    "is violated when one verb is missing",
    changeStatement(...policy, "Objects", {
      Action: ["s3:*Object", "s3:*ObjectVersion", "s3:*ObjectTagging", "s3:*Upload*"],
    }),
    "violated",
    /s3:(BypassGovernanceRetention|GetObjectAcl|DeleteObjectAnnotation)/,
  ],
  [
    "is violated when the deny allows an absent endpoint",
    changeStatement(...policy, "Objects", {
      Condition: { StringNotEquals: { "aws:SourceVpce": endpointId }, Null: { "aws:SourceVpce": "false" } },
    }),
    "violated",
    /from the internet/,
  ],
  [
    "is violated when StringEquals stands where StringNotEquals belongs",
    changeStatement(...policy, "Objects", { Condition: { StringEquals: { "aws:SourceVpce": endpointId } } }),
    "violated",
  ],
  [
    "is violated by a second endpoint on the list",
    changeStatement(...policy, "Objects", {
      Condition: { StringNotEquals: { "aws:SourceVpce": [endpointId, "vpce-0123"] } },
    }),
    "violated",
    /through the endpoint vpce-0123/,
  ],
  [
    "is violated when the whole VPC may come",
    changeStatement(...policy, "Objects", {
      Condition: { StringNotEquals: { "aws:SourceVpc": "${aws_vpc.main.id}" } },
    }),
    "violated",
    /an endpoint of the same VPC that is not in the configuration/,
  ],
  [
    "is violated when forwarded requests may come",
    changeStatement(...policy, "Objects", {
      Condition: { StringNotEquals: { "aws:SourceVpce": endpointId }, BoolIfExists: { "aws:ViaAWSService": "false" } },
    }),
    "violated",
    /through an AWS service that forwards/,
  ],
  [
    "is violated when an address of the office may come",
    changeStatement(...policy, "Objects", {
      Condition: {
        StringNotEquals: { "aws:SourceVpce": endpointId },
        NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" },
      },
    }),
    "violated",
    /from 203\.0\.113\.0/,
  ],
  [
    "is violated by an exception wider than the declared break-glass role",
    changeStatement(...policy, "Objects", {
      Condition: {
        StringNotEquals: { "aws:SourceVpce": endpointId },
        ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/break-glass*" },
      },
    }),
    "violated",
    /role\/break-glass⟨anything else⟩/,
  ],
  [
    "is proved when the deny is for the account alone, for nobody else is allowed anything",
    changeStatement(...policy, "Objects", {
      Principal: { AWS: "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" },
    }),
    "proved",
  ],
  [
    "is violated when another account may read and the deny forgets it",
    (resources) => {
      changeStatement(...policy, "Objects", {
        Principal: { AWS: "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" },
      })(resources);
      appendStatement(...policy, {
        Effect: "Allow",
        Principal: { AWS: "444455556666" },
        Action: "s3:GetObject",
        Resource: "${aws_s3_bucket.data.arn}/*",
      })(resources);
    },
    "violated",
    /444455556666/,
  ],
  [
    "is violated when the deny spares a folder",
    changeStatement(...policy, "Objects", {
      Resource: undefined as never,
      NotResource: "${aws_s3_bucket.data.arn}/public/*",
    }),
    "violated",
    /\/public\//,
  ],
  ["is violated without any policy", (resources) => void delete resources.aws_s3_bucket_policy, "violated"],
  [
    "is violated by replication past the endpoint",
    putArguments("aws_s3_bucket_replication_configuration", "data", { bucket: "${aws_s3_bucket.data.id}" }),
    "violated",
    /aws_s3_bucket_replication_configuration\.data replicates objects/,
  ],
  [
    "is undecided when the key is misspelled",
    changeStatement(...policy, "Objects", { Condition: { StringNotEquals: { "aws:SourceVpcee": endpointId } } }),
    "undecided",
    /aws:sourcevpcee/,
  ],
  [
    "is undecided when the policy is an expression",
    putArguments(...policy, { policy: "${jsonencode({})}" }),
    "undecided",
    /not understood/,
  ],
  [
    "is undecided when a statement has an element that IAM does not know",
    changeStatement(...policy, "Objects", { Conditions: {} }),
    "undecided",
    /unknown element Conditions/,
  ],
  [
    "is undecided when the endpoint is a variable",
    changeStatement(...policy, "Objects", {
      Condition: { StringNotEquals: { "aws:SourceVpce": "${var.endpoint_id}" } },
    }),
    "undecided",
    /not understood/,
  ],
  [
    "is undecided when a policy may be any bucket's",
    putArguments("aws_s3_bucket_policy", "stray", { bucket: "${var.bucket}", policy: '{"Statement":[]}' }),
    "undecided",
    /aws_s3_bucket_policy\.stray is attached to ⟨var\.bucket⟩/,
  ],
  [
    "is undecided when a policy may be that of a bucket whose name begins and ends as its own may",
    putArguments("aws_s3_bucket_policy", "stray", { bucket: "da${var.name}", policy: '{"Statement":[]}' }),
    "undecided",
    /aws_s3_bucket_policy\.stray is attached to da⟨var\.name⟩/,
  ],
  [
    "is proved where another policy is that of a bucket whose name certainly begins otherwise",
    putArguments("aws_s3_bucket_policy", "stray", { bucket: "logs-${var.name}", policy: '{"Statement":[]}' }),
    "proved",
  ],
  [
    "is undecided when two policies claim the bucket",
    putArguments("aws_s3_bucket_policy", "second", { bucket: "${aws_s3_bucket.data.id}", policy: '{"Statement":[]}' }),
    "undecided",
    /2 policies/,
  ],
]);

it("leaves a bucket alone that only receives access logs, until the execution role may read it", () => {
  const logs = (resources: Parameters<ReturnType<typeof putArguments>>[0]): void => {
    putArguments("aws_s3_bucket", "logs", { bucket: "logs" })(resources);
    putArguments("aws_s3_bucket_logging", "data", {
      bucket: "${aws_s3_bucket.data.id}",
      target_bucket: "${aws_s3_bucket.logs.id}",
    })(resources);
  };
  const read = appendStatement("aws_iam_role_policy", "studio", {
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: "*",
  });

  expect(bucketOnlyThroughEndpoint.decide(policySubject(logs)).kind).toBe("proved");
  expect(
    bucketOnlyThroughEndpoint.decide(
      policySubject((resources) => {
        logs(resources);
        read(resources);
      }),
    ),
  ).toMatchObject({ kind: "violated" });
});

it.each(["deployers", "breakGlass"])("is violated by %s that are a role of the stack", (whom) => {
  const itself = ["arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/stu*"];

  expect(bucketOnlyThroughEndpoint.decide(policySubject(undefined, { [whom]: itself }))).toMatchObject({
    kind: "violated",
    evidence: expect.arrayContaining([expect.objectContaining({ addresses: ["aws_iam_role.studio"] })]),
  });
});

it("counts the requests that it decided and names the statements that decided", () => {
  const [outside] = bucketOnlyThroughEndpoint.decide(policySubject()).evidence;

  expect(outside?.text).toMatch(
    /^aws_s3_bucket\.data from outside its endpoint: \d+ classes of requests: .*denied by "Objects"/,
  );
  expect(outside?.addresses).toEqual(["aws_s3_bucket_policy.data"]);
});
