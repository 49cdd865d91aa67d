import { userGetsOnlyOwnUrl } from "../../../../verify/claims/identities/user-gets-only-own-url";
import type { JsonObject } from "../../../../verify/terraform/terraform-configuration";
import type { Verdict } from "../../../../verify/verdict/claim";
import { claimSubjectWith } from "../../fixtures/claim-subject";

const allow = { Effect: "Allow", Action: "sagemaker:CreatePresignedDomainUrl", Resource: "*" };
const tagged = (operator: string, key: string, value: string) => ({ Condition: { [operator]: { [key]: value } } });
const profiles = "arn:aws:sagemaker:eu-west-1:111122223333:user-profile/d-123";

/** A role that has these statements. */
function judgedWith(...statements: readonly object[]): Verdict {
  return userGetsOnlyOwnUrl.decide(
    claimSubjectWith({
      aws_iam_role: { opener: { name: "opener", assume_role_policy: JSON.stringify({ Statement: [] }) } },
      aws_iam_role_policy: {
        opener: {
          role: "${aws_iam_role.opener.id}",
          policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
        },
      },
    }),
  );
}

test.each<[string, object]>([
  ["the profile of the session", { Resource: `${profiles}/$\${sagemaker:UserProfileName}` }],
  [
    "the tag that session and profile share",
    tagged("StringEquals", "sagemaker:ResourceTag/user", "$${aws:PrincipalTag/user}"),
  ],
])("a URL is the caller's own by %s", (_, change) => {
  expect(judgedWith({ ...allow, ...change }).kind).toBe("proved");
});

test.each<[string, object]>([
  ["every profile", {}],
  ["one profile, for any caller", { Resource: `${profiles}/ada` }],
  ["the caller's and everybody's", { Resource: [`${profiles}/$\${sagemaker:UserProfileName}`, `${profiles}/*`] }],
  ["profiles that begin as the caller's does", { Resource: `${profiles}/$\${sagemaker:UserProfileName}*` }],
  ["the name of an IAM user", { Resource: `${profiles}/$\${aws:username}` }],
  [
    "a tag where there is one",
    tagged("StringEqualsIfExists", "sagemaker:ResourceTag/user", "$${aws:PrincipalTag/user}"),
  ],
  ["a tag of another name", tagged("StringEquals", "sagemaker:ResourceTag/user", "$${aws:PrincipalTag/team}")],
  ["a tag that is written out", tagged("StringEquals", "sagemaker:ResourceTag/user", "ada")],
  ["a tag with a wildcard", tagged("StringLike", "sagemaker:ResourceTag/user", "$${aws:PrincipalTag/user}*")],
  ["a profile where there is none", { Resource: `${profiles}/$\${sagemaker:UserProfileName, 'ada'}` }],
  ["a tag with a default", tagged("StringEquals", "sagemaker:ResourceTag/user", "$${aws:PrincipalTag/user, 'ada'}")],
  ["notebooks of everybody", { Action: "sagemaker:CreatePresigned*" }],
])("a URL is anybody's by %s", (_, change) => {
  expect(judgedWith({ ...allow, ...change }).kind).toBe("violated");
});

test.each<[string, object, string]>([
  ["flow definitions alone", { Resource: "arn:aws:sagemaker:*:*:flow-definition/*" }, "proved"],
  [
    "domains and flow definitions",
    { Resource: [`${profiles}/*`, "arn:aws:sagemaker:*:*:flow-definition/*"] },
    "violated",
  ],
  ["every type of resource", { Resource: "arn:aws:sagemaker:*:*:*" }, "violated"],
  ["notebook instances alone", { Resource: "arn:aws:sagemaker:*:*:notebook-instance/*" }, "violated"],
])(
  "A statement that allows every action of SageMaker on %s is judged by the URLs that it can open.",
  (_, change, kind) => {
    expect(judgedWith({ ...allow, Action: "sagemaker:*", ...change }).kind).toBe(kind);
  },
);

const sharing = tagged("StringEquals", "sagemaker:ResourceTag/user", "$${aws:PrincipalTag/user}");
const assumes = (Action: string, AWS: string, Condition?: object) => ({
  Effect: "Allow",
  Action,
  Principal: { AWS },
  ...(Condition && { Condition }),
});
const clerk = "${aws_iam_role.clerk.arn}";
const inTheName = { StringEquals: { "sts:RoleSessionName": "$${aws:RequestTag/user}" } };

const trustOf = (Service: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service } }] });

