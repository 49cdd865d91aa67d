import { conditionProblems } from "../../../constraints/iam/condition-problems";

const problems = (Condition: object): readonly string[] =>
  conditionProblems({ Condition }).map(({ problem }) => problem);

test.each([
  [{ Bool: { "aws:SecureTransport": ["True", false] } }],
  [{ Null: { "aws:SourceVpc": "false" } }],
  [{ NumericLessThanEqualsIfExists: { "aws:MultiFactorAuthAge": 3600, "s3:max-keys": "10.5" } }],
  [
    {
      DateGreaterThan: { "aws:CurrentTime": ["2026-12-31T00:00:00Z", "2026", "1798675200", "2026-12-31T00:00+01:00"] },
    },
  ],
  [{ NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::1", "${aws_eip.a.public_ip}/32"] } }],
  [{ Bool: { "aws:ViaAWSService": "${aws:PrincipalTag/direct}" } }],
  [{ "ForAnyValue:StringLike": { "s3:ExistingObjectTag/team": "a", "kms:EncryptionContext:app": "b" } }],
  [
    {
      StringEquals: {
        "S3:X-Amz-Acl": "private",
        "aws:RequestTag/team": "a",
        "token.actions.githubusercontent.com:aud": "b",
      },
    },
  ],
  [{ StringEquals: { "${local.issuer}:sub": "a" } }],
])("A condition that AWS can match has no problem: %j", (condition) => {
  expect(problems(condition)).toEqual([]);
});

test.each([
  [{ Bool: { "aws:SecureTransport": "yes" } }, "the value of aws:SecureTransport must be true or false"],
  [{ DateLessThanIfExists: { "aws:CurrentTime": "31.12.2026" } }, /must be a date/],
  [{ "ForAllValues:NumericEquals": { "s3:max-keys": ["1", "ten"] } }, "the value of s3:max-keys must be a number"],
  [{ IpAddress: { "aws:SourceIp": "10.0.0.0/8 " } }, /must be an address or a block/],
  [{ StringLike: { "kms:EncryptionContexts:app": "b" } }, "the service has no such condition key"],
])("The condition %j is refused: %s", (condition, problem) => {
  expect(problems(condition)).toEqual([expect.stringMatching(problem)]);
});

test("IAM reads dates when it stores a policy, and accepts other values that it never matches.", () => {
  const [date] = conditionProblems({ Condition: { DateLessThan: { "aws:CurrentTime": "soon" } } });
  const [truth] = conditionProblems({ Condition: { Bool: { "aws:SecureTransport": "yes" } } });

  expect([date?.isAccepted, truth?.isAccepted]).toEqual([undefined, true]);
});
