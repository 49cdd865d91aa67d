import { rolesKeepTheirCallers } from "../../../../verify/claims/identities/roles-keep-their-callers";
import { type ClaimCase, describeClaimCases } from "../../fixtures/claim-cases";
import { combineEdits, type ResourceEdit } from "../../fixtures/network-perimeter";
import { deployerArn, policySubject, putArguments, type StatementJson } from "../../fixtures/policy-perimeter";

const account = "${data.aws_caller_identity.me.account_id}";
const root = { AWS: `arn:aws:iam::${account}:root` };
const ownName = { StringEquals: { "sts:RoleSessionName": "$${aws:username}" } };
const assume = { Effect: "Allow", Action: "sts:AssumeRole" };
const saml = { Effect: "Allow", Action: "sts:AssumeRoleWithSAML" };
const provider = `arn:aws:iam::${account}:saml-provider/company`;
const document = (Version: string, ...Statement: readonly StatementJson[]): string =>
  JSON.stringify({ Version, Statement });

/** A role other than the execution role, with this trust policy. */
const trusting = (...trust: readonly StatementJson[]): ResourceEdit => role("helper", document("2012-10-17", ...trust));
const role = (name: string, assume_role_policy: string): ResourceEdit =>
  putArguments("aws_iam_role", name, { name, assume_role_policy });

const lambda = { ...assume, Principal: { Service: "lambda.amazonaws.com" } };
const running = putArguments("aws_lambda_function", "f", { function_name: "f", role: "${aws_iam_role.helper.arn}" });
const logs = { ...assume, Principal: { Service: "vpc-flow-logs.amazonaws.com" } };
const logging = putArguments("aws_flow_log", "all", { iam_role_arn: "${aws_iam_role.helper.arn}" });
const other = role("other", document("2012-10-17", lambda));
const runningOther = putArguments("aws_lambda_function", "g", {
  function_name: "g",
  role: "${aws_iam_role.other.arn}",
});
const byOther = trusting({ ...assume, Principal: { AWS: "${aws_iam_role.other.arn}" } });
const permitted = putArguments("aws_iam_role_policy", "other", {
  role: "${aws_iam_role.other.id}",
  policy: document("2012-10-17", { ...assume, Resource: "${aws_iam_role.helper.arn}" }),
});

const kept: readonly ClaimCase[] = [
  ["is proved of a role that a function of the stack runs as", combineEdits(trusting(lambda), running), "proved"],
  [
    "is proved of a service that says for whom it acts",
    combineEdits(trusting({ ...logs, Condition: { StringEquals: { "aws:SourceAccount": account } } }), logging),
    "proved",
  ],
  [
    "is proved of users who take their own names",
    trusting({ ...assume, Principal: root, Condition: ownName }),
    "proved",
  ],
  ["is proved of a deployer", trusting({ ...assume, Principal: { AWS: deployerArn } }), "proved"],
  [
    "is proved of people of the account's SAML provider",
    trusting({ ...saml, Principal: { Federated: provider } }),
    "proved",
  ],
  [
    "is proved of a role of the stack that may assume it",
    combineEdits(byOther, other, runningOther, permitted),
    "proved",
  ],
];

