import { modelGapsInDevWith } from "../fixtures/dev-model-gaps";

const bucket = "${aws_s3_bucket.locked_buckets_data.id}";
const profile = "aws_sagemaker_user_profile.studio_profile_data_scientist";

test.each([
  ["replicas of a bucket", "aws_s3_bucket.locked_buckets_data", { replication_configuration: [{ role: "x" }] }],
  ["access logs", "aws_s3_bucket_logging.locked_buckets_data_logging", { target_bucket: "somebody" }],
  ["flow logs", "aws_flow_log.more", { log_destination: "arn:aws:s3:::somebody" }],
  ...["arn:aws:s3:::somebody", "${var.bucket_arn}"].flatMap(
    (bucket_arn): [string, string, Record<string, unknown>][] => [
      [`lists of objects (${bucket_arn})`, "aws_s3_bucket_inventory.more", { destination: { bucket: { bucket_arn } } }],
      [
        `reports on storage classes (${bucket_arn})`,
        "aws_s3_bucket_analytics_configuration.more",
        { storage_class_analysis: { data_export: { destination: { s3_bucket_destination: { bucket_arn } } } } },
      ],
    ],
  ),
  ["DNS query logs", "aws_route53_resolver_query_log_config.more", { destination_arn: "arn:aws:s3:::somebody" }],
  [
    "captured requests to a model",
    "aws_sagemaker_endpoint_configuration.more",
    { data_capture_config: { destination_s3_uri: "s3://somebody/x" } },
  ],
  ["shared notebooks", profile, { user_settings: { sharing_settings: { s3_output_path: "s3://somebody/x" } } }],
])("%s to a bucket outside the stack are a model gap", (_, address, values) => {
  expect(modelGapsInDevWith({ [address]: values }).topics).toContain("data");
});

test("a user profile with a lifecycle script of another account is a model gap", () => {
  const lifecycle_config_arns = ["arn:aws:sagemaker:eu-west-1:444455556666:studio-lifecycle-config/x"];

  const { topics } = modelGapsInDevWith({
    [profile]: { user_settings: { jupyter_lab_app_settings: { lifecycle_config_arns } } },
  });

  expect(topics).toContain("identities");
});

test("a destination in a bucket of the stack is not a model gap", () => {
  const { texts } = modelGapsInDevWith({
    "aws_sagemaker_endpoint_configuration.more": {
      data_capture_config: { destination_s3_uri: `s3://${bucket}/captured` },
    },
    "aws_flow_log.more": { log_destination: "${aws_s3_bucket.locked_buckets_data.arn}/flows" },
    "aws_s3_bucket_inventory.more": {
      destination: { bucket: { bucket_arn: "${aws_s3_bucket.locked_buckets_data.arn}", encryption: { sse_s3: {} } } },
    },
    "aws_s3_bucket.locked_buckets_data": { replication_configuration: [] },
  });

  expect(texts).toEqual([]);
});

const foreignArn = "arn:aws:sns:eu-west-1:444455556666:alerts";
const alarm = "aws_cloudwatch_metric_alarm.more";
const namespace = (value: string) => ({ [alarm]: { namespace: value } });

test.each([
  ["an account", "444455556666"],
  ["an organization", "o-abcdefghij"],
  ["a bucket", "s3://somebody/x"],
  ["a bucket by its ARN", "arn:aws:s3:::somebody"],
  ["a topic", foreignArn],
  ["a queue", "https://sqs.eu-west-1.amazonaws.com/444455556666/queue"],
  ["a URL", "https://collector.example.com/in"],
  ["an address of a log server", "collector.example.com:514"],
  ["a mail address", "somebody@example.com"],
  ["an image of a registry", "public.ecr.aws/somebody/image:1"],
  ["an image of an account", "444455556666.dkr.ecr.eu-west-1.amazonaws.com/x:1"],
  ["an image of a host that only begins as one of AWS", "763104351884.dkr.ecr.example.com/x:1"],
  ["a topic in an account in which AWS publishes images", "arn:aws:sns:eu-west-1:763104351884:alerts"],
  ["a hosted zone", "Z0123456789ABCDEFGHIJ"],
  ["a VPC", "vpc-0123456789abcdef0"],
  ["an endpoint", "vpce-0123456789abcdef0"],
  ["a subnet", "subnet-0123456789abcdef0"],
  ["a network interface", "eni-0123456789abcdef0"],
  ["a transit gateway", "tgw-0123456789abcdef0"],
  ["a peering connection", "pcx-0123456789abcdef0"],
])("%s of somebody else in an argument that no model reads is a model gap", (_, party) => {
  expect(modelGapsInDevWith(namespace(party)).topics).toEqual(["operations"]);
  expect(modelGapsInDevWith({ [alarm]: { metric_query: [{ metric: { dimensions: { x: party } } }] } }).topics).toEqual([
    "operations",
  ]);
  expect(
    modelGapsInDevWith({ "aws_cloudwatch_dashboard.more": { dashboard_body: `{"x":["${party}"]}` } }).topics,
  ).toContain("data");
});

