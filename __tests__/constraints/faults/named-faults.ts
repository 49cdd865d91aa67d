import { add, type EditableStack, each, faultsOf, policy, set, suricata } from "./injected-fault";

const ALARM = "aws_cloudwatch_metric_alarm";
const TRAIL = { name: "trail", s3_bucket_name: "trail-logs" };
const FIELDS = "advanced_event_selector.field_selector";

const withPattern = (pattern: string) => set("aws_cloudwatch_log_metric_filter.pattern", pattern);
const attached = (name: string) =>
  add("aws_iam_role_policy_attachment", { role: "r", policy_arn: `arn:aws:iam::aws:policy/${name}` });
const dataEvents = (...fields: readonly object[]) =>
  add("aws_cloudtrail", {
    ...TRAIL,
    advanced_event_selector: [{ field_selector: [{ field: "eventCategory", equals: ["Data"] }, ...fields] }],
  });
const type = (name: string) => dataEvents({ field: "resources.type", equals: [name] });
const condition = (operator: string, key: string, value: unknown) =>
  policy("aws_iam_policy", "policy", ({ Statement }) => {
    Object.assign(Statement[0] ?? {}, { Condition: { [operator]: { [key]: value } } });
  });
const options = (text: string) => suricata(`pass tls $HOME_NET any -> $EXTERNAL_NET 443 (${text} sid:9001;)`);
const RULES = "rule_group.rules_source.rules_string";

