import { CAPABILITY_NAMES, type CapabilityName } from "../../../constructs/execution-role/capabilities/capabilities";
import {
  decideForExecutionRole,
  EXECUTION_ROLE_ARN,
  executionRoleStatements,
  sagemakerArn,
  synthesizeExecutionRolePermissions,
} from "../fixtures/sample-execution-role";

const withoutCapabilities = ["studio", "jobs", "data", "job_network", "job_keys", "denials"];

test("a role without capabilities has no policy for them", () => {
  const { resource } = synthesizeExecutionRolePermissions({ capabilities: [] });

  expect(Object.keys(resource.aws_iam_policy ?? {}).sort()).toEqual(
    withoutCapabilities.map((concern) => `role_permissions_${concern}`).sort(),
  );
});

test.each(CAPABILITY_NAMES)("without the capability %s no statement of it remains", (name) => {
  const sids = (enabled: readonly CapabilityName[]) => {
    const json = synthesizeExecutionRolePermissions({ capabilities: enabled });
    const concerns = Object.keys(json.resource.aws_iam_policy ?? {}).map((id) => id.replace("role_permissions_", ""));
    return executionRoleStatements(json, concerns).map(({ Sid }) => Sid);
  };
  const others = CAPABILITY_NAMES.filter((other) => other !== name);

  expect(sids(others).filter((sid) => sids([name]).includes(sid))).toEqual(sids([]));
  expect(sids([name]).length).toBeGreaterThan(sids([]).length);
});

describe.each([
  ["CreatePipeline", "pipeline/p", "aws:RequestTag/studio-perimeter-role"],
  ["UpdatePipeline", "pipeline/p", "aws:ResourceTag/studio-perimeter-role"],
  ["StartPipelineExecution", "pipeline/p", "aws:ResourceTag/studio-perimeter-role"],
  ["AddTags", "pipeline/p", "aws:ResourceTag/studio-perimeter-role"],
])("%s", (action, resource, key) => {
  test(`${action} is allowed only with the tag of the own role in ${key}`, () => {
    const decide = (context: Record<string, string>) =>
      decideForExecutionRole(`sagemaker:${action}`, sagemakerArn(resource), context);

    expect(decide({ [key]: EXECUTION_ROLE_ARN })).toBe("allowed");
    expect(decide({ [key]: `${EXECUTION_ROLE_ARN}-2` })).toBe("not allowed");
    expect(decide({})).toBe("not allowed");
  });
});

test("a user approves and deletes model versions of the environment's groups only, and registers none", () => {
  const decide = (action: string, group: string) =>
    decideForExecutionRole(`sagemaker:${action}`, sagemakerArn(`model-package/${group}/1`));

  expect(decide("UpdateModelPackage", "studio-perimeter-dev-churn")).toBe("allowed");
  expect(decide("UpdateModelPackage", "studio-perimeter-prod-churn")).toBe("not allowed");
  expect(decide("DeleteModelPackage", "churn")).toBe("not allowed");
  expect(decide("DescribeModelPackage", "churn")).toBe("allowed");
  expect(decide("CreateModelPackage", "studio-perimeter-dev-churn")).toBe("denied");
});
