import {
  cloudFormationResponseHosts,
  cloudFormationResponseStatement,
} from "../../../constructs/self-service/cloudformation-responses";
import { policyStatementApplies } from "../reference/resource-policy-evaluator";

const account = { s3Arn: (resource: string) => `arn:aws:s3:::${resource}` };

describe("answers to CloudFormation", () => {
  const statement = cloudFormationResponseStatement(account, "eu-west-1");
  const bucket = "arn:aws:s3:::cloudformation-custom-resource-response-euwest1";

  test.each([
    ["are put by anyone with a presigned URL", "s3:PutObject", `${bucket}/stack`, true],
    ["are read by nobody", "s3:GetObject", `${bucket}/stack`, false],
    ["are not put to another region's bucket", "s3:PutObject", `${bucket.replace("west1", "west2")}/stack`, false],
    ["are not put to a bucket called alike", "s3:PutObject", `${bucket}-mine/stack`, false],
  ])("%s", (_what, action, resource, let_) => {
    expect(policyStatementApplies(statement, { action, resource })).toBe(let_);
  });

  test("answers to CloudFormation find the bucket under each of its names", () => {
    expect(cloudFormationResponseHosts("eu-west-1")).toContain(
      "cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com",
    );
  });
});
