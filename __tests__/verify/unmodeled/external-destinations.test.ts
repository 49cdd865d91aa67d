import { modelGapsInDevWith } from "../fixtures/dev-model-gaps";

const bucket = "${aws_s3_bucket.locked_buckets_data.id}";
const profile = "aws_sagemaker_user_profile.studio_profile_data_scientist";

test.each([
  ["replicas of a bucket", "aws_s3_bucket.locked_buckets_data", { replication_configuration: [{ role: "x" }] }],
  ["access logs", "aws_s3_bucket_logging.locked_buckets_data_logging", { target_bucket: "somebody" }],
  ["flow logs", "aws_flow_log.more", { log_destination: "arn:aws:s3:::somebody" }],
  ["DNS query logs", "aws_route53_resolver_query_log_config.more", { destination_arn: "arn:aws:s3:::somebody" }],
  [
    "captured requests to a model",
    "aws_sagemaker_endpoint_configuration.more",
    { data_capture_config: { destination_s3_uri: "s3://somebody/x" } },
  ],
  ["shared notebooks", profile, { user_settings: { sharing_settings: { s3_output_path: "s3://somebody/x" } } }],
])("%s to a bucket outside the stack are a model gap", (_, address, values) => {
  expect(modelGapsInDevWith({ [address]: values }).topics).toEqual(["data"]);
});

test("a network interface that is attached to an instance outside the stack is a model gap", () => {
  const attached = (instance: string) => ({ "aws_network_interface.more": { attachment: [{ instance }] } });

  expect(modelGapsInDevWith(attached("i-0123456789abcdef0")).topics).toEqual(["network"]);
  expect(modelGapsInDevWith({ ...attached("${aws_instance.own.id}"), "aws_instance.own": {} }).topics).toEqual([]);
});

test("a space with remote access is a model gap", () => {
  const space = (remote_access: string) => ({ "aws_sagemaker_space.more": { space_settings: { remote_access } } });

  expect(modelGapsInDevWith(space("ENABLED")).topics).toEqual(["identities"]);
  expect(modelGapsInDevWith(space("DISABLED")).topics).toEqual([]);
});

test("a user profile with a lifecycle script of another account is a model gap", () => {
  const lifecycle_config_arns = ["arn:aws:sagemaker:eu-west-1:444455556666:studio-lifecycle-config/x"];

  const { topics } = modelGapsInDevWith({ [profile]: { user_settings: { app: { lifecycle_config_arns } } } });

  expect(topics).toEqual(["data", "identities"]);
});

test("a destination in a bucket of the stack is not a model gap", () => {
  const { texts } = modelGapsInDevWith({
    "aws_sagemaker_endpoint_configuration.more": {
      data_capture_config: { destination_s3_uri: `s3://${bucket}/captured` },
    },
    "aws_flow_log.more": { log_destination: "${aws_s3_bucket.locked_buckets_data.arn}/flows" },
    "aws_s3_bucket.locked_buckets_data": { replication_configuration: [] },
  });

  expect(texts).toEqual([]);
});
