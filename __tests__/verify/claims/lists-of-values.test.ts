import { claims } from "../../../verify/claims";
import type { PerimeterPosture } from "../../../verify/posture/posture";
import type { Json } from "../../../verify/terraform/terraform-configuration";
import type { Verdict } from "../../../verify/verdict/claim";
import { combineEdits, type MutableResources, type ResourceEdit } from "../fixtures/network-perimeter";
import {
  appendStatement,
  dropStatement,
  editStatements,
  policySubject,
  putArguments,
  type StatementJson,
} from "../fixtures/policy-perimeter";

/** A condition that may list a permitted value, and other values with it. */
interface ListedValue {
  readonly claim: string;
  readonly key: string;
  readonly permitted: string;
  /** Longer than the permitted value, so that it is never the one that represents both. */
  readonly foreign: string;
  /** The statement with the condition. */
  readonly add: (condition: StatementJson) => (resources: MutableResources) => void;
  /** A pattern of the permitted value and of others. @default - its beginning */
  readonly alike?: string;
}

const account = "${data.aws_caller_identity.me.account_id}";
const domain = "${aws_sagemaker_domain.studio.id}";
const another = "999999999999";

const toStudio =
  (statement: StatementJson) =>
  (Condition: StatementJson): ((resources: MutableResources) => void) =>
    appendStatement("aws_iam_role_policy", "studio", { Effect: "Allow", Resource: "*", ...statement, Condition });

