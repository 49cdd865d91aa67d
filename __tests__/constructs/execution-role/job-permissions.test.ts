import {
  BUCKET_KEY_ARN,
  decideForExecutionRole,
  EXECUTION_ROLE_ARN,
  executionRoleStatements,
  STUDIO_KEY_ARN,
  sagemakerArn,
  sampleExecutionRoleStatements,
  synthesizeExecutionRolePermissions,
} from "../fixtures/sample-execution-role";
import { ACCOUNT, evaluateIdentityPolicies } from "../reference/identity-policy-evaluator";

describe("with jobs, a user", () => {
  const inside = {
    "sagemaker:VpcSubnets": ["subnet-1"],
    "sagemaker:VpcSecurityGroupIds": ["sg-1"],
    "sagemaker:InterContainerTrafficEncryption": "true",
    "sagemaker:VolumeKmsKeyArn": STUDIO_KEY_ARN,
    "sagemaker:OutputKmsKeyArn": BUCKET_KEY_ARN,
    "sagemaker:InstanceTypes": ["ml.m5.large"],
  };

  test.each([
    ["CreateTrainingJob", "training-job/j"],
    ["CreateProcessingJob", "processing-job/j"],
    ["CreateHyperParameterTuningJob", "hyper-parameter-tuning-job/j"],
    ["CreateAutoMLJobV2", "automl-job/j"],
    ["CreateTransformJob", "transform-job/j"],
    ["CreateModel", "model/m"],
    ["CreateEndpointConfig", "endpoint-config/e"],
  ])("a user who runs jobs runs %s inside the perimeter and not outside", (action, resource) => {
    expect(decideForExecutionRole(`sagemaker:${action}`, sagemakerArn(resource), inside)).toBe("allowed");
    expect(decideForExecutionRole(`sagemaker:${action}`, sagemakerArn(resource), {})).toBe("denied");
  });

  test.each([
    ["CreateEndpoint", "endpoint/e"],
    ["InvokeEndpoint", "endpoint/e"],
    ["StopTrainingJob", "training-job/j"],
    ["DescribeAutoMLJobV2", "automl-job/j"],
    ["ListTrainingJobsForHyperParameterTuningJob", "hyper-parameter-tuning-job/j"],
    ["ListTrainingJobs", "*"],
  ])("a user who runs jobs may %s", (action, resource) => {
    expect(decideForExecutionRole(`sagemaker:${action}`, sagemakerArn(resource))).toBe("allowed");
  });

  test("a user who runs jobs reaches no job of another account", () => {
    const theirs = "arn:aws:sagemaker:eu-west-1:999988887777:endpoint/e";

    expect(decideForExecutionRole("sagemaker:InvokeEndpoint", theirs)).toBe("not allowed");
  });

  test("a user who runs jobs writes results with the key of the buckets and volumes with the key of the domain, not the other way round", () => {
    const swapped = {
      ...inside,
      "sagemaker:VolumeKmsKeyArn": BUCKET_KEY_ARN,
      "sagemaker:OutputKmsKeyArn": STUDIO_KEY_ARN,
    };

    expect(decideForExecutionRole("sagemaker:CreateTrainingJob", sagemakerArn("training-job/j"), swapped)).toBe(
      "denied",
    );
  });

  test("a user who runs jobs opens no debug shell in a job", () => {
    const debugged = { ...inside, "sagemaker:EnableRemoteDebug": "true" };

    expect(decideForExecutionRole("sagemaker:CreateTrainingJob", sagemakerArn("training-job/j"), debugged)).toBe(
      "denied",
    );
  });

  test("a user who runs jobs runs jobs on local storage without a volume key, unless the environment lists no type", () => {
    const { "sagemaker:VolumeKmsKeyArn": _, ...withoutKey } = inside;
    const request = {
      action: "sagemaker:CreateTrainingJob",
      resource: sagemakerArn("training-job/j"),
      context: { ...withoutKey, "sagemaker:InstanceTypes": ["ml.g5.xlarge"] },
    };
    const strict = executionRoleStatements(synthesizeExecutionRolePermissions({ localStorageInstanceTypes: [] }));

    expect(evaluateIdentityPolicies(sampleExecutionRoleStatements, request)).toBe("allowed");
    expect(evaluateIdentityPolicies(strict, request)).toBe("denied");
  });

  test.each([
    ["his own role to SageMaker", EXECUTION_ROLE_ARN, "sagemaker.amazonaws.com", "allowed"],
    ["his own role to Lambda", EXECUTION_ROLE_ARN, "lambda.amazonaws.com", "denied"],
    ["another role", `arn:aws:iam::${ACCOUNT}:role/admin`, "sagemaker.amazonaws.com", "not allowed"],
  ])("a user who runs jobs passes %s: %s", (_, role, service, expected) => {
    expect(decideForExecutionRole("iam:PassRole", role, { "iam:PassedToService": service })).toBe(expected);
  });

  test.each([
    ["his own subnet", "subnet/subnet-1", "allowed"],
    ["a subnet of others", "subnet/subnet-x", "not allowed"],
    ["his own group", "security-group/sg-1", "allowed"],
    ["a group of others", "security-group/sg-x", "not allowed"],
  ])("a user who runs jobs puts a network interface into %s: %s", (_, resource, expected) => {
    expect(decideForExecutionRole("ec2:CreateNetworkInterface", `arn:aws:ec2:eu-west-1:${ACCOUNT}:${resource}`)).toBe(
      expected,
    );
  });

  test.each([
    "ec2:DeleteNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterfacePermission",
  ])("a user who runs jobs does %s in his own VPC alone", (action) => {
    const eni = `arn:aws:ec2:eu-west-1:${ACCOUNT}:network-interface/eni-1`;
    const within = (vpc: string) => ({ "ec2:Vpc": `arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc/${vpc}` });

    expect(decideForExecutionRole(action, eni, within("vpc-ours"))).toBe("allowed");
    expect(decideForExecutionRole(action, eni, within("vpc-other"))).toBe("not allowed");
    expect(decideForExecutionRole(action, eni)).toBe("not allowed");
  });
});
