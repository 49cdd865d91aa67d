import { add, copies, each, faultsOf, type InjectedFault, set, unset } from "./injected-fault";

const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.rule.0";
const FUNCTION = "aws_lambda_function";
const EVENT = "aws_cloudwatch_event_rule";
const IDLE =
  "aws_sagemaker_domain.default_user_settings.jupyter_lab_app_settings.app_lifecycle_management.idle_settings";
const IDLE_ARGUMENT = IDLE.replace("aws_sagemaker_domain.", "");
const EBS = "default_user_settings.space_storage_settings.default_ebs_storage_settings";
const ALARM = "aws_cloudwatch_metric_alarm";
const LONG = (length: number): string => "a".repeat(length);
const transitions = (...days: readonly (readonly [number, string])[]) =>
  set(
    `${LIFECYCLE}.transition`,
    days.map(([number, storage_class]) => ({ days: number, storage_class })),
  );
const event = (pattern: string) => add(EVENT, { name: "extra", event_pattern: pattern });
const trail = (values: object) => add("aws_cloudtrail", { name: "trail", s3_bucket_name: "trail-logs", ...values });
const selector = (...fields: readonly (readonly [string, ...string[]])[]) =>
  trail({
    advanced_event_selector: [{ field_selector: fields.map(([field, ...equals]) => ({ field, equals })) }],
  });
const rule = (values: object) =>
  add("aws_config_config_rule", { name: "a", source: { owner: "AWS", source_identifier: "A" }, ...values });
const notebook = (values: object) => add("aws_sagemaker_notebook_instance", { name: "extra", ...values });

