import fc from "fast-check";
import { isInstanceTypeOf } from "../../../aws/instance-types";
import { executionRoleDenials } from "../../../constructs/execution-role/execution-role-denials";
import { INSTANCE_TYPE_ACTIONS, instanceTypeDenials } from "../../../constructs/execution-role/instance-type-denials";
import type { Statement } from "../../../constructs/iam/policy-document";
import {
  executionRoleStatements,
  PERMISSION_GROUPS,
  sagemakerArn,
  synthesizeExecutionRolePermissions,
} from "../fixtures/sample-execution-role";
import { asList, conditionKeysOf, serviceActions, statementErrors } from "../reference/iam-service-reference";
import { evaluateIdentityPolicies } from "../reference/identity-policy-evaluator";

const EVERYTHING: Statement = { Sid: "Everything", Effect: "Allow", Action: "sagemaker:*", Resource: "*" };
const ALL = ["ml.m5.large", "ml.g5.*"];
const everyUse = { apps: ALL, training: ALL, processing: ALL, transform: ALL, endpoints: ALL };

function decide(action: string, types: readonly string[] | undefined, allowed = everyUse) {
  return evaluateIdentityPolicies([EVERYTHING, ...instanceTypeDenials(allowed)], {
    action: `sagemaker:${action}`,
    context: types === undefined ? {} : { "sagemaker:InstanceTypes": types },
  });
}

const required = Object.values(INSTANCE_TYPE_ACTIONS).flatMap((actions) => actions.required);

test("the table of instance types misses no action with the condition key, unless the role is denied the action outright", () => {
  const account = { arn: (service: string, resource: string) => `arn:aws:${service}:eu-west-1:1:${resource}` };
  const shut = executionRoleDenials({ account, domainId: "d-1" })
    .filter(({ Condition }) => Condition === undefined)
    .flatMap(({ Action }) => asList(Action));
  const listed = Object.values(INSTANCE_TYPE_ACTIONS).flatMap((actions) => [
    ...actions.required,
    ...(actions.whenPresent ?? []),
  ]);
  const carrying = serviceActions("sagemaker").filter((action) =>
    conditionKeysOf(action).includes("sagemaker:InstanceTypes"),
  );

  expect(carrying.map(({ name }) => name)).toEqual(expect.arrayContaining(listed));
  expect(
    carrying
      .filter(({ name }) => !listed.includes(name) && !shut.includes(`sagemaker:${name}`))
      .map(({ name }) => name),
  ).toEqual([]);
});

test("the Deny statements of instance types name only actions and condition keys that AWS lists", () => {
  expect(statementErrors(instanceTypeDenials(everyUse))).toEqual([]);
});

test.each(required)("with a list, %s needs a type of the list, and every type of it", (action) => {
  expect(decide(action, ["ml.m5.large"])).toBe("allowed");
  expect(decide(action, ["ml.m5.large", "ml.g5.12xlarge"])).toBe("allowed");
  expect(decide(action, ["ml.p4d.24xlarge"])).toBe("denied");
  expect(decide(action, ["ml.m5.large", "ml.p4d.24xlarge"])).toBe("denied");
  expect(decide(action, undefined)).toBe("denied");
});

test("with a list for apps, a space may have no default type, and no other one", () => {
  expect(decide("CreateSpace", undefined)).toBe("allowed");
  expect(decide("UpdateSpace", ["ml.p4d.24xlarge"])).toBe("denied");
});

test("with a list for training, AutoML is denied, because AWS chooses its types", () => {
  expect(decide("CreateAutoMLJobV2", undefined)).toBe("denied");
});

test("a list for one use leaves the other uses as they are", () => {
  const denials = instanceTypeDenials({ transform: ["ml.m5.large"] });
  const actions = denials.flatMap(({ Action }) => asList(Action));

  expect([...new Set(actions)]).toEqual(["sagemaker:CreateTransformJob"]);
  expect(instanceTypeDenials({})).toEqual([]);
});

test("a training job is denied exactly when a type is outside the list", () => {
  const type = fc.constantFrom("ml.m5.large", "ml.g5.xlarge", "ml.g5.48xlarge", "ml.m5.xlarge", "ml.g5x.large");
  fc.assert(
    fc.property(fc.uniqueArray(type, { minLength: 1 }), (types) => {
      const isListed = types.every((one) => one === "ml.m5.large" || one.startsWith("ml.g5."));
      expect(decide("CreateTrainingJob", types)).toBe(isListed ? "allowed" : "denied");
    }),
  );
});

test("the execution role carries the policy of instance types only with a list", () => {
  const instanceTypes = { training: ["ml.m5.large"] };
  const limited = executionRoleStatements(synthesizeExecutionRolePermissions({ instanceTypes }), [
    ...PERMISSION_GROUPS,
    "instances",
  ]);
  const policies = synthesizeExecutionRolePermissions().resource.aws_iam_policy ?? {};

  expect(
    evaluateIdentityPolicies(limited, {
      action: "sagemaker:CreateAutoMLJobV2",
      resource: sagemakerArn("automl-job/j"),
    }),
  ).toBe("denied");
  expect(Object.keys(policies)).not.toContain("role_permissions_instances");
});

test("twenty types for every use fit into one managed policy", () => {
  const long = Array.from({ length: 20 }, (_, index) => `ml.p6e-gb200.${index + 10}xlarge`);
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: instanceTypeDenials({ apps: long, training: long, processing: long, transform: long, endpoints: long }),
  });

  expect(text.length).toBeLessThanOrEqual(6144);
});

test("SageMaker's table of instance types knows families and sizes by use", () => {
  expect(isInstanceTypeOf("training", "ml.m5.large")).toBe(true);
  expect(isInstanceTypeOf("training", "ml.m5.*")).toBe(true);
  expect(isInstanceTypeOf("training", "ml.m5.huge")).toBe(false);
  expect(isInstanceTypeOf("transform", "ml.p5.48xlarge")).toBe(false);
});