const policy = (...Statement: readonly StatementJson[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
const lambda = {
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal: { Service: "lambda.amazonaws.com" },
};

const toHelper =
  (statement: StatementJson) =>
  (Condition: StatementJson) =>
  (resources: MutableResources): void => {
    putArguments("aws_iam_role", "helper", { name: "helper", assume_role_policy: policy(lambda) })(resources);
    putArguments("aws_iam_role_policy", "helper", {
      role: "${aws_iam_role.helper.id}",
      policy: policy({ Effect: "Allow", Resource: "*", ...statement, Condition }),
    })(resources);
  };

const toKey =
  (statement: StatementJson) =>
  (Condition: StatementJson): ((resources: MutableResources) => void) =>
    appendStatement("aws_kms_key", "main", { Effect: "Allow", Resource: "*", ...statement, Condition });

const toTrust = (Condition: StatementJson): ((resources: MutableResources) => void) =>
  putArguments("aws_iam_role", "helper", {
    name: "helper",
    assume_role_policy: policy({
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Condition,
    }),
  });

const withKey =
  (fixed: StatementJson, add: ListedValue["add"]): ListedValue["add"] =>
  (condition) =>
    add({ ...fixed, ...condition });

const texts: readonly ListedValue[] = [
  {
    claim: "role-passes-only-itself",
    key: "iam:PassedToService",
    permitted: "sagemaker.amazonaws.com",
    foreign: "ec2.amazonaws.com.and-more",
    add: toStudio({ Action: "iam:PassRole", Resource: "${aws_iam_role.studio.arn}" }),
  },
  {
    claim: "reads-stay-in-stack",
    key: "s3:ExistingObjectTag/servicecatalog:provisioning",
    permitted: "true",
    foreign: "anything",
    add: toHelper({ Action: "s3:GetObject" }),
  },
  {
    claim: "requests-stay-in-account",
    key: "s3:ExistingObjectTag/servicecatalog:provisioning",
    permitted: "true",
    foreign: "anything",
    add: (condition) =>
      combineEdits(
        dropStatement("aws_iam_role_policy", "studio", "Jobs"),
        toHelper({ Action: "s3:GetObject" })(condition),
      ),
  },
  {
    claim: "reads-stay-in-stack",
    key: "servicecatalog:userLevel",
    permitted: "self",
    foreign: "account",
    add: toStudio({ Action: "servicecatalog:DescribeRecord" }),
  },
  {
    claim: "reads-stay-in-stack",
    key: "sts:AWSServiceName",
    permitted: "codeartifact.amazonaws.com",
    foreign: "a-longer-name-of-a-service.amazonaws.com",
    add: toStudio({ Action: "sts:GetServiceBearerToken" }),
  },
  {
    claim: "self-service-cannot-escalate",
    key: "servicecatalog:userLevel",
    permitted: "self",
    foreign: "account",
    add: toHelper({ Action: "servicecatalog:TerminateProvisionedProduct" }),
  },
  ...["studio-cannot-widen-itself", "self-service-cannot-escalate"].map((claim) => ({
    claim,
    key: "kms:GrantIsForAWSResource",
    permitted: "true",
    foreign: "false",
    add: withKey(
      { Null: { "kms:ViaService": "false" } },
      (claim === "studio-cannot-widen-itself" ? toStudio : toHelper)({
        Action: "kms:CreateGrant",
        Resource: "${aws_kms_key.main.arn}",
      }),
    ),
  })),
  {
    claim: "key-keeps-its-owner",
    key: "kms:EncryptionContext:owner",
    permitted: account,
    foreign: `${another}-and-more`,
    add: toKey({ Principal: { Service: "logs.eu-west-1.amazonaws.com" }, Action: "kms:Decrypt" }),
  },
  {
    claim: "people-need-mfa",
    key: "aws:MultiFactorAuthPresent",
    permitted: "true",
    foreign: "false",
    add: toTrust,
  },
  {
    claim: "private-spaces-are-private",
    key: "sagemaker:SpaceSharingType",
    permitted: "Shared",
    foreign: "Private",
    add: toStudio({ Action: "sagemaker:UpdateSpace" }),
  },
  {
    claim: "private-spaces-are-private",
    key: "sagemaker:OwnerUserProfileArn",
    permitted: `arn:aws:sagemaker:eu-west-1:*:user-profile/${domain}/ana`,
    foreign: `arn:aws:sagemaker:eu-west-1:*:user-profile/${domain}/bert-and-more`,
    add: withKey(
      { "ForAnyValue:StringEquals": { "sagemaker:UserProfileName": "ana" } },
      toStudio({ Action: "sagemaker:UpdateSpace" }),
    ),
  },
  {
    claim: "private-spaces-are-private",
    key: "sagemaker:UserProfileName",
    permitted: "ana",
    foreign: "bert-and-more",
    add: withKey(
      { ArnLike: { "sagemaker:OwnerUserProfileArn": `arn:aws:sagemaker:eu-west-1:*:user-profile/${domain}/ana` } },
      toStudio({ Action: "sagemaker:UpdateSpace" }),
    ),
  },
  {
    claim: "jobs-stay-in-vpc",
    key: "sagemaker:InstanceTypes",
    permitted: "ml.g5.xlarge",
    foreign: "ml.m5.metal-and-more",
    alike: "ml.*",
    add: (condition) =>
      editStatements("aws_iam_role_policy", "studio", (statements) => [
        ...statements.filter(({ Sid }) => Sid !== "VolumeKmsKeyArnAbsent"),
        denyJobsWithoutVolumeKey(denialOf(condition)),
        denyJobsWithoutVolumeKey({ Null: { "sagemaker:VolumeKmsKeyArn": "true", "sagemaker:InstanceTypes": "true" } }),
      ]),
  },
];

function denyJobsWithoutVolumeKey(condition: StatementJson): StatementJson {
  return {
    Effect: "Deny",
    Action: "sagemaker:CreateTrainingJob",
    Resource: "*",
    Condition: { Null: { "sagemaker:VolumeKmsKeyArn": "true" }, ...condition },
  };
}

const arns: readonly ListedValue[] = [
  {
    claim: "people-need-mfa",
    key: "aws:PrincipalArn",
    permitted: `arn:aws:iam::${account}:role/studio`,
    foreign: `arn:aws:iam::${account}:user/mallory-and-more`,
    add: toTrust,
  },
  {
    claim: "key-keeps-its-owner",
    key: "kms:EncryptionContext:aws:logs:arn",
    permitted: `arn:aws:logs:eu-west-1:${account}:log-group:x`,
    foreign: `arn:aws:logs:eu-west-1:${another}:log-group:${account}:and-more`,
    alike: `arn:aws:logs:eu-west-1:*:log-group:x`,
    add: toKey({ Principal: { Service: "logs.eu-west-1.amazonaws.com" }, Action: "kms:Decrypt" }),
  },
];

/** The denial of what the condition would allow: `ForAnyValue:StringNotEquals` for `StringEquals`. */
function denialOf(condition: StatementJson): StatementJson {
  return Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => {
      const [, name = ""] = /(\w+)$/.exec(operator) ?? [];
      return [`ForAnyValue:${name.replace(/^(String)(Equals|Like)/, "$1Not$2").replace("IfExists", "")}`, keys];
    }),
  );
}

