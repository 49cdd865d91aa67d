import { OWNER_TAG_KEY } from "../../constructs/iam/owner-tag";
import recordingOfVersion3 from "../fixtures/sdk/sdk-3-calls.json";
import recordingOfVersion2 from "../fixtures/sdk/sdk-calls.json";
import type { ApiRequest } from "./fixtures/what-works/call";
import { decideCall } from "./fixtures/what-works/decide-call";
import { type Perimeter, perimeterOf } from "./fixtures/what-works/perimeter";

const dev = perimeterOf("dev");

/** What the recording calls the environment's own things. */
function ownText(perimeter: Perimeter, recording: { readonly calls: readonly object[] }): string {
  const [subnet = "", otherSubnet = ""] = perimeter.subnets;
  const names = {
    "arn:aws:iam::111122223333:role/studio-perimeter-dev-execution": perimeter.executionRole.arn,
    "arn:aws:kms:eu-west-1:111122223333:key/objects": perimeter.bucketKey,
    "arn:aws:kms:eu-west-1:111122223333:key/volumes": perimeter.studioKey,
    "subnet-1": subnet,
    "subnet-2": otherSubnet,
    "sg-1": perimeter.securityGroups[0] ?? "",
  };
  return Object.entries(names).reduce(
    (text, [recorded, own]) => text.replaceAll(`"${recorded}"`, JSON.stringify(own)),
    JSON.stringify(recording.calls),
  );
}

/** Parameter -> condition key that SageMaker fills from it. */
const CONDITION_KEYS: Readonly<Record<string, string>> = {
  Subnets: "VpcSubnets",
  SecurityGroupIds: "VpcSecurityGroupIds",
  EnableInterContainerTrafficEncryption: "InterContainerTrafficEncryption",
  VolumeKmsKeyId: "VolumeKmsKeyArn",
  KmsKeyId: "OutputKmsKeyArn",
  InstanceType: "InstanceTypes",
};

/** In an endpoint configuration the only key is that of the volumes. */
const CONDITION_KEYS_OF_ENDPOINTS: Readonly<Record<string, string>> = {
  ...CONDITION_KEYS,
  KmsKeyId: "VolumeKmsKeyArn",
};

const LISTS = ["VpcSubnets", "VpcSecurityGroupIds", "InstanceTypes"];

/** Every parameter of a request at any depth, as name and value. */
function parametersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [[name, inner] as const, ...parametersOf(inner)])
    : [];
}

function contextOf(operation: string, request: object): NonNullable<ApiRequest["context"]> {
  const keys = operation === "CreateEndpointConfig" ? CONDITION_KEYS_OF_ENDPOINTS : CONDITION_KEYS;
  const context: Record<string, string | readonly string[]> = {};
  for (const [name, value] of parametersOf(request)) {
    const key = keys[name];
    if (key !== undefined) {
      context[`sagemaker:${key}`] = LISTS.includes(key) ? [value].flat().map(String) : String(value);
    }
  }
  return context;
}

/** The tags that a creation sets need a permission of their own. */
function tagRequests(operation: string, resource: string, request: object): readonly ApiRequest[] {
  const tags = ("Tags" in request ? request.Tags : []) as readonly { readonly Key: string; readonly Value: string }[];
  return tags.map(({ Key, Value }) => ({
    action: "sagemaker:AddTags",
    resource,
    context: { "sagemaker:TaggingAction": operation, "aws:TagKeys": [Key], [`aws:RequestTag/${Key}`]: Value },
  }));
}