test.each([
  ["a namespace of AWS", "AWS/NetworkFirewall"],
  ["a word", "Studio"],
  ["a bucket of the stack", `s3://${bucket}/x`],
  ["a repository of AWS", "arn:aws:ecr:eu-west-1:763104351884:repository/pytorch-inference"],
  ["an image of AWS", "arn:aws:sagemaker:eu-west-1:763104351884:image/sagemaker-distribution-cpu"],
  ["a registry of AWS", "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2"],
  ["the account of the stack", "${data.aws_caller_identity.account_caller.account_id}"],
  ["a reference to the VPC of the stack", "${aws_vpc.network_vpc.id}"],
])("%s in an argument that no model reads is not a model gap", (_, party) => {
  expect(modelGapsInDevWith(namespace(party)).texts).toEqual([]);
});

test("an alarm may notify topics of the stack and topics that the posture declares, and no others", () => {
  const posture = { perimeter_posture: { value: { posture: "isolated", alarm_topics: [foreignArn] } } };
  const notify = (topic: string) => ({ [alarm]: { alarm_actions: [topic] }, "aws_sns_topic.own": { name: "own" } });

  expect(modelGapsInDevWith(notify("${aws_sns_topic.own.arn}")).topics).toEqual([]);
  expect(modelGapsInDevWith(notify(foreignArn)).topics).toEqual(["operations"]);
  expect(modelGapsInDevWith(notify("${data.aws_sns_topic.theirs.arn}")).topics).toEqual(["operations"]);
  expect(modelGapsInDevWith(notify(foreignArn), { output: posture }).topics).toEqual([]);
});

test("an argument may name an account that the posture declares, and none that an accepted finding or a reason mentions", () => {
  const declaring = (fields: object) => ({ perimeter_posture: { value: { posture: "isolated", ...fields } } });
  const gapsWith = (fields: object) =>
    modelGapsInDevWith({ [alarm]: { alarm_actions: [foreignArn] } }, { output: declaring(fields) }).topics;
  const [, , , , account = ""] = foreignArn.split(":");

  expect(gapsWith({ accounts: [account] })).toEqual([]);
  expect(gapsWith({ accounts: ["999999999999"] })).toEqual(["operations"]);
  expect(gapsWith({ accepted: [{ finding: foreignArn, reason: account }] })).toEqual(["operations"]);
  expect(gapsWith({ harmless: [{ type: foreignArn, reason: account }] })).toEqual(["operations"]);
});

test("text for people may name anybody", () => {
  const { texts } = modelGapsInDevWith({
    [alarm]: { alarm_description: "call 444455556666", tags: { team: "x@y.org" } },
  });

  expect(texts).toEqual([]);
});

test("a value that only passes through a resource stays that of its owner", () => {
  const { texts } = modelGapsInDevWith({
    "terraform_data.theirs": { input: foreignArn },
    "aws_ssm_parameter.theirs": { name: "topic", value: foreignArn },
    "aws_ssm_parameter.open": { name: "topic", insecure_value: foreignArn },
    [alarm]: {
      alarm_actions: ["${terraform_data.theirs.output}"],
      ok_actions: ["${aws_ssm_parameter.theirs.value}"],
      insufficient_data_actions: ["${aws_ssm_parameter.open.value}"],
    },
  });

  expect(texts.join("\n")).toMatch(
    /alarm_actions refers to .*\n.*ok_actions refers to .*\n.*insufficient_data_actions refers to/,
  );
});

test.each(["i-0123456789abcdef0", "${data.aws_instance.theirs.id}"])(
  "a network interface that is attached to the instance %s, which the configuration does not define, is a model gap",
  (instance) => {
    const attached = (value: string) => ({ "aws_network_interface.more": { attachment: [{ instance: value }] } });

    expect(modelGapsInDevWith(attached(instance)).topics).toEqual(["network"]);
    expect(modelGapsInDevWith({ ...attached("${aws_instance.own.id}"), "aws_instance.own": {} }).topics).toEqual([]);
  },
);

test("a security group that is added to an interface outside the configuration is a model gap", () => {
  const added = { security_group_id: "${aws_security_group.security_groups_studio.id}" };
  const toInterface = (network_interface_id: string) => ({
    "aws_network_interface_sg_attachment.more": { ...added, network_interface_id },
    "aws_instance.own": {},
  });

  expect(modelGapsInDevWith(toInterface("eni-0123456789abcdef0")).topics).toEqual(["network"]);
  expect(modelGapsInDevWith(toInterface("${aws_instance.own.primary_network_interface_id}")).topics).toEqual([]);
});