const textOperators = [
  "StringEquals",
  "StringLike",
  "StringEqualsIgnoreCase",
  "StringEqualsIfExists",
  "ForAnyValue:StringEquals",
  "ForAnyValue:StringLike",
  "ForAllValues:StringEquals",
];
const arnOperators = ["ArnEquals", "ArnLike", "ForAnyValue:ArnLike", "StringLike", "StringEquals"];

function decide(
  name: string,
  edit: ResourceEdit,
  posture: Partial<PerimeterPosture> = {},
): Verdict["kind"] | undefined {
  return claims.find((claim) => claim.name === name)?.decide(policySubject(edit, posture) as never).kind;
}

const verdictOf = ({ claim, add }: ListedValue, condition: StatementJson): Verdict["kind"] | undefined =>
  decide(claim, add(condition));

for (const [listed, operators] of [
  ...texts.map((each) => [each, textOperators] as const),
  ...arns.map((each) => [each, arnOperators] as const),
]) {
  const { claim, key, permitted, foreign, alike = `${permitted.slice(0, -1)}*` } = listed;
  const lists: readonly (readonly [string, Json])[] = [
    ["first", [permitted, foreign]],
    ["last", [foreign, permitted]],
    ["among others", [`${foreign}-1`, permitted, `${foreign}-2`]],
    ["next to a pattern that covers both", [permitted, "*"]],
    ["next to a pattern that begins alike", [permitted, alike]],
  ];

  test(`${claim} accepts ${key} with its permitted value alone`, () => {
    const operator = operators === arnOperators || permitted.includes("*") ? "StringLike" : "StringEquals";

    expect(["proved", "notApplicable"]).toContain(verdictOf(listed, { [operator]: { [key]: permitted } }));
  });

  test(`${claim} never accepts a list of ${key} that has another value too, wherever the permitted one is`, () => {
    const proofs = operators.flatMap((operator) =>
      lists
        .filter(([, values]) => /Like/.test(operator) || !JSON.stringify(values).includes('*"'))
        .flatMap(([where, values]) => {
          const kind = verdictOf(listed, { [operator]: { [key]: values } });
          return kind === "proved" || kind === "notApplicable" ? [`${operator}: ${where}`] : [];
        }),
    );

    expect(proofs).toEqual([]);
  });
}

test.each(["aws:username", "aws:PrincipalArn"])("people-need-mfa finds an IAM user whom only %s names", (key) => {
  const named = key === "aws:username" ? "mallory" : `arn:aws:iam::${account}:user/mallory`;
  const edit = toTrust({ StringEquals: { [key]: named } });

  expect(decide("people-need-mfa", edit)).toBe("violated");
});

test("packages-only-from-inside never accepts a list of repositories that has another one too, in either order", () => {
  const declared = `arn:aws:codeartifact:eu-west-1:${another}:repository/shared/a`;
  const undeclared = `arn:aws:codeartifact:eu-west-1:${another}:repository/shared/and-more`;
  const reading = (...Resource: readonly string[]): ReturnType<typeof toTrust> =>
    appendStatement("aws_iam_role_policy", "studio", {
      Effect: "Allow",
      Action: "codeartifact:ReadFromRepository",
      Resource,
    });

  const kinds = [[declared], [declared, undeclared], [undeclared, declared]].map((resources) =>
    decide("packages-only-from-inside", reading(...resources), { packageSources: [declared] }),
  );

  expect(kinds).toEqual(["proved", "violated", "violated"]);
});
