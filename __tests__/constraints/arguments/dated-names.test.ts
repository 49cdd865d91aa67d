import { ruleRefusals } from "../../../constraints/arguments/argument-rules";
import { managedPolicyRefusals } from "../../../constraints/iam/managed-policy-names";
import { misspelledName } from "../../../constraints/misspelling";

afterEach(() => jest.useRealTimers());

const runtimeProblems = (runtime: string): readonly string[] =>
  ruleRefusals("aws_lambda_function", { runtime, handler: "a.b" })
    .filter(({ argument }) => argument === "runtime")
    .map(({ problem }) => problem);

test.each([
  ["2027-01-31T12:00:00Z", 0],
  ["2027-02-01T12:00:00Z", 1],
])("On %s, the runtime nodejs18.x has %i refusals: AWS creates functions with it until 2027-02-01.", (now, count) => {
  jest.useFakeTimers({ now: new Date(now) });

  expect(runtimeProblems("nodejs18.x")).toHaveLength(count);
});

test("A runtime that has ended is refused with its last day, and one that the table does not have is not.", () => {
  expect(runtimeProblems("python3.6")).toEqual(["Lambda creates no function with this runtime since 2022-07-18"]);
  expect(runtimeProblems("toString")).toEqual([]);
});

test.each(["AmazonSageMakerFullAccessV2", "AmazonSageMakerTelepathyFullAccess", "CloudWatchFullAccessV3"])(
  "A managed policy that AWS may have added after the day of the catalog is not refused: %s",
  (name) => {
    expect(
      managedPolicyRefusals("aws_iam_role_policy_attachment", { policy_arn: `arn:aws:iam::aws:policy/${name}` }),
    ).toEqual([]);
  },
);

test("Policies of an account, and those of other partitions, are not compared with the catalog.", () => {
  const arns = ["arn:aws:iam::111122223333:policy/AmazonS3FullAcces", "arn:aws-cn:iam::aws:policy/AmazonS3FullAcces"];

  expect(managedPolicyRefusals("aws_iam_role_policy_attachments_exclusive", { policy_arns: arns })).toEqual([]);
});

test.each([
  ["AWS::S3::object", "AWS::S3::Object"],
  ["AWS::S3::Objct", "AWS::S3::Object"],
  ["AWS::S3::Object", undefined],
  ["AWS::S3::Object2", undefined],
  ["AWS::S3::Elephant", undefined],
])("The text %s is a misspelling of %s.", (text, meant) => {
  expect(misspelledName(text, ["AWS::S3::Object"])).toBe(meant);
});