/** Faults of names and texts whose forms AWS documents: alarms, filters, trails, managed policies, conditions, ARNs of other Regions. */
export const namedFaults = faultsOf([
  [
    "an alarm action of another Region",
    set(`${ALARM}.alarm_actions`, ["arn:aws:sns:us-east-1:111122223333:a"]),
    "alarm_actions",
  ],
  [
    "an action of another Region when an alarm ends",
    set(`${ALARM}.ok_actions`, ["arn:aws:sns:us-east-1:111122223333:a"]),
    "ok_actions",
  ],
  ["a bucket as the action of an alarm", set(`${ALARM}.alarm_actions`, ["arn:aws:s3:::bucket"]), "alarm_actions"],
  [
    "a queue as the action of an alarm",
    set(`${ALARM}.alarm_actions`, ["arn:aws:sqs:eu-west-1:111122223333:q"]),
    "alarm_actions",
  ],
  [
    "percentiles of few samples that are skipped",
    set(`${ALARM}.evaluate_low_sample_count_percentiles`, "skip"),
    "evaluate_low_sample_count_percentiles",
  ],
  [
    "a layer of another Region",
    set("aws_lambda_function.layers", ["arn:aws:lambda:us-east-1:111122223333:layer:l:1"]),
    "layers",
  ],
  [
    "a key of another Region for a log group",
    set(
      "aws_cloudwatch_log_group.kms_key_id",
      "arn:aws:kms:us-east-1:111122223333:key/6f1c1f6e-1b1f-4c1e-9f1d-111122223333",
    ),
    "kms_key_id",
  ],
  [
    "a key of another Region for a bucket",
    set(
      "aws_s3_bucket_server_side_encryption_configuration.rule.0.apply_server_side_encryption_by_default.kms_master_key_id",
      "arn:aws:kms:us-east-1:111122223333:key/6f1c1f6e-1b1f-4c1e-9f1d-111122223333",
    ),
    "rule.apply_server_side_encryption_by_default.kms_master_key_id",
  ],
  [
    "a rule group of another Region",
    set(
      "aws_networkfirewall_firewall_policy.firewall_policy.stateful_rule_group_reference.0.resource_arn",
      "arn:aws:network-firewall:us-east-1:111122223333:stateful-rulegroup/g",
    ),
    "firewall_policy.stateful_rule_group_reference.resource_arn",
  ],
  ["a log pattern without its closing brace", withPattern("{ $.a = 1"), "pattern"],
  ["a log pattern with a single &", withPattern("{ ($.a = 1) & ($.b = 2) }"), "pattern"],
  ["a log pattern with a selector without $", withPattern("{ a = 1 }"), "pattern"],
  ["a log pattern with an open parenthesis", withPattern('{ ($.a = "b" }'), "pattern"],
  ["a log pattern that compares with nothing", withPattern("{ $.a = }"), "pattern"],
  ["a log pattern with ==", withPattern('{ $.a == "b" }'), "pattern"],
  ["a log pattern with an open quote", withPattern('"ERROR'), "pattern"],
  ["a log pattern of fields without its bracket", withPattern("[ip, user, status = 4*"), "pattern"],
  ["a log pattern with a colon outside of quotes", withPattern("ERROR: failed"), "pattern"],
  ["a misspelled type of data events", type("AWS::S3::Objects"), FIELDS],
  ["a bucket as a type of data events", type("AWS::S3::Bucket"), FIELDS],
  ["a type of data events in other letters", type("AWS::Sns::Topic"), FIELDS],
  ["a type of data events without its service", type("S3Object"), FIELDS],
  [
    "a field of a trail in other letters",
    dataEvents({ field: "resources.type", equals: ["AWS::S3::Object"] }, { field: "resources.arn", equals: ["a"] }),
    FIELDS,
  ],
  ["a type of data events by its beginning", dataEvents({ field: "resources.type", starts_with: ["AWS::S3"] }), FIELDS],
  [
    "event selectors of both kinds",
    each(dataEvents({ field: "resources.type", equals: ["AWS::S3::Object"] }), (stack: EditableStack) => {
      Object.assign((stack.resource.aws_cloudtrail as Record<string, object>).extra ?? {}, {
        event_selector: [{ read_write_type: "All" }],
      });
    }),
    "event_selector",
  ],
  [
    "a topic in a basic event selector",
    add("aws_cloudtrail", {
      ...TRAIL,
      event_selector: [{ data_resource: [{ type: "AWS::SNS::Topic", values: ["arn:aws:sns"] }] }],
    }),
    "event_selector.data_resource.type",
  ],
  ["a misspelled managed policy", attached("AmazonSageMakerFullAcces"), "policy_arn"],
  ["a managed policy without its path", attached("AWSLambdaBasicExecutionRole"), "policy_arn"],
  ["a managed policy with a path too many", attached("service-role/AmazonS3ReadOnlyAccess"), "policy_arn"],
  [
    "a misspelled boundary",
    set("aws_iam_role.permissions_boundary", "arn:aws:iam::aws:policy/PowerUserAcces"),
    "permissions_boundary",
  ],
  ["a date in words", condition("DateLessThan", "aws:CurrentTime", "tomorrow"), "policy"],
  ["a truth of maybe", condition("Bool", "aws:SecureTransport", "maybe"), "policy"],
  ["an absence of 1", condition("Null", "aws:SourceVpc", "1"), "policy"],
  ["an age in words", condition("NumericLessThan", "aws:MultiFactorAuthAge", "one hour"), "policy"],
  ["a source block of /33", condition("IpAddress", "aws:SourceIp", "10.0.0.0/33"), "policy"],
  ["a name as a source address", condition("NotIpAddressIfExists", "aws:SourceIp", "office.example.com"), "policy"],
  ["a condition key that S3 does not have", condition("StringEquals", "s3:ObjectPrefix", "a"), "policy"],
  ["a condition key that SageMaker does not have", condition("StringEquals", "sagemaker:InstanceType", "a"), "policy"],
  [
    "a queue with keys of SQS and of KMS",
    set("aws_sqs_queue.sqs_managed_sse_enabled", true),
    "sqs_managed_sse_enabled",
  ],
  [
    "a topic name for people of 101 characters",
    add("aws_sns_topic", { name: "t", display_name: "a".repeat(101) }),
    "display_name",
  ],
  [
    "version 3 of the signature of a topic",
    add("aws_sns_topic", { name: "t", signature_version: 3 }),
    "signature_version",
  ],
  ["an unknown tracing of a topic", add("aws_sns_topic", { name: "t", tracing_config: "On" }), "tracing_config"],
  [
    "an unknown kind of host names",
    set("aws_subnet.private_dns_hostname_type_on_launch", "ip"),
    "private_dns_hostname_type_on_launch",
  ],
  [
    "an unknown kind of CPU credits",
    set("aws_instance.credit_specification", { cpu_credits: "free" }),
    "credit_specification.cpu_credits",
  ],
  ["a volume of 70,000 GB", set("aws_instance.root_block_device.volume_size", 70_000), "root_block_device.volume_size"],
  ["a type of DNS query that is none", set("aws_route53_resolver_firewall_rule.q_type", "TYP1"), "q_type"],
  [
    "a template in S3 by its path",
    set("aws_servicecatalog_product.provisioning_artifact_parameters.template_url", "s3://bucket/key"),
    "provisioning_artifact_parameters.template_url",
  ],
  ["a key outside of AWS without its store", set("aws_kms_key.xks_key_id", "abc"), "xks_key_id"],
  ["the length of an IPv6 block without a pool", set("aws_vpc.ipv6_netmask_length", 56), "ipv6_netmask_length"],
  ["a Suricata rule with a value of nocase", options('content:"a"; nocase:yes;'), RULES],
  ["a Suricata rule with a value of noalert", options("noalert:yes;"), RULES],
  ["a Suricata rule with a value of tls.sni", options('tls.sni:"a"; content:"a";'), RULES],
  ["a Suricata rule with a size in words", options("dsize:>abc;"), RULES],
  ["a Suricata rule with empty metadata", options("metadata:;"), RULES],
  ["a Suricata rule with an unknown target", options("target:src;"), RULES],
]);
