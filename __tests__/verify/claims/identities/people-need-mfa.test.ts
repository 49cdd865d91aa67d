import { peopleNeedMfa } from "../../../../verify/claims/identities/people-need-mfa";
import { type ClaimCase, describeClaimCases } from "../../fixtures/claim-cases";
import type { ResourceEdit } from "../../fixtures/network-perimeter";
import { breakGlassArn, deployerArn, putArguments, type StatementJson } from "../../fixtures/policy-perimeter";

const account = "${data.aws_caller_identity.me.account_id}";
const root = { AWS: `arn:aws:iam::${account}:root` };
const assume = { Effect: "Allow", Action: "sts:AssumeRole" };

/** A role other than the execution role, with this trust policy. */
const trusting = (...Statement: readonly StatementJson[]): ResourceEdit =>
  putArguments("aws_iam_role", "helper", {
    name: "helper",
    assume_role_policy: JSON.stringify({ Version: "2012-10-17", Statement }),
  });
const rootIf = (Condition: StatementJson): ResourceEdit => trusting({ ...assume, Principal: root, Condition });

const cases: readonly ClaimCase[] = [
  ["has no subject where only services assume the roles", () => undefined, "notApplicable", /assumed by people/],
  ["is proved of a role that requires MFA", rootIf({ Bool: { "aws:MultiFactorAuthPresent": "true" } }), "proved"],
  [
    "is proved of a role that limits the age of MFA",
    rootIf({ NumericLessThan: { "aws:MultiFactorAuthAge": 3600 } }),
    "proved",
  ],
  ["is proved of a role that needs the age of MFA", rootIf({ Null: { "aws:MultiFactorAuthAge": "false" } }), "proved"],
  [
    "is proved where a Deny refuses every session without MFA",
    trusting(
      { ...assume, Principal: root },
      {
        ...assume,
        Effect: "Deny",
        Principal: "*",
        Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
      },
    ),
    "proved",
  ],
  [
    "is violated where the Deny spares sessions that do not mention MFA",
    trusting(
      { ...assume, Principal: root },
      { ...assume, Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } },
    ),
    "violated",
    /no aws:multifactorauthpresent/,
  ],
  [
    "has no subject where only deployers assume a role",
    trusting({ ...assume, Principal: { AWS: deployerArn } }),
    "notApplicable",
  ],
  [
    "is violated by a break-glass principal without MFA",
    trusting({ ...assume, Principal: { AWS: breakGlassArn } }),
    "violated",
    /break-glass/,
  ],
  ["is violated by the root user without MFA", trusting({ ...assume, Principal: root }), "violated"],
  [
    "is violated by a principal of another account",
    trusting({ ...assume, Principal: { AWS: "444455556666" } }),
    "violated",
  ],
  ["is violated by anybody", trusting({ ...assume, Principal: "*" }), "violated"],
  [
    "is proved of identities of a provider, and says that the provider is responsible",
    trusting({
      ...assume,
      Action: "sts:AssumeRoleWithSAML",
      Principal: { Federated: `arn:aws:iam::${account}:saml-provider/company` },
    }),
    "proved",
    /identity provider, which is responsible for MFA/,
  ],
  [
    "is undecided where the trust policy is not read",
    putArguments("aws_iam_role", "helper", { name: "helper", assume_role_policy: "${var.trust}" }),
    "undecided",
  ],
  [
    "is undecided of a misspelled condition key",
    rootIf({ Bool: { "aws:MultiFactorAuthPresentt": "true" } }),
    "undecided",
    /does not list/,
  ],
];

describeClaimCases(peopleNeedMfa, cases);