/** A role that opens what carries its session's tag, with these things changed. */
function judgedByTag(change: {
  trust?: readonly object[];
  role?: object;
  profiles?: object;
  defaults?: object;
  /** Service that assumes the role of the clerk. */
  clerkRuns?: string;
  /** Functions that run as the clerk. */
  functions?: Record<string, object>;
  declaredCode?: readonly string[];
}): string {
  const { declaredCode: signInCode } = change;
  const resources = {
    aws_iam_role: {
      clerk: { name: "clerk", assume_role_policy: trustOf(change.clerkRuns ?? "lambda.amazonaws.com") },
      opener: {
        name: "opener",
        assume_role_policy: JSON.stringify({ Version: "2012-10-17", Statement: change.trust ?? [] }),
        ...change.role,
      },
    },
    aws_iam_role_policy: {
      opener: {
        role: "${aws_iam_role.opener.id}",
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ ...allow, ...sharing }] }),
      },
    },
    aws_sagemaker_user_profile: { ...change.profiles },
    aws_lambda_function: { ...change.functions } as JsonObject,
  };
  const subject = claimSubjectWith(resources, { ...(signInCode && { signInCode }) });
  const defaultTags = change.defaults === undefined ? [] : [{ ...change.defaults }];
  return userGetsOnlyOwnUrl.decide({ ...subject, configuration: { ...subject.configuration, defaultTags } }).kind;
}

test("a tag distinguishes users unless the role, the provider or two profiles have it", () => {
  const profile = (user: string) => ({ domain_id: "d-1", tags: { user } });

  expect(judgedByTag({ profiles: { a: profile("ada"), b: profile("bob") } })).toBe("proved");
  expect(judgedByTag({ profiles: { a: profile("ada"), b: profile("ada") } })).toBe("violated");
  expect(judgedByTag({ profiles: { a: profile("ada"), b: { ...profile("ada"), domain_id: "d-2" } } })).toBe("proved");
  expect(judgedByTag({ profiles: { a: profile("ada"), b: profile("${var.user}") } })).toBe("undecided");
  expect(judgedByTag({ role: { tags: { User: "ada" } } })).toBe("violated");
  expect(judgedByTag({ role: { tags: "${var.tags}" } })).toBe("undecided");
  expect(judgedByTag({ role: { tags: { "${var.key}": "ada" } } })).toBe("undecided");
  expect(judgedByTag({ defaults: { "${var.key}": "ada" } })).toBe("undecided");
  expect(judgedByTag({ defaults: { user: "ada" } })).toBe("violated");
  expect(judgedByTag({ defaults: { user: "ada" }, role: { tags_all: { team: "x" } } })).toBe("proved");
});

test("who assumes the role does not choose the tag, or does so for a person whom the session names", () => {
  const named = assumes("sts:AssumeRole", clerk, inTheName);
  const tagging = assumes("sts:TagSession", clerk);
  const asOneself = { StringEquals: { "aws:RequestTag/user": "$${aws:username}" } };

  expect(judgedByTag({ trust: [named, tagging] })).toBe("proved");
  expect(judgedByTag({ trust: [named, tagging], clerkRuns: "lambda.amazonaws.com.cn" })).toBe("proved");
  expect(judgedByTag({ trust: [named, tagging], clerkRuns: "ec2.amazonaws.com" })).toBe("undecided");
  expect(judgedByTag({ trust: [named, tagging], clerkRuns: "sagemaker.amazonaws.com" })).toBe("undecided");
  expect(judgedByTag({ trust: [assumes("sts:AssumeRole", clerk), tagging] })).toBe("undecided");
  expect(judgedByTag({ trust: [named, tagging, assumes("sts:*", "*")] })).toBe("undecided");
  expect(judgedByTag({ trust: [named, assumes("sts:TagSession", "*")] })).toBe("undecided");
  expect(judgedByTag({ trust: [assumes("sts:*", "*", asOneself)] })).toBe("proved");
  expect(judgedByTag({ trust: [assumes("sts:AssumeRole", "*")] })).toBe("proved");
});

test("a role that is denied outright creates none, and one that is denied elsewhere may", () => {
  const deny = { ...allow, Effect: "Deny" };

  expect(judgedWith(allow, deny).kind).toBe("proved");
  expect(judgedWith(allow, { ...deny, ...tagged("StringNotEquals", "aws:SourceVpce", "vpce-1") }).kind).toBe(
    "violated",
  );
  expect(judgedWith(allow, { ...deny, Resource: `${profiles}/ada` }).kind).toBe("violated");
});

test("code that chooses the tag for others is declared by its hash, for each function that runs as the role", () => {
  const trust = [assumes("sts:AssumeRole", clerk, inTheName), assumes("sts:TagSession", clerk)];
  const one = { role: clerk, function_name: "one", filename: "one.zip", source_code_hash: "one" };
  const other = { ...one, function_name: "other", source_code_hash: "other" };
  const { source_code_hash: _, ...withoutHash } = one;

  expect(judgedByTag({ trust, functions: { one }, declaredCode: ["one"] })).toBe("proved");
  expect(judgedByTag({ trust, functions: { one } })).toBe("undecided");
  expect(judgedByTag({ trust, functions: { one, other }, declaredCode: ["one"] })).toBe("undecided");
  expect(judgedByTag({ trust, functions: { one, other }, declaredCode: ["one", "other"] })).toBe("proved");
  expect(judgedByTag({ trust, functions: { withoutHash }, declaredCode: ["one"] })).toBe("undecided");
  expect(
    judgedByTag({ trust, functions: { one: { ...one, source_code_hash: "${var.hash}" } }, declaredCode: ["one"] }),
  ).toBe("undecided");
});