const broken: readonly ClaimCase[] = [
  [
    "is violated by a service that acts for anybody",
    combineEdits(trusting(logs), logging),
    "violated",
    /vpc-flow-logs\.amazonaws\.com on behalf of any account/,
  ],
  [
    "is violated by a service whose source is a bucket called after the account",
    combineEdits(
      trusting({ ...logs, Condition: { ArnLike: { "aws:SourceArn": `arn:aws:s3:::*-${account}` } } }),
      logging,
    ),
    "violated",
    /on behalf of another account/,
  ],
  [
    "is undecided of a service that nothing of the stack runs there",
    trusting(lambda),
    "undecided",
    /lambda\.amazonaws\.com/,
  ],
  [
    "is violated by users who name their sessions",
    trusting({ ...assume, Principal: root }),
    "violated",
    /rolesessionname/,
  ],
  [
    "is violated by one user who names his sessions",
    trusting({ ...assume, Principal: { AWS: `arn:aws:iam::${account}:user/ana` } }),
    "violated",
    /user\/ana/,
  ],
  [
    "is violated by users who may take names that begin with their own",
    trusting({
      ...assume,
      Principal: root,
      Condition: { StringLike: { "sts:RoleSessionName": "$${aws:username}*" } },
    }),
    "violated",
  ],
  [
    "is violated by a role of the stack that may not assume it by its own policies",
    combineEdits(byOther, other, runningOther),
    "violated",
    /role\/other/,
  ],
  [
    "is violated by a role that assumes itself, for it may take another name",
    trusting({ ...assume, Principal: { AWS: `arn:aws:iam::${account}:role/helper` } }),
    "violated",
  ],
  [
    "is violated by the execution role",
    trusting({ ...assume, Principal: { AWS: "${aws_iam_role.studio.arn}" } }),
    "violated",
    /the execution role/,
  ],
  [
    "is violated by people of another account's SAML provider",
    trusting({ ...saml, Principal: { Federated: "arn:aws:iam::444455556666:saml-provider/theirs" } }),
    "violated",
  ],
  [
    "is violated by a role that people of the SAML provider have and give another name",
    trusting({ ...assume, Principal: { Federated: provider } }),
    "violated",
    /a principal of the account/,
  ],
  [
    "is violated by a token of a web identity",
    trusting({
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: "accounts.google.com" },
    }),
    "violated",
    /accounts\.google\.com/,
  ],
  [
    "is violated by everybody",
    trusting({ ...assume, Principal: "*" }),
    "violated",
    /the same for 4 more combinations of caller and path \[[0-9a-f]{8}\]/,
  ],
  [
    "is violated by every service",
    trusting({ ...assume, Principal: { Service: "*" } }),
    "violated",
    /any other AWS service/,
  ],
  ["is undecided of whom an expression names", trusting({ ...assume, Principal: { AWS: "${var.who}" } }), "undecided"],
  ["is undecided of a trust that is not understood", role("helper", "no policy"), "undecided", /not understood/],
];

describeClaimCases(rolesKeepTheirCallers, [...kept, ...broken]);

describe("a portal that launches products for people", () => {
  const issuer = "login.example.com/company";
  const identityProviders = [
    { kind: "existing", provider: `oidc-provider/${issuer}`, clientId: "studio-portal" },
    { kind: "existing", provider: "oidc-provider/other.example.com" },
  ] as const;
  const ownToken = { [`${issuer}:aud`]: "studio-portal", "sts:RoleSessionName": `$\${${issuer}:sub}` };
  const verdict = (Condition: StatementJson[string], provider: string = issuer) =>
    rolesKeepTheirCallers.decide(
      policySubject(
        trusting({
          Effect: "Allow",
          Action: "sts:AssumeRoleWithWebIdentity",
          Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${provider}` },
          Condition,
        }),
        { identityProviders },
      ),
    ).kind;

  test("a role keeps its callers where a session has the name of the person whose token it is", () => {
    expect(verdict({ StringEquals: ownToken })).toBe("proved");
    expect(verdict({ StringEquals: ownToken, StringNotEquals: { [`${issuer}:sub`]: "mallory" } })).toBe("proved");
  });

  test("a role does not keep its callers where a person can get the session of another one", () => {
    const listed = { [`${issuer}:sub`]: ["ada", "grace"], "sts:RoleSessionName": ["ada", "grace"] };

    expect(verdict({ StringEquals: { ...ownToken, ...listed } })).toBe("violated");
    expect(verdict({ StringNotEquals: ownToken })).toBe("violated");
    expect(verdict({ StringEqualsIfExists: ownToken })).toBe("violated");
    expect(verdict({ StringEquals: { [`${issuer}:aud`]: "studio-portal" } })).toBe("violated");
  });

  test("a role does not keep its callers where its issuer is declared without a client ID", () => {
    const other = "other.example.com";
    const ofOther = { [`${other}:aud`]: "studio-portal", "sts:RoleSessionName": `$\${${other}:sub}` };

    expect(verdict({ StringEquals: ofOther }, other)).toBe("violated");
  });
});
