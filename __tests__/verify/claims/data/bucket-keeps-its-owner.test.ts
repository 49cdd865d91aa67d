import { bucketKeepsItsOwner } from "../../../../verify/claims/data/bucket-keeps-its-owner";
import { describeClaimCases } from "../../fixtures/claim-cases";
import {
  appendStatement,
  breakGlassArn,
  changeStatement,
  deployerArn,
  policySubject,
  putArguments,
} from "../../fixtures/policy-perimeter";

const policy = ["aws_s3_bucket_policy", "data"] as const;
const bucket = "${aws_s3_bucket.data.arn}";
const outside = { StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.s3.id}" } };

describeClaimCases(bucketKeepsItsOwner, [
  [
    "is violated when a deployer may not ask whether the bucket exists",
    changeStatement(...policy, "Lists", {
      Condition: { ...outside, ArnNotLike: { "aws:PrincipalArn": [breakGlassArn] } },
    }),
    "violated",
    /deployer.*s3:ListBucket.*denied by "Lists"/,
  ],
  [
    "is violated when break-glass may not list",
    changeStatement(...policy, "Lists", {
      Condition: { ...outside, ArnNotLike: { "aws:PrincipalArn": [deployerArn] } },
    }),
    "violated",
    /break-glass.*s3:ListBucket/,
  ],
  [
    "is violated when break-glass may not read",
    changeStatement(...policy, "Objects", { Condition: outside }),
    "violated",
    /break-glass.*s3:GetObject/,
  ],
  [
    "is violated by a deny on everything, which locks Terraform out",
    appendStatement(...policy, {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucket],
      Condition: outside,
    }),
    "violated",
    /s3:(Delete|Get)BucketPolicy|s3:DeleteBucket/,
  ],
  [
    "is violated by a deny on writing the policy",
    appendStatement(...policy, { Effect: "Deny", Principal: "*", Action: "s3:PutBucketPolicy", Resource: bucket }),
    "violated",
    /s3:PutBucketPolicy/,
  ],
  [
    "is violated by a deny on reading a setting that the stack has",
    appendStatement(...policy, {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:GetEncryptionConfiguration",
      Resource: bucket,
    }),
    "violated",
    /s3:GetEncryptionConfiguration/,
  ],
  [
    "is proved when a deny asks for a header that a deployer can send",
    appendStatement(...policy, {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutBucketPolicy",
      Resource: bucket,
      Condition: { StringNotEquals: { "s3:signatureversion": "AWS4-HMAC-SHA256" } },
    }),
    "proved",
  ],
  [
    "is undecided of a setting whose calls are not known",
    putArguments("aws_s3_bucket_object", "data", { bucket: "${aws_s3_bucket.data.id}" }),
    "undecided",
    /aws_s3_bucket_object\.data/,
  ],
]);

it("is undecided when no deployer is declared", () => {
  expect(bucketKeepsItsOwner.decide(policySubject(undefined, { deployers: [] })).kind).toBe("undecided");
});
