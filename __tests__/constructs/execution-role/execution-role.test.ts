import { ExecutionRole } from "../../../constructs/execution-role/execution-role";
import { synthesizeInBareStack } from "../fixtures/bare-stack";
import { sampleContext } from "../fixtures/sample-context";
import { statementErrors } from "../reference/iam-service-reference";
import { ACCOUNT, evaluateIdentityPolicies, identityPolicyStatements } from "../reference/identity-policy-evaluator";

const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/studio-perimeter-dev-boundary`;

function synthesizeRole(permissionsBoundaryArn?: string) {
  return synthesizeInBareStack((stack) => {
    new ExecutionRole(stack, "execution_role", {
      context: sampleContext(stack, { name: "studio-perimeter-dev" }),
      permissionsBoundaryArn,
    });
  });
}

describe("the execution role", () => {
  const json = synthesizeRole();
  const trust = identityPolicyStatements(json, "aws_iam_role", "execution_role_role", "assume_role_policy");
  const asked = (sourceArn: string, sourceAccount: string, action = "sts:AssumeRole") => ({
    action,
    context: { "aws:SourceArn": sourceArn, "aws:SourceAccount": sourceAccount },
  });
  const ourDomain = `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:domain/d-1`;

  test("the execution role is named after its environment", () => {
    expect(json.resource.aws_iam_role?.execution_role_role?.name).toBe("studio-perimeter-dev-execution");
  });

  test("the execution role can be destroyed though somebody attached a policy by hand", () => {
    expect(json.resource.aws_iam_role?.execution_role_role?.force_detach_policies).toBe(true);
  });

  test("the execution role trusts SageMaker and nobody else", () => {
    expect(trust.map(({ Effect, Principal }) => ({ Effect, Principal }))).toEqual([
      { Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" } },
    ]);
  });

  test.each(["sts:AssumeRole", "sts:SetSourceIdentity"])(
    "the execution role lets SageMaker %s for this account",
    (action) => {
      expect(evaluateIdentityPolicies(trust, asked(ourDomain, ACCOUNT, action))).toBe("allowed");
    },
  );

  test.each([
    ["a domain of another account", "arn:aws:sagemaker:eu-west-1:999988887777:domain/d-1", "999988887777"],
    ["a domain of another account that claims ours", "arn:aws:sagemaker:eu-west-1:999988887777:domain/d-1", ACCOUNT],
    ["another account that borrows the ARN of our domain", ourDomain, "999988887777"],
    ["our account in another region", `arn:aws:sagemaker:us-east-1:${ACCOUNT}:domain/d-1`, ACCOUNT],
    ["another service of our account", `arn:aws:glue:eu-west-1:${ACCOUNT}:job/j`, ACCOUNT],
  ])("the execution role is refused to SageMaker on behalf of %s", (_, sourceArn, sourceAccount) => {
    expect(evaluateIdentityPolicies(trust, asked(sourceArn, sourceAccount))).toBe("not allowed");
  });

  test("the execution role is refused to a caller that does not say for whom it asks", () => {
    expect(evaluateIdentityPolicies(trust, { action: "sts:AssumeRole" })).toBe("not allowed");
  });

  test("the execution role names only actions that exist", () => {
    expect(statementErrors(trust)).toEqual([]);
  });

  test("the execution role carries a boundary only where one is given", () => {
    const bounded = synthesizeRole(BOUNDARY);

    expect(bounded.resource.aws_iam_role?.execution_role_role?.permissions_boundary).toBe(BOUNDARY);
    expect(json.resource.aws_iam_role?.execution_role_role).not.toHaveProperty("permissions_boundary");
  });
});
