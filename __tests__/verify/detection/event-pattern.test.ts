import { type EventClass, matchesEvery } from "../../../verify/detection/event-pattern";
import type { Json } from "../../../verify/terraform/terraform-configuration";

/** Calls that create something in a subnet other than `subnet-a` and `subnet-b`, without an error. */
const facts: EventClass = {
  source: { kind: "value", value: "aws.sagemaker" },
  "detail.eventName": { kind: "value", value: "CreateModel" },
  "detail.errorCode": { kind: "absent" },
  "detail.bucketName": { kind: "value", value: "logs-\u{f0001}" },
  "detail.requestParameters.vpcConfig.subnets": { kind: "other", than: ["subnet-a", "subnet-b"] },
};

const subnets = (...matchers: readonly Json[]): Json => ({
  detail: { requestParameters: { vpcConfig: { subnets: matchers } } },
});

test.each<[what: string, pattern: Json]>([
  ["the source alone", { source: ["aws.sagemaker"] }],
  ["one of several values", { detail: { eventName: ["CreateModel", "CreateEndpoint"] } }],
  ["a prefix of the value", { detail: { eventName: [{ prefix: "Create" }] } }],
  ["a suffix of the value", { detail: { eventName: [{ suffix: "Model" }] } }],
  ["another value than the one", { detail: { eventName: [{ "anything-but": ["DeleteModel"] }] } }],
  ["no error", { detail: { errorCode: [{ exists: false }] } }],
  ["some subnet", subnets({ exists: true })],
  ["another subnet than the own ones", subnets({ "anything-but": ["subnet-a", "subnet-b"] })],
  ["another subnet than one of the own ones", subnets({ "anything-but": "subnet-a" })],
  ["no subnet or another one", subnets({ exists: false }, { "anything-but": ["subnet-a"] })],
  [
    "one of two alternatives",
    { source: ["aws.sagemaker"], $or: [{ detail: { errorCode: [{ exists: true }] } }, subnets({ exists: true })] },
  ],
  ["alternatives inside a part", { detail: { $or: [{ eventName: ["Other"] }, { errorCode: [{ exists: false }] }] } }],
])("a pattern of %s matches every event of the class", (_, pattern) => {
  expect(matchesEvery(pattern, facts)).toBe(true);
});

test.each<[what: string, pattern: Json]>([
  ["nothing", {}],
  ["another source", { source: ["aws.s3"] }],
  ["another prefix", { detail: { eventName: [{ prefix: "Delete" }] } }],
  ["anything but the value", { detail: { eventName: [{ "anything-but": ["CreateModel"] }] } }],
  [
    "anything but a literal that may be the value",
    { detail: { bucketName: [{ "anything-but": ["logs-111122223333"] }] } },
  ],
  ["anything but a text that is not known", { detail: { eventName: [{ "anything-but": ["\u{100000}"] }] } }],
  ["an error", { detail: { errorCode: [{ exists: true }] } }],
  ["a certain subnet", subnets("subnet-c")],
  ["no subnet", subnets({ exists: false })],
  ["any but a subnet that is not an own one", subnets({ "anything-but": ["subnet-a", "subnet-c"] })],
  ["a value of a field of which nothing is known", { region: ["eu-west-1"] }],
  ["a user of which nothing is known", { detail: { userIdentity: { arn: [{ "anything-but": ["x"] }] } } }],
  ["an operator that is not understood", { source: [{ wildcard: "aws.*" }] }],
  ["an operator inside another one", { detail: { eventName: [{ "anything-but": { prefix: "Delete" } }] } }],
  ["two operators in one", { detail: { eventName: [{ prefix: "Create", suffix: "Model" }] } }],
  ["no alternative", { source: ["aws.sagemaker"], $or: [] }],
  ["alternatives that all miss", { $or: [{ source: ["aws.s3"] }, { detail: { eventName: ["Other"] } }] }],
  ["an empty list", { source: [] }],
  ["a text in place of a list", { source: "aws.sagemaker" }],
])("a pattern of %s leaves out an event of the class", (_, pattern) => {
  expect(matchesEvery(pattern, facts)).toBe(false);
});

test.each<[what: string, pattern: Json]>([
  ["a list", ["aws.sagemaker"]],
  ["a text", "aws.sagemaker"],
  ["null", null],
])("a pattern that is %s matches nothing", (_, pattern) => {
  expect(matchesEvery(pattern, facts)).toBe(false);
});
