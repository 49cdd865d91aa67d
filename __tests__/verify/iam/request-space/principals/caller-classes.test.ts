import { policyModel } from "../../../../../verify/iam/attachments/policy-model";
import { parsePolicy } from "../../../../../verify/iam/language/parse-policy";
import { callerClasses } from "../../../../../verify/iam/request-space/principals/caller-classes";
import { valueTest } from "../../../../../verify/iam/request-space/statements/distinctions";
import { statementsOf } from "../../../../../verify/iam/request-space/statements/statement-queries";
import { policySubject } from "../../../fixtures/policy-perimeter";

const { text } = policyModel(policySubject().configuration);
const statements = statementsOf([
  parsePolicy(
    JSON.stringify({
      Statement: {
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "*",
        Condition: {
          StringEquals: { "aws:PrincipalOrgID": "o-theirs" },
          ArnLike: { "aws:SourceArn": "arn:aws:s3:::mine" },
        },
      },
    }),
    "aws_s3_bucket_policy.mine",
  ),
]);

type Question = readonly [typeof text, Parameters<typeof callerClasses>[2]?, Parameters<typeof callerClasses>[3]?];

/** Questions that differ from the first one in one thing that decides who the callers are. */
const questions: readonly Question[] = [
  [text],
  [{ ...text, account: "222222222222" }],
  [{ ...text, partition: "aws-cn" }],
  [{ ...text, ownOrganization: "o-another" }],
  [text, { deployers: [`arn:aws:iam::${text.account}:role/deployer`] }],
  [text, { breakGlass: [`arn:aws:iam::${text.account}:role/deployer`] }],
  [text, {}, [valueTest("aws:sourcearn", ["arn:aws:s3:::other"])]],
];

test("questions of two configurations about the same statements share their callers", () => {
  const other = policyModel(policySubject().configuration).text;

  expect(other).not.toBe(text);
  expect(callerClasses(other, statements)).toBe(callerClasses(text, statements));
});

test("a question has the callers that it would have alone, whatever was asked about the same statements before", () => {
  const alone = questions.map(([resolver, ...rest]) => callerClasses(resolver, [...statements], ...rest));
  const together = questions.map(([resolver, ...rest]) => callerClasses(resolver, statements, ...rest));

  expect(together).toEqual(alone);
  expect(new Set(together.map((callers) => JSON.stringify(callers, mapsAsLists))).size).toBe(questions.length);
});

function mapsAsLists(_: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}