function requestsOf({
  operation,
  request,
}: {
  readonly operation: string;
  readonly request: object;
}): readonly ApiRequest[] {
  const type = operation
    .replace(/^(Create|Start)|Execution$/gu, "")
    .replace(/(?<=[a-z])(?=[A-Z])/gu, "-")
    .toLowerCase();
  const resource = dev.arn("sagemaker", `${type}/recorded`);
  const tag = [operation === "CreatePipeline" ? "aws:RequestTag" : "aws:ResourceTag", OWNER_TAG_KEY].join("/");
  const parameters = parametersOf(request);
  const roles = parameters.filter(([name]) => /RoleArn$/u.test(name)).map(([, value]) => String(value));
  const ownTag =
    operation === "CreatePipeline" ? parameters.find(([name]) => name === "Value")?.[1] : dev.executionRole.arn;
  return [
    {
      action: `sagemaker:${operation}`,
      resource,
      context: type === "pipeline" ? { [tag]: String(ownTag) } : contextOf(operation, request),
    },
    ...(operation === "CreatePipeline" ? [] : tagRequests(operation, resource, request)),
    ...roles.map(
      (role): ApiRequest => ({
        action: "iam:PassRole",
        resource: role,
        context: { "iam:PassedToService": "sagemaker.amazonaws.com" },
        from: "AWS service",
      }),
    ),
  ];
}

interface RecordedCall {
  readonly service: string;
  readonly operation: string;
  readonly request: object;
}

const recordings = [recordingOfVersion2, recordingOfVersion3];

/** Calls that create or start something: the SDK reads what it created, which the page of calls decides. */
const callsOf = (recording: (typeof recordings)[number]) =>
  (JSON.parse(ownText(dev, recording)) as readonly RecordedCall[]).filter(
    ({ service, operation }) => service === "sagemaker" && !operation.startsWith("Describe"),
  );

test.each(recordings)("the recording of $sdk holds jobs, an endpoint and a pipeline", (recording) => {
  expect(recording.sdk).toMatch(/^sagemaker \d+\.\d+\.\d+$/u);
  expect(callsOf(recording).map(({ operation }) => operation)).toEqual(
    expect.arrayContaining([
      "CreateTrainingJob",
      "CreateHyperParameterTuningJob",
      "CreateProcessingJob",
      "CreateModel",
      "CreateTransformJob",
      "CreateEndpoint",
      "StartPipelineExecution",
    ]),
  );
});

test("versions 2 and 3 of the SDK are recorded", () => {
  expect(recordings.map(({ sdk }) => sdk.split(".")[0])).toEqual(["sagemaker 2", "sagemaker 3"]);
});

test.each(
  recordings.flatMap((recording) => callsOf(recording).map((call) => [recording.sdk, call.operation, call] as const)),
)("%s sends %s with the defaults file, which is allowed", (_sdk, operation, call) => {
  const { kind, request, by } = decideCall(dev, {
    what: operation,
    meant: "allowed",
    requests: () => requestsOf(call),
  });

  expect(`${kind}: ${request.action} by ${by}`).toMatch(/^allowed: /u);
});

test.each(recordings)("$sdk sends no bucket and no key but the environment's", ({ calls }) => {
  const text = JSON.stringify(calls);
  const buckets = [...text.matchAll(/s3:\/\/([^/"]+)/gu)].map(([, bucket]) => bucket);
  const keys = [...text.matchAll(/arn:aws:kms:[^"]+/gu)].map(([key]) => key);

  expect(new Set(buckets)).toEqual(new Set(["studio-perimeter-dev-data-111122223333"]));
  expect(new Set(keys)).toEqual(
    new Set(["objects", "volumes"].map((key) => `arn:aws:kms:eu-west-1:111122223333:key/${key}`)),
  );
});

test.each(recordings)("$sdk asks nothing of IAM, which has no endpoint by default", ({ calls }) => {
  expect(calls.map(({ service }) => service)).not.toContain("iam");
});

test("training, tuning and processing jobs of version 2 name the repository from which their containers install packages", () => {
  const withRepository = callsOf(recordingOfVersion2).filter(({ request }) =>
    parametersOf(request).some(
      ([name, value]) =>
        name === "CA_REPOSITORY_ARN" && String(value).endsWith(":repository/studio-perimeter-dev/internal"),
    ),
  );

  expect(new Set(withRepository.map(({ operation }) => operation))).toEqual(
    new Set(["CreateTrainingJob", "CreateHyperParameterTuningJob", "CreateProcessingJob"]),
  );
});
