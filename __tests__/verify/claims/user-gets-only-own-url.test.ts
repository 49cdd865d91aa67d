import type { Verdict } from "../../../verify/claim";
import { userGetsOnlyOwnUrl } from "../../../verify/claims/user-gets-only-own-url";
import { subjectOver } from "./case";

const allow = { Effect: "Allow", Action: "sagemaker:CreatePresignedDomainUrl", Resource: "*" };
const tagged = (operator: string, key: string, value: string) => ({ Condition: { [operator]: { [key]: value } } });
const profiles = "arn:aws:sagemaker:eu-west-1:111122223333:user-profile/d-123";

/** A role that has these statements. */
function judgedWith(...statements: readonly object[]): Verdict {
  return userGetsOnlyOwnUrl.decide(
    subjectOver({
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
  ["one profile, whoever calls", { Resource: `${profiles}/ada` }],
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
  ["notebooks of everybody", { Action: "sagemaker:CreatePresigned*" }],
])("a URL is anybody's by %s", (_, change) => {
  expect(judgedWith({ ...allow, ...change }).kind).toBe("violated");
});

test("a role that is denied outright creates none, and one that is denied elsewhere may", () => {
  const deny = { ...allow, Effect: "Deny" };

  expect(judgedWith(allow, deny).kind).toBe("proved");
  expect(judgedWith(allow, { ...deny, ...tagged("StringNotEquals", "aws:SourceVpce", "vpce-1") }).kind).toBe(
    "violated",
  );
  expect(judgedWith(allow, { ...deny, Resource: `${profiles}/ada` }).kind).toBe("violated");
});
