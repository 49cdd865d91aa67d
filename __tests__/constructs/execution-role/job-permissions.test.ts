import {
  ask,
  BUCKET_KEY,
  ROLE,
  STUDIO_KEY,
  sagemaker,
  sampleStatements,
  statementsOf,
  synthesizePermissions,
} from "../fixtures/sample-role";
import { ACCOUNT, outcome } from "../reference/identity-policy";

describe("with jobs, a user", () => {
  const inside = {
    "sagemaker:VpcSubnets": ["subnet-1"],
    "sagemaker:VpcSecurityGroupIds": ["sg-1"],
    "sagemaker:InterContainerTrafficEncryption": "true",
    "sagemaker:VolumeKmsKeyArn": STUDIO_KEY,
    "sagemaker:OutputKmsKeyArn": BUCKET_KEY,
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
  ])("runs %s inside the perimeter and not outside", (action, resource) => {
    expect(ask(`sagemaker:${action}`, sagemaker(resource), inside)).toBe("allowed");
    expect(ask(`sagemaker:${action}`, sagemaker(resource), {})).toBe("denied");
  });

  test.each([
    ["CreateEndpoint", "endpoint/e"],
    ["InvokeEndpoint", "endpoint/e"],
    ["StopTrainingJob", "training-job/j"],
    ["DescribeAutoMLJobV2", "automl-job/j"],
    ["ListTrainingJobsForHyperParameterTuningJob", "hyper-parameter-tuning-job/j"],
    ["ListTrainingJobs", "*"],
  ])("may %s", (action, resource) => {
    expect(ask(`sagemaker:${action}`, sagemaker(resource))).toBe("allowed");
  });

  test("reaches no job of another account", () => {
    const theirs = "arn:aws:sagemaker:eu-west-1:999988887777:endpoint/e";

    expect(ask("sagemaker:InvokeEndpoint", theirs)).toBe("not allowed");
  });

  test("writes results with the key of the buckets and volumes with the key of the domain, not the other way round", () => {
    const swapped = {
      ...inside,
      "sagemaker:VolumeKmsKeyArn": BUCKET_KEY,
      "sagemaker:OutputKmsKeyArn": STUDIO_KEY,
    };

    expect(ask("sagemaker:CreateTrainingJob", sagemaker("training-job/j"), swapped)).toBe("denied");
  });

  test("opens no debug shell in a job", () => {
    const debugged = { ...inside, "sagemaker:EnableRemoteDebug": "true" };

    expect(ask("sagemaker:CreateTrainingJob", sagemaker("training-job/j"), debugged)).toBe("denied");
  });

  test("runs jobs on local storage without a volume key only where the environment lists the type", () => {
    const { "sagemaker:VolumeKmsKeyArn": _, ...withoutKey } = inside;
    const request = {
      action: "sagemaker:CreateTrainingJob",
      resource: sagemaker("training-job/j"),
      context: { ...withoutKey, "sagemaker:InstanceTypes": ["ml.g5.xlarge"] },
    };
    const listed = statementsOf(synthesizePermissions({ localStorageInstanceTypes: ["ml.g5.*"] }));

    expect(outcome(sampleStatements, request)).toBe("denied");
    expect(outcome(listed, request)).toBe("allowed");
  });

  test.each([
    ["his own role to SageMaker", ROLE, "sagemaker.amazonaws.com", "allowed"],
    ["his own role to Lambda", ROLE, "lambda.amazonaws.com", "denied"],
    ["another role", `arn:aws:iam::${ACCOUNT}:role/admin`, "sagemaker.amazonaws.com", "not allowed"],
  ])("passes %s: %s", (_, role, service, expected) => {
    expect(ask("iam:PassRole", role, { "iam:PassedToService": service })).toBe(expected);
  });

  test.each([
    ["his own subnet", "subnet/subnet-1", "allowed"],
    ["a subnet of others", "subnet/subnet-x", "not allowed"],
    ["his own group", "security-group/sg-1", "allowed"],
    ["a group of others", "security-group/sg-x", "not allowed"],
  ])("puts a network interface into %s: %s", (_, resource, expected) => {
    expect(ask("ec2:CreateNetworkInterface", `arn:aws:ec2:eu-west-1:${ACCOUNT}:${resource}`)).toBe(expected);
  });

  test.each([
    "ec2:DeleteNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterfacePermission",
  ])("does %s in his own VPC alone", (action) => {
    const eni = `arn:aws:ec2:eu-west-1:${ACCOUNT}:network-interface/eni-1`;
    const within = (vpc: string) => ({ "ec2:Vpc": `arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc/${vpc}` });

    expect(ask(action, eni, within("vpc-ours"))).toBe("allowed");
    expect(ask(action, eni, within("vpc-other"))).toBe("not allowed");
    expect(ask(action, eni)).toBe("not allowed");
  });
});
