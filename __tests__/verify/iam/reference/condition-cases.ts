import { allow, type ReferenceCase, type ReferenceStatement } from "./reference-case";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const operators = `${guide}/reference_policies_elements_condition_operators.html`;
const values = `${guide}/reference_policies_condition-logic-multiple-context-keys-or-values.html`;
const variables = `${guide}/reference_policies_variables.html`;

type Keys = ReferenceCase["keys"];

/** An Allow under a condition, asked by a request with the keys. */
function when(
  says: string,
  condition: ReferenceStatement,
  keys: Keys,
  holds: boolean | "unknown",
  source = operators,
): ReferenceCase {
  const expected = holds === "unknown" ? "unknown" : holds ? "allowed" : "implicit-deny";
  return {
    says,
    source,
    identity: [allow({ Condition: condition })],
    ...(keys === undefined ? {} : { keys }),
    expected,
  };
}

const arn = (Resource: string, keys: Keys, expected: ReferenceCase["expected"], says: string): ReferenceCase => ({
  says,
  source: variables,
  identity: [allow({ Resource })],
  ...(keys === undefined ? {} : { keys }),
  expected,
});

/** Every condition operator with its rule for absent keys, several keys and values, and variables. */
export const conditionCases: readonly ReferenceCase[] = [
  when(
    "StringEquals holds for the same text",
    { StringEquals: { "aws:PrincipalTag/job": "iam" } },
    { "aws:PrincipalTag/job": "iam" },
    true,
  ),
  when(
    "StringEquals minds case",
    { StringEquals: { "aws:PrincipalTag/job": "iam" } },
    { "aws:PrincipalTag/job": "IAM" },
    false,
  ),
  when("StringEquals takes a star for itself", { StringEquals: { "s3:prefix": "a*" } }, { "s3:prefix": "ab" }, false),
  when("StringEquals fails for an absent key", { StringEquals: { "s3:prefix": "a" } }, {}, false),
  when("StringNotEquals holds for an absent key", { StringNotEquals: { "s3:prefix": "a" } }, {}, true),
  when(
    "StringNotEquals with two values means neither",
    { StringNotEquals: { "s3:prefix": ["a", "b"] } },
    { "s3:prefix": "b" },
    false,
    values,
  ),
  when(
    "two values of a key mean either",
    { StringEquals: { "s3:prefix": ["a", "b"] } },
    { "s3:prefix": "b" },
    true,
    values,
  ),
  when(
    "two keys mean both",
    { StringEquals: { "s3:prefix": "a", "s3:delimiter": "/" } },
    { "s3:prefix": "a" },
    false,
    values,
  ),
  when(
    "two operators mean both",
    { StringEquals: { "s3:prefix": "a" }, Bool: { "aws:SecureTransport": "true" } },
    { "s3:prefix": "a", "aws:SecureTransport": "false" },
    false,
    values,
  ),
  when(
    "keys ignore case",
    { StringEquals: { "AWS:SourceVPCE": "vpce-1" } },
    { "aws:SourceVpce": "vpce-1" },
    true,
    values,
  ),
  when(
    "StringEqualsIgnoreCase ignores case",
    { StringEqualsIgnoreCase: { "s3:prefix": "ABC" } },
    { "s3:prefix": "abc" },
    true,
  ),
  when(
    "StringNotEqualsIgnoreCase ignores case",
    { StringNotEqualsIgnoreCase: { "s3:prefix": "ABC" } },
    { "s3:prefix": "abc" },
    false,
  ),
  when("StringLike reads stars", { StringLike: { "s3:prefix": "home/*" } }, { "s3:prefix": "home/a/b" }, true),
  when("StringNotLike reads stars", { StringNotLike: { "s3:prefix": "home/*" } }, { "s3:prefix": "home/a" }, false),
  when("NumericLessThan is strict", { NumericLessThan: { "s3:TlsVersion": "1.2" } }, { "s3:TlsVersion": "1.2" }, false),
  when(
    "NumericLessThanEquals is not",
    { NumericLessThanEquals: { "s3:max-keys": "10" } },
    { "s3:max-keys": "10" },
    true,
  ),
  when(
    "NumericGreaterThan compares numbers, not text",
    { NumericGreaterThan: { "s3:max-keys": "9" } },
    { "s3:max-keys": "10" },
    true,
  ),
  when(
    "NumericNotEquals holds for another number",
    { NumericNotEquals: { "s3:max-keys": "9" } },
    { "s3:max-keys": "10" },
    true,
  ),
  when(
    "DateGreaterThan compares instants",
    { DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } },
    { "aws:CurrentTime": "2026-06-01T00:00:00Z" },
    true,
  ),
  when(
    "dates may be written as seconds",
    { DateLessThan: { "aws:EpochTime": "1767225600" } },
    { "aws:EpochTime": "2025-06-01T00:00:00Z" },
    true,
  ),
  when("Bool compares truth", { Bool: { "aws:SecureTransport": true } }, { "aws:SecureTransport": "true" }, true),
  when("Bool fails for an absent key", { Bool: { "aws:SecureTransport": "false" } }, {}, false),
  when("BoolIfExists holds for an absent key", { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }, {}, true),
  when(
    "BoolIfExists compares a present key",
    { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } },
    { "aws:MultiFactorAuthPresent": "false" },
    false,
  ),
  when(
    "IpAddress holds within the block",
    { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    { "aws:SourceIp": "203.0.113.77" },
    true,
  ),
  when(
    "IpAddress fails outside",
    { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    { "aws:SourceIp": "203.0.114.1" },
    false,
  ),
  when(
    "IpAddress reads IPv6",
    { IpAddress: { "aws:SourceIp": "2001:db8::/32" } },
    { "aws:SourceIp": "2001:db8:1::2" },
    true,
  ),
  when(
    "NotIpAddress holds outside",
    { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    { "aws:SourceIp": "198.51.100.1" },
    true,
  ),
  when(
    "ArnLike compares part by part",
    { ArnLike: { "aws:SourceArn": "arn:aws:logs:*:log-group:a" } },
    { "aws:SourceArn": "arn:aws:logs:eu-west-1:1:log-group:a" },
    false,
  ),
  when(
    "ArnLike lets the last part hold colons",
    { ArnLike: { "aws:SourceArn": "arn:aws:logs:*:*:log-group:*" } },
    { "aws:SourceArn": "arn:aws:logs:eu-west-1:1:log-group:a:b" },
    true,
  ),
  when(
    "ArnEquals reads stars as ArnLike does",
    { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/ops-*" } },
    { "aws:PrincipalArn": "arn:aws:iam::1:role/ops-a" },
    true,
  ),
  when("ArnNotLike holds for an absent key", { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/a" } }, {}, true),
  when("StringEqualsIfExists holds for an absent key", { StringEqualsIfExists: { "s3:prefix": "a" } }, {}, true),
  when("StringNotEqualsIfExists holds for an absent key", { StringNotEqualsIfExists: { "s3:prefix": "a" } }, {}, true),
  when("Null true holds for an absent key", { Null: { "aws:TokenIssueTime": "true" } }, {}, true),
  when("Null false fails for an absent key", { Null: { "aws:TokenIssueTime": "false" } }, {}, false),
  when(
    "a plain operator on several values proves nothing",
    { StringEquals: { "aws:TagKeys": "a" } },
    { "aws:TagKeys": ["a", "b"] },
    "unknown",
  ),
  arn(
    "arn:aws:s3:::bucket/$${aws:username}/*".replace("$$", "$"),
    { "aws:username": "ana" },
    "implicit-deny",
    "a variable takes the request's value",
  ),
  {
    ...arn(
      "arn:aws:s3:::bucket/${aws:username}/*",
      { "aws:username": "ana" },
      "allowed",
      "a variable that fits allows",
    ),
    resource: "arn:aws:s3:::bucket/ana/x",
  },
  {
    ...arn("arn:aws:s3:::bucket/${aws:username}/*", {}, "implicit-deny", "a variable without a value matches nothing"),
    resource: "arn:aws:s3:::bucket//x",
  },
  {
    ...arn("arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'company'}/*", {}, "allowed", "a variable may have a default"),
    resource: "arn:aws:s3:::bucket/company/x",
  },
  {
    ...arn("arn:aws:s3:::bucket/${*}", {}, "implicit-deny", "an escaped star is a star"),
    resource: "arn:aws:s3:::bucket/x",
  },
  {
    ...arn("arn:aws:s3:::bucket/${*}", {}, "allowed", "an escaped star matches a star"),
    resource: "arn:aws:s3:::bucket/*",
  },
  {
    ...arn(
      "arn:aws:s3:::bucket/${aws:username}",
      { "aws:username": "*" },
      "implicit-deny",
      "a star in a variable's value is no wildcard",
    ),
    resource: "arn:aws:s3:::bucket/x",
  },
  when(
    "a variable may appear in a value",
    { StringEquals: { "aws:ResourceTag/owner": "${aws:PrincipalTag/owner}" } },
    { "aws:ResourceTag/owner": "a", "aws:PrincipalTag/owner": "a" },
    true,
    variables,
  ),
  when(
    "an unresolved variable under a negated operator proves nothing",
    { StringNotEquals: { "s3:prefix": "${aws:username}" } },
    { "s3:prefix": "a" },
    "unknown",
    variables,
  ),
];
