import { keyKeepsItsOwner } from "../../../../verify/claims/data/key-keeps-its-owner";
import { describeClaimCases } from "../../fixtures/claim-cases";
import { appendStatement, changeStatement, policySubject, putArguments } from "../../fixtures/policy-perimeter";

const key = ["aws_kms_key", "main"] as const;
const grantTo = (grantee_principal: string) =>
  putArguments("aws_kms_grant", "out", { key_id: "${aws_kms_key.main.key_id}", grantee_principal });
const use = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };

describeClaimCases(keyKeepsItsOwner, [
  [
    "is violated when the account may not read whether the key rotates",
    changeStatement(...key, "Account", {
      Action: ["kms:Describe*", "kms:GetKeyPolicy", "kms:Put*", "kms:Schedule*", "kms:List*"],
    }),
    "violated",
    /kms:(DisableKey|EnableKey|GetKeyRotationStatus)/,
  ],
  [
    "is violated when the policy names a role and not the account",
    changeStatement(...key, "Account", { Principal: { AWS: "${aws_iam_role.studio.arn}" } }),
    "violated",
    /no policy of the resource/,
  ],
  [
    "is violated by a grant to another account",
    appendStatement(...key, { ...use, Principal: { AWS: "444455556666" } }),
    "violated",
    /444455556666.*kms:Decrypt/,
  ],
  [
    "is violated by a grant to everybody",
    appendStatement(...key, { ...use, Principal: "*" }),
    "violated",
    /another account/,
  ],
  [
    "is violated by a grant to everybody who calls through S3",
    appendStatement(...key, {
      ...use,
      Principal: "*",
      Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
    }),
    "violated",
    /another account/,
  ],
  [
    "is proved by a grant to the account through S3",
    appendStatement(...key, {
      ...use,
      Principal: "*",
      Condition: {
        StringEquals: {
          "kms:ViaService": "s3.eu-west-1.amazonaws.com",
          "kms:CallerAccount": "${data.aws_caller_identity.me.account_id}",
        },
      },
    }),
    "proved",
  ],
  [
    "is violated by a pattern of roles that begins in every account",
    appendStatement(...key, {
      ...use,
      Principal: "*",
      Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::44*:role/ops" } },
    }),
    "violated",
    /arn:aws:iam::44/,
  ],
  [
    "is proved by a grant to callers that act for the account, which only services can be",
    appendStatement(...key, {
      ...use,
      Principal: "*",
      Condition: { StringEquals: { "aws:SourceAccount": "${data.aws_caller_identity.me.account_id}" } },
    }),
    "proved",
  ],
  [
    "is violated when a grant hands the key to another account past its policy",
    grantTo("arn:aws:iam::444455556666:root"),
    "violated",
    /aws_kms_grant\.out grants arn:aws:iam::444455556666:root/,
  ],
  [
    "is undecided when a grant hands the key to a role of the account, whose users are not known",
    grantTo("${aws_iam_role.studio.arn}"),
    "undecided",
    /aws_kms_grant\.out/,
  ],
  [
    "is undecided when a grant does not say to whom it hands the key",
    grantTo("${var.grantee}"),
    "undecided",
    /aws_kms_grant\.out/,
  ],
  [
    "is violated by a service that may act for anybody",
    appendStatement(...key, { ...use, Principal: { Service: "logs.eu-west-1.amazonaws.com" } }),
    "violated",
    /the service logs/,
  ],
  [
    "is violated by a service whose source is a bucket called after the account",
    appendStatement(...key, {
      ...use,
      Principal: { Service: "s3.amazonaws.com" },
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*-${data.aws_caller_identity.me.account_id}" } },
    }),
    "violated",
    /the service s3/,
  ],
  [
    "is violated by a federated user and by a session of another account",
    appendStatement(...key, {
      ...use,
      Principal: {
        AWS: ["arn:aws:sts::444455556666:federated-user/bob", "arn:aws:sts::444455556666:assumed-role/thief/me"],
      },
    }),
    "violated",
    /federated-user\/bob[\s\S]*the same for [1-9]/,
  ],
  [
    "is violated by an identity provider",
    appendStatement(...key, { ...use, Principal: { Federated: "cognito-identity.amazonaws.com" } }),
    "violated",
    /cognito-identity/,
  ],
  [
    "is undecided of a principal that is none",
    appendStatement(...key, { ...use, Principal: { AWS: "arn:aws:iam::444455556666:group/ops" } }),
    "undecided",
  ],
  [
    "is proved by a service that must name our log groups",
    appendStatement(...key, {
      ...use,
      Principal: { Service: "logs.eu-west-1.amazonaws.com" },
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn":
            "arn:aws:logs:eu-west-1:${data.aws_caller_identity.me.account_id}:log-group:*",
        },
      },
    }),
    "proved",
  ],
]);

it("is proved of a key that names no policy, for AWS then delegates to the account", () => {
  const subject = policySubject((resources) => {
    resources.aws_kms_key = { main: {} };
  });

  expect(keyKeepsItsOwner.decide(subject).kind).toBe("proved");
});

it("reads the separate policy resource, which replaces the key's own", () => {
  const subject = policySubject(
    putArguments("aws_kms_key_policy", "main", { key_id: "${aws_kms_key.main.key_id}", policy: '{"Statement":[]}' }),
  );

  expect(keyKeepsItsOwner.decide(subject).kind).toBe("violated");
});