/** Faults of S3, SageMaker, Lambda, EventBridge, CloudWatch, CloudTrail, Config, Service Catalog, messages and instances. */
export const serviceFaults: readonly InjectedFault[] = faultsOf([
  [
    "old versions in infrequent access after 10 days",
    set(`${LIFECYCLE}.noncurrent_version_transition`, [{ noncurrent_days: 10, storage_class: "STANDARD_IA" }]),
    "rule.noncurrent_version_transition.noncurrent_days",
  ],
  ["a transition 10 days after another", transitions([30, "STANDARD_IA"], [40, "GLACIER"]), "rule.transition.days"],
  [
    "a transition back from an archive",
    transitions([30, "GLACIER"], [90, "STANDARD_IA"]),
    "rule.transition.storage_class",
  ],
  [
    "parts of uploads filtered by a tag",
    set(`${LIFECYCLE}.filter`, [{ tag: { key: "a", value: "b" } }]),
    "rule.abort_incomplete_multipart_upload",
  ],
  [
    "an expiration at 10 o'clock",
    set(`${LIFECYCLE}.expiration`, [{ date: "2027-01-01T10:00:00Z" }]),
    "rule.expiration.date",
  ],
  [
    "an expiration at a date and after days",
    set(`${LIFECYCLE}.expiration`, [{ date: "2027-01-01T00:00:00Z", days: 3 }]),
    "rule.expiration.days",
  ],
  [
    "101 old versions that are kept",
    set(`${LIFECYCLE}.noncurrent_version_expiration`, [{ noncurrent_days: 1, newer_noncurrent_versions: 101 }]),
    "rule.noncurrent_version_expiration.newer_noncurrent_versions",
  ],
  [
    "objects greater than 500 and less than 100 bytes",
    set(`${LIFECYCLE}.filter`, [{ and: { object_size_greater_than: 500, object_size_less_than: 100 } }]),
    "rule.filter",
  ],
  ["an object key of 1025 characters", set("aws_s3_object.key", LONG(1025)), "key"],
  [
    "a shortest idle time above the longest",
    set(`${IDLE}.min_idle_timeout_in_minutes`, 600),
    `${IDLE_ARGUMENT}.idle_timeout_in_minutes`,
  ],
  [
    "an idle time above its longest",
    set(`${IDLE}.idle_timeout_in_minutes`, 1000),
    `${IDLE_ARGUMENT}.max_idle_timeout_in_minutes`,
  ],
  [
    "a volume above its largest size",
    set(`aws_sagemaker_domain.${EBS}.default_ebs_volume_size_in_gb`, 100),
    `${EBS}.maximum_ebs_volume_size_in_gb`,
  ],
  [
    "a user of Identity Center in a domain of IAM",
    set("aws_sagemaker_user_profile.single_sign_on_user_value", "ada"),
    "single_sign_on_user_value",
  ],
  ["a closed notebook without a subnet", notebook({ direct_internet_access: "Disabled" }), "subnet_id"],
  ["a notebook with groups and no subnet", notebook({ security_groups: ["sg-0123456789abcdef0"] }), "security_groups"],
  ["a function of an archive without a handler", unset(`${FUNCTION}.handler`), "handler"],
  ["a function of an archive without a runtime", unset(`${FUNCTION}.runtime`), "runtime"],
  ["a runtime that has ended", set(`${FUNCTION}.runtime`, "nodejs12.x"), "runtime"],
  ["a snapshot of Node.js", set(`${FUNCTION}.snap_start`, { apply_on: "PublishedVersions" }), "snap_start"],
  ["11 GB of scratch space", set(`${FUNCTION}.ephemeral_storage`, { size: 11_000 }), "ephemeral_storage.size"],
  [
    "levels of a text log",
    set(`${FUNCTION}.logging_config`, { log_format: "Text", application_log_level: "INFO" }),
    "logging_config.log_format",
  ],
  [
    "a bucket for dead letters",
    set(`${FUNCTION}.dead_letter_config`, { target_arn: "arn:aws:s3:::a" }),
    "dead_letter_config.target_arn",
  ],
  [
    "a function in subnets without security groups",
    set(`${FUNCTION}.vpc_config`, { subnet_ids: ["subnet-0123456789abcdef0"], security_group_ids: [] }),
    "vpc_config",
  ],
  ["an event pattern whose field holds no list", event('{"source":"aws.kms"}'), "event_pattern"],
  ["an event pattern that is no JSON", event("{source}"), "event_pattern"],
  ["an event rule without a pattern", add(EVENT, { name: "extra" }), "event_pattern"],
  [
    "an event rule every 1 minutes",
    add(EVENT, { name: "extra", schedule_expression: "rate(1 minutes)" }),
    "schedule_expression",
  ],
  [
    "an event rule at one time",
    add(EVENT, { name: "extra", schedule_expression: "at(2027-01-01T00:00:00)" }),
    "schedule_expression",
  ],
  [
    "6 targets of an event rule",
    each(
      ...Array.from({ length: 6 }, (_, at) =>
        add("aws_cloudwatch_event_target", { rule: "a", target_id: `t${at}` }, `t${at}`),
      ),
    ),
    "rule",
  ],
  [
    "a flexible window without its length",
    set("aws_scheduler_schedule.flexible_time_window", { mode: "FLEXIBLE" }),
    "flexible_time_window.maximum_window_in_minutes",
  ],
  [
    "a length of no window",
    set("aws_scheduler_schedule.flexible_time_window", { mode: "OFF", maximum_window_in_minutes: 5 }),
    "flexible_time_window.maximum_window_in_minutes",
  ],
  ["periods of an alarm over a day", set(`${ALARM}.evaluation_periods`, 400), "evaluation_periods"],
  ["two statistics of an alarm", set(`${ALARM}.extended_statistic`, "p99"), "extended_statistic"],
  ["the percentile 101", set(`${ALARM}.extended_statistic`, "p101"), "extended_statistic"],
  [
    "a default value of a metric with dimensions",
    set("aws_cloudwatch_log_metric_filter.metric_transformation.dimensions", { A: "$.b" }),
    "metric_transformation.default_value",
  ],
  [
    "a trail of all regions without global services",
    trail({ is_multi_region_trail: true, include_global_service_events: false }),
    "include_global_service_events",
  ],
  [
    "a trail's log group without a role",
    trail({ cloud_watch_logs_group_arn: "arn:aws:logs:eu-west-1:111122223333:log-group:a:*" }),
    "cloud_watch_logs_role_arn",
  ],
  [
    "a selector without a category",
    selector(["resources.type", "AWS::S3::Object"]),
    "advanced_event_selector.field_selector",
  ],
  ["data events without a type", selector(["eventCategory", "Data"]), "advanced_event_selector.field_selector"],
  ["an unknown category of events", selector(["eventCategory", "Datas"]), "advanced_event_selector.field_selector"],
  ["an unknown owner of a Config rule", rule({ source: { owner: "Amazon", source_identifier: "A" } }), "source.owner"],
  ["a Config rule that runs Hourly", rule({ maximum_execution_frequency: "Hourly" }), "maximum_execution_frequency"],
  ["parameters of a Config rule that are no JSON", rule({ input_parameters: "a" }), "input_parameters"],
  ["a Config rule name of 129 characters", rule({ name: LONG(129) }), "name"],
  [
    "parameters of a constraint that are no JSON",
    set("aws_servicecatalog_constraint.parameters", "role"),
    "parameters",
  ],
  [
    "a launch constraint with two roles",
    set("aws_servicecatalog_constraint.parameters", '{"RoleArn":"a","LocalRoleName":"a"}'),
    "parameters",
  ],
  ["an unknown type of constraint", set("aws_servicecatalog_constraint.type", "LAUNCHES"), "type"],
  ["a second launch constraint", copies("aws_servicecatalog_constraint", 1, () => ({})), "product_id"],
  ["a topic name with a dot", add("aws_sns_topic", { name: "a.b" }), "name"],
  ["a FIFO topic without its suffix", add("aws_sns_topic", { name: "a", fifo_topic: true }), "name"],
  ["a FIFO queue without its suffix", add("aws_sqs_queue", { name: "a", fifo_queue: true }), "name"],
  [
    "messages that are received 0 times",
    set("aws_sqs_queue.redrive_policy", '{"deadLetterTargetArn":"a","maxReceiveCount":0}'),
    "redrive_policy",
  ],
  [
    "an unknown public repository",
    add("aws_codeartifact_repository", { external_connections: { external_connection_name: "public:pypi2" } }),
    "external_connections.external_connection_name",
  ],
  [
    "a repository that is its own upstream",
    add("aws_codeartifact_repository", { repository: "own", upstream: [{ repository_name: "own" }] }),
    "upstream.repository_name",
  ],
  ["a machine image that is none", add("aws_instance", { ami: "ami-xyz" }), "ami"],
  ["user data over 16 kB", add("aws_instance", { user_data: LONG(17_000) }), "user_data"],
  [
    "100 operations of a gp3 volume",
    add("aws_instance", { root_block_device: { iops: 100 } }),
    "root_block_device.iops",
  ],
  [
    "3000 MiB per second of a gp3 volume",
    add("aws_instance", { root_block_device: { throughput: 3000 } }),
    "root_block_device.throughput",
  ],
  ["a key for codes that encrypts", set("aws_kms_key.key_usage", "GENERATE_VERIFY_MAC"), "key_usage"],
  ["a target of an event rule that is no ARN", add("aws_cloudwatch_event_target", { rule: "a", arn: "topic" }), "arn"],
  ["a target of a schedule that is no ARN", set("aws_scheduler_schedule.target.arn", "topic"), "target.arn"],
  ["a product without a name", set("aws_servicecatalog_product.name", ""), "name"],
  ["a trail to a bucket with a capital", trail({ s3_bucket_name: "Trail-logs" }), "s3_bucket_name"],
]);
