import { modelGapsInDevWith } from "../fixtures/dev-model-gaps";

const subnet = "${aws_subnet.network_studio_a.id}";
const inside = { function_name: "more", filename: "code.zip", vpc_config: { subnet_ids: [subnet] } };
const foreign = "arn:aws:sqs:eu-west-1:444455556666:queue";

test.each([
  ["has no vpc_config", { vpc_config: [] }, "has no subnets in vpc_config"],
  ["has no subnet", { vpc_config: { subnet_ids: [] } }, "has no subnets in vpc_config"],
  [
    "has a subnet outside the stack",
    { vpc_config: { subnet_ids: [subnet, "subnet-1"] } },
    "runs in a subnet outside Studio's VPC",
  ],
  ["takes its code from a bucket outside the stack", { s3_bucket: "somebody" }, "which is not a bucket of this stack"],
  [
    "runs an image of another account",
    { image_uri: "444455556666.dkr.ecr.eu-west-1.amazonaws.com/x:1" },
    "image_uri refers to",
  ],
  ["runs an image of an unknown account", { image_uri: "${data.aws_ecr_image.x.image_uri}" }, "image_uri refers to"],
  [
    "has a layer of another account",
    { layers: ["arn:aws:lambda:eu-west-1:444455556666:layer:x:1"] },
    "layers refers to",
  ],
  ["sends failures to another account", { dead_letter_config: { target_arn: foreign } }, "target_arn refers to"],
  [
    "calls another endpoint",
    { environment: { variables: { AWS_ENDPOINT_URL_STS: "https://x.example" } } },
    "call another endpoint",
  ],
  ["loads other code", { environment: [{ variables: { NODE_OPTIONS: "--require /tmp/x" } }] }, "sets NODE_OPTIONS"],
  ["mounts files of another account", { file_system_config: { arn: foreign } }, "arn refers to"],
])("a function that %s is a model gap", (_, values, text) => {
  const { texts } = modelGapsInDevWith({ "aws_lambda_function.more": { ...inside, ...values } });

  expect(texts.join("\n")).toContain(text);
});

test("a function that runs local code in the VPC, with layers, images and queues of the stack, is not a model gap", () => {
  const { texts } = modelGapsInDevWith({
    "aws_lambda_function.more": {
      ...inside,
      layers: ["${aws_lambda_layer_version.own.arn}"],
      image_uri: "${data.aws_caller_identity.account_caller.account_id}.dkr.ecr.eu-west-1.amazonaws.com/x:1",
      dead_letter_config: { target_arn: "${aws_sqs_queue.own.arn}" },
      environment: { variables: { DOMAIN_ID: "d-ours" } },
    },
    "aws_lambda_layer_version.own": { filename: "layer.zip" },
    "aws_sqs_queue.own": { name: "own" },
  });

  expect(texts).toEqual([]);
});

test.each([
  ["aws_lambda_function_event_invoke_config", { destination_config: { on_failure: { destination: foreign } } }],
  ["aws_lambda_event_source_mapping", { destination_config: { on_failure: { destination_arn: foreign } } }],
  ["aws_scheduler_schedule", { target: { arn: foreign } }],
])("%s with a destination in another account is a model gap", (type, values) => {
  expect(modelGapsInDevWith({ [`${type}.more`]: values }).topics).toEqual(
    expect.arrayContaining(["data", "identities"]),
  );
});
