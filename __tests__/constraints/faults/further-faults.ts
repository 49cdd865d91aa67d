import { add, copies, type EditableStack, firstOf, type InjectedFault, policy, set, suricata } from "./injected-fault";

const VPC = "${aws_vpc.network_vpc.id}";
const INGRESS = "aws_vpc_security_group_ingress_rule";
const EGRESS = "aws_vpc_security_group_egress_rule";
const POLICY = "aws_networkfirewall_firewall_policy.firewall_policy";
const RULES = "rule_group.rules_source.rules_string";
const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.rule.0";
const LONG = (length: number): string => "a".repeat(length);
const region =
  (name: string) =>
  (stack: EditableStack): void => {
    stack.provider = { aws: [{ region: name }] };
  };
const statement = (changes: object) =>
  policy("aws_iam_policy", "policy", (document) => {
    document.Statement.push({ Sid: "Added", Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...changes });
  });
const bucketStatement = (changes: object) =>
  policy("aws_s3_bucket_policy", "policy", (document) => {
    document.Statement.push({ Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: "*", ...changes });
  });
const rule = (options: string): string => `pass tls $HOME_NET any -> $EXTERNAL_NET 443 (${options})`;

/** Faults that no schema states: quotas, names, sizes, regions, relations between resources, policies and Suricata rules. */
export const furtherFaults: readonly InjectedFault[] = [
  // Quotas.
  {
    fault: "61 outbound rules of a security group",
    inject: copies(EGRESS, 61, (at) => ({ from_port: at + 1, to_port: at + 1 })),
    argument: "security_group_id",
  },
  {
    fault: "501 routes of a route table",
    inject: copies("aws_route", 501, (at) => ({ destination_cidr_block: `10.${at >> 8}.${at & 255}.0/24` })),
    argument: "route_table_id",
  },
  {
    fault: "a second internet gateway of a VPC",
    inject: add("aws_internet_gateway", { vpc_id: VPC }),
    argument: "vpc_id",
  },
  {
    fault: "51 interface endpoints of a VPC",
    inject: copies("aws_vpc_endpoint", 51, (at) => ({
      private_dns_enabled: false,
      vpc_endpoint_type: "Interface",
      service_name: `com.amazonaws.vpce.eu-west-1.vpce-svc-${at}`,
    })),
    argument: "vpc_id",
  },
  {
    fault: "6 DNS rule groups of a VPC",
    inject: copies("aws_route53_resolver_firewall_rule_group_association", 6, (at) => ({
      priority: 200 + at,
      name: `n${at}`,
    })),
    argument: "vpc_id",
  },
  {
    fault: "101 DNS rules of a group",
    inject: copies("aws_route53_resolver_firewall_rule", 101, (at) => ({
      priority: 200 + at,
      firewall_domain_list_id: `rslvr-fdl-${at}`,
    })),
    argument: "firewall_rule_group_id",
  },
  {
    fault: "101 metric filters of a log group",
    inject: copies("aws_cloudwatch_log_metric_filter", 101, (at) => ({ name: `f${at}` })),
    argument: "log_group_name",
  },
  { fault: "a second policy of a bucket", inject: copies("aws_s3_bucket_policy", 1, () => ({})), argument: "bucket" },
  {
    fault: "6 security groups on an instance",
    inject: set(
      "aws_instance.vpc_security_group_ids",
      ["a", "b", "c", "d", "e", "f"].map((id) => `sg-${id}`),
    ),
    argument: "vpc_security_group_ids",
  },
  {
    fault: "6 security groups on a function",
    inject: set(
      "aws_lambda_function.vpc_config.security_group_ids",
      ["a", "b", "c", "d", "e", "f"].map((id) => `sg-${id}`),
    ),
    argument: "vpc_config.security_group_ids",
  },
  {
    fault: "6 actions of an alarm",
    inject: set(
      "aws_cloudwatch_metric_alarm.alarm_actions",
      Array.from({ length: 6 }, (_, at) => `arn:aws:sns:eu-west-1:111122223333:t${at}`),
    ),
    argument: "alarm_actions",
  },
  {
    fault: "31 dimensions of an alarm",
    inject: set(
      "aws_cloudwatch_metric_alarm.dimensions",
      Object.fromEntries(Array.from({ length: 31 }, (_, at) => [`d${at}`, "x"])),
    ),
    argument: "dimensions",
  },
  {
    fault: "21 rule groups of a firewall policy",
    inject: set(
      `${POLICY}.stateful_rule_group_reference`,
      Array.from({ length: 21 }, (_, at) => ({
        priority: at + 1,
        resource_arn: `arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/g${at}`,
      })),
    ),
    argument: "firewall_policy.stateful_rule_group_reference",
  },
  {
    fault: "a trust policy over 2048 characters",
    inject: policy("aws_iam_role", "assume_role_policy", (document) =>
      Object.assign(document.Statement[0] ?? {}, {
        Condition: {
          StringEquals: {
            "aws:SourceArn": Array.from(
              { length: 60 },
              (_, at) => `arn:aws:sagemaker:eu-west-1:111122223333:domain/d-${at}`,
            ),
          },
        },
      }),
    ),
    argument: "assume_role_policy",
  },
  {
    fault: "an inline policy over 10 kB",
    inject: policy("aws_iam_role_policy", "policy", (document) =>
      document.Statement.push({
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: Array.from({ length: 400 }, (_, at) => `arn:aws:s3:::some-long-bucket-${at}/*`),
      }),
    ),
    argument: "policy",
  },
  {
    fault: "an endpoint policy over 20 kB",
    inject: policy("aws_vpc_endpoint", "policy", (document) =>
      document.Statement.push({
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: Array.from({ length: 800 }, (_, at) => `arn:aws:s3:::some-long-bucket-${at}/*`),
      }),
    ),
    argument: "policy",
  },
  // Addresses.
  { fault: "a subnet of /15", inject: set("aws_subnet.cidr_block", "10.20.0.0/15"), argument: "cidr_block" },
  {
    fault: "a subnet of /28 with host bits",
    inject: set("aws_subnet.cidr_block", "10.20.0.3/28"),
    argument: "cidr_block",
  },
  { fault: "a VPC of /29", inject: set("aws_vpc.cidr_block", "10.20.0.0/29"), argument: "cidr_block" },
  {
    fault: "a subnet outside of its VPC",
    inject: add("aws_subnet", { vpc_id: VPC, cidr_block: "10.99.0.0/24", availability_zone: "eu-west-1a" }),
    argument: "cidr_block",
  },
  { fault: "a block that is no block", inject: set("aws_subnet.cidr_block", "10.20.0.0"), argument: "cidr_block" },
  {
    fault: "a route with host bits",
    inject: set("aws_route.destination_cidr_block", "10.0.0.1/8"),
    argument: "destination_cidr_block",
  },
  {
    fault: "a security group rule with host bits",
    inject: (stack) =>
      Object.assign(firstOf(stack, INGRESS), { referenced_security_group_id: null, cidr_ipv4: "10.0.0.1/8" }),
    argument: "cidr_ipv4",
  },
  {
    fault: "a route without a target",
    inject: (stack) =>
      Object.assign(firstOf(stack, "aws_route"), { nat_gateway_id: null, gateway_id: null, vpc_endpoint_id: null }),
    argument: "carrier_gateway_id",
  },
  {
    fault: "a route without a destination",
    inject: set("aws_route.destination_cidr_block", null),
    argument: "destination_cidr_block",
  },
  { fault: "the same route twice", inject: copies("aws_route", 1, () => ({})), argument: "destination_cidr_block" },
  {
    fault: "a rule without a source",
    inject: set(`${INGRESS}.referenced_security_group_id`, null),
    argument: "cidr_ipv4",
  },
  { fault: "an unknown protocol", inject: set(`${INGRESS}.ip_protocol`, "tpc"), argument: "ip_protocol" },
  {
    fault: "a TCP rule without ports",
    inject: (stack) => Object.assign(firstOf(stack, INGRESS), { from_port: null, to_port: null }),
    argument: "from_port",
  },
  {
    fault: "a NAT gateway without an address",
    inject: set("aws_nat_gateway.allocation_id", null),
    argument: "allocation_id",
  },
  {
    fault: "a private NAT gateway with an address",
    inject: set("aws_nat_gateway.connectivity_type", "private"),
    argument: "allocation_id",
  },
  {
    fault: "hostnames without DNS support",
    inject: set("aws_vpc.enable_dns_support", false),
    argument: "enable_dns_hostnames",
  },
  { fault: "an unknown tenancy", inject: set("aws_vpc.instance_tenancy", "shared"), argument: "instance_tenancy" },
  {
    fault: "private DNS of a gateway endpoint",
    inject: add("aws_vpc_endpoint", {
      vpc_id: VPC,
      vpc_endpoint_type: "Gateway",
      service_name: "com.amazonaws.eu-west-1.dynamodb",
      private_dns_enabled: true,
    }),
    argument: "private_dns_enabled",
  },
  {
    fault: "a gateway endpoint with subnets",
    inject: add("aws_vpc_endpoint", {
      vpc_id: VPC,
      vpc_endpoint_type: "Gateway",
      service_name: "com.amazonaws.eu-west-1.dynamodb",
      subnet_ids: ["subnet-1"],
    }),
    argument: "subnet_ids",
  },
  {
    fault: "two endpoints of one private name",
    inject: copies("aws_vpc_endpoint", 2, () => ({ private_dns_enabled: true, vpc_endpoint_type: "Interface" })),
    argument: "private_dns_enabled",
  },
  {
    fault: "two subnets of one zone in an endpoint",
    inject: (stack) => {
      const [first = "", second = ""] = Object.keys(stack.resource.aws_subnet ?? {});
      const table = stack.resource.aws_subnet as Record<string, Record<string, unknown>>;
      Object.assign(table[second] ?? {}, { availability_zone: table[first]?.availability_zone });
      set(
        "aws_vpc_endpoint.subnet_ids",
        [first, second].map((name) => `\${aws_subnet.${name}.id}`),
      )(stack);
    },
    argument: "subnet_ids",
  },
  // Names.
  ...(
    [
      ["aws_iam_role", "name"],
      ["aws_s3_bucket", "bucket"],
      ["aws_kms_alias", "name"],
      ["aws_cloudwatch_log_group", "name"],
      ["aws_ssm_parameter", "name"],
      ["aws_sqs_queue", "name"],
      ["aws_lambda_function", "function_name"],
      ["aws_security_group", "name"],
      ["aws_networkfirewall_firewall", "name"],
      ["aws_cloudwatch_metric_alarm", "alarm_name"],
      ["aws_sagemaker_user_profile", "user_profile_name"],
    ] as const
  ).map(
    ([type, argument]): InjectedFault => ({
      fault: `two resources of type ${type} with one name`,
      inject: copies(type, 1, () => ({})),
      argument,
    }),
  ),
  { fault: "a bucket name with two dots", inject: set("aws_s3_bucket.bucket", "a..b"), argument: "bucket" },
  { fault: "a bucket name that is an address", inject: set("aws_s3_bucket.bucket", "10.0.0.1"), argument: "bucket" },
  { fault: "a bucket name of 2 characters", inject: set("aws_s3_bucket.bucket", "ab"), argument: "bucket" },
  { fault: "a log group name with a space", inject: set("aws_cloudwatch_log_group.name", "a b"), argument: "name" },
  { fault: "a log group name of AWS", inject: set("aws_cloudwatch_log_group.name", "aws/studio"), argument: "name" },
  {
    fault: "a function name of 65 characters",
    inject: set("aws_lambda_function.function_name", LONG(65)),
    argument: "function_name",
  },
  { fault: "a handler with a space", inject: set("aws_lambda_function.handler", "index handler"), argument: "handler" },
  { fault: "a policy name with a slash", inject: set("aws_iam_policy.name", "a/b"), argument: "name" },
  {
    fault: "an alarm without a statistic",
    inject: set("aws_cloudwatch_metric_alarm.statistic", null),
    argument: "statistic",
  },
  {
    fault: "a namespace of AWS for our metrics",
    inject: set("aws_cloudwatch_log_metric_filter.metric_transformation.namespace", "AWS/Studio"),
    argument: "metric_transformation.namespace",
  },
  {
    fault: "a security group description with an apostrophe",
    inject: set("aws_security_group.description", "the company's"),
    argument: "description",
  },
  {
    fault: "a rule description with an apostrophe",
    inject: set(`${EGRESS}.description`, "the company's"),
    argument: "description",
  },
  { fault: "an empty tag key", inject: set("aws_vpc.tags", { "": "x" }), argument: "tags." },
  { fault: "an emoji in a tag", inject: set("aws_kms_key.tags", { owner: "🚀" }), argument: "tags.owner" },
  // Numbers and kinds.
  {
    fault: "a flow log every 5 minutes",
    inject: set("aws_flow_log.max_aggregation_interval", 300),
    argument: "max_aggregation_interval",
  },
  {
    fault: "an idle time-out of 30 minutes",
    inject: set(
      "aws_sagemaker_domain.default_user_settings.jupyter_lab_app_settings.app_lifecycle_management.idle_settings.idle_timeout_in_minutes",
      30,
    ),
    argument:
      "default_user_settings.jupyter_lab_app_settings.app_lifecycle_management.idle_settings.idle_timeout_in_minutes",
  },
  {
    fault: "a volume of 1 GB",
    inject: set(
      "aws_sagemaker_domain.default_space_settings.space_storage_settings.default_ebs_storage_settings.default_ebs_volume_size_in_gb",
      1,
    ),
    argument:
      "default_space_settings.space_storage_settings.default_ebs_storage_settings.default_ebs_volume_size_in_gb",
  },
  {
    fault: "a hop limit of 65",
    inject: set("aws_instance.metadata_options.http_put_response_hop_limit", 65),
    argument: "metadata_options.http_put_response_hop_limit",
  },
  {
    fault: "an unknown volume type",
    inject: set("aws_instance.root_block_device.volume_type", "gp9"),
    argument: "root_block_device.volume_type",
  },
  {
    fault: "throughput of a gp2 volume",
    inject: (stack) => {
      set("aws_instance.root_block_device.volume_type", "gp2")(stack);
      set("aws_instance.root_block_device.throughput", 250)(stack);
    },
    argument: "root_block_device.throughput",
  },
  {
    fault: "a key rotation of 30 days",
    inject: set("aws_kms_key.rotation_period_in_days", 30),
    argument: "rotation_period_in_days",
  },
  {
    fault: "a tcp idle time-out of 10 s",
    inject: set(`${POLICY}.stateful_engine_options.flow_timeouts.tcp_idle_timeout_seconds`, 10),
    argument: "firewall_policy.stateful_engine_options.flow_timeouts.tcp_idle_timeout_seconds",
  },
  {
    fault: "an unknown stream policy",
    inject: set(`${POLICY}.stateful_engine_options.stream_exception_policy`, "IGNORE"),
    argument: "firewall_policy.stateful_engine_options.stream_exception_policy",
  },
  {
    fault: "an unknown strict action",
    inject: set(`${POLICY}.stateful_default_actions`, ["aws:drop_all"]),
    argument: "firewall_policy.stateful_default_actions",
  },
  {
    fault: "two stateless actions",
    inject: set(`${POLICY}.stateless_default_actions`, ["aws:drop", "aws:pass"]),
    argument: "firewall_policy.stateless_default_actions",
  },
  {
    fault: "an event age of a week",
    inject: set("aws_lambda_function_event_invoke_config.maximum_event_age_in_seconds", 604_800),
    argument: "maximum_event_age_in_seconds",
  },
  {
    fault: "three retries",
    inject: set("aws_lambda_function_event_invoke_config.maximum_retry_attempts", 3),
    argument: "maximum_retry_attempts",
  },
  {
    fault: "an unknown architecture",
    inject: set("aws_lambda_function.architectures", ["riscv"]),
    argument: "architectures.0",
  },
  {
    fault: "a time zone that does not exist",
    inject: set("aws_scheduler_schedule.schedule_expression_timezone", "Europe/Nowhere"),
    argument: "schedule_expression_timezone",
  },
  {
    fault: "a rate of 0 minutes",
    inject: set("aws_scheduler_schedule.schedule_expression", "rate(0 minutes)"),
    argument: "schedule_expression",
  },
  {
    fault: "an unknown window mode",
    inject: set("aws_scheduler_schedule.flexible_time_window.mode", "MAYBE"),
    argument: "flexible_time_window.mode",
  },
  {
    fault: "AES256 with a key",
    inject: set("aws_s3_bucket_server_side_encryption_configuration.rule.0.apply_server_side_encryption_by_default", {
      sse_algorithm: "AES256",
      kms_master_key_id: "alias/x",
    }),
    argument: "rule.apply_server_side_encryption_by_default.kms_master_key_id",
  },
  {
    fault: "an unknown versioning status",
    inject: set("aws_s3_bucket_versioning.versioning_configuration.status", "On"),
    argument: "versioning_configuration.status",
  },
  {
    fault: "an unknown storage class",
    inject: set(LIFECYCLE, { id: "a", status: "Enabled", transition: [{ days: 30, storage_class: "TAPE" }] }),
    argument: "rule.transition.storage_class",
  },
  {
    fault: "infrequent access after 10 days",
    inject: set(LIFECYCLE, { id: "a", status: "Enabled", transition: [{ days: 10, storage_class: "STANDARD_IA" }] }),
    argument: "rule.transition.days",
  },
  {
    fault: "a lifecycle rule without an action",
    inject: set(LIFECYCLE, { id: "a", status: "Enabled" }),
    argument: "rule",
  },
  {
    fault: "a DNS response of an allowing rule",
    inject: (stack) =>
      Object.assign(firstOf(stack, "aws_route53_resolver_firewall_rule"), {
        action: "ALLOW",
        block_response: "NODATA",
      }),
    argument: "block_response",
  },
  {
    fault: "an override without a domain",
    inject: (stack) =>
      Object.assign(firstOf(stack, "aws_route53_resolver_firewall_rule"), {
        action: "BLOCK",
        block_response: "OVERRIDE",
      }),
    argument: "block_override_domain",
  },
  {
    fault: "an unknown fail-open mode",
    inject: set("aws_route53_resolver_firewall_config.firewall_fail_open", "MAYBE"),
    argument: "firewall_fail_open",
  },
  // Policies.
  {
    fault: "a policy without a version of IAM",
    inject: policy("aws_iam_policy", "policy", (document) => Object.assign(document, { Version: "2020-01-01" })),
    argument: "policy",
  },
  { fault: "an effect in lower case", inject: statement({ Effect: "allow" }), argument: "policy" },
  { fault: "a statement without an action", inject: statement({ Action: undefined }), argument: "policy" },
  { fault: "a statement without a resource", inject: statement({ Resource: undefined }), argument: "policy" },
  { fault: "an unknown element of a statement", inject: statement({ Actions: "s3:*" }), argument: "policy" },
  { fault: "an action without a service", inject: statement({ Action: "GetObject" }), argument: "policy" },
  { fault: "a resource that is no ARN", inject: statement({ Resource: "my-bucket" }), argument: "policy" },
  {
    fault: "a bucket policy without a principal",
    inject: bucketStatement({ Principal: undefined }),
    argument: "policy",
  },
  {
    fault: "an unknown type of principal",
    inject: bucketStatement({ Principal: { Account: "111122223333" } }),
    argument: "policy",
  },
  {
    fault: "a service principal that does not exist",
    inject: bucketStatement({ Principal: { Service: "sagemakr.amazonaws.com" } }),
    argument: "policy",
  },
  { fault: "text that is no JSON", inject: set("aws_iam_policy.policy", "{"), argument: "policy" },
  {
    fault: "a policy ARN of a group",
    inject: set("aws_iam_role_policy_attachment.policy_arn", "arn:aws:iam::111122223333:group/x"),
    argument: "policy_arn",
  },
  // Suricata.
  ...(
    [
      ["a dataset", rule("dataset:isset,a; sid:9000001;")],
      ["a threshold", rule("threshold:type limit,track by_src,count 1,seconds 1; sid:9000001;")],
      ["a Lua script", rule("lua:a.lua; sid:9000001;")],
      ["a file keyword", rule("filemagic:PDF; sid:9000001;")],
      ["the protocol SCTP", "pass sctp any any -> any any (sid:9000001;)"],
      ["a port above 65535", "pass tcp any any -> any 65536 (sid:9000001;)"],
      ["content without quotes", rule("content:a; sid:9000001;")],
      ["an arrow that is none", "pass tls any any > any 443 (sid:9000001;)"],
      ["a sid that is no number", rule("sid:one;")],
      ["an option without its semicolon", rule("sid:9000001")],
    ] as const
  ).map(
    ([what, text]): InjectedFault => ({
      fault: `a Suricata rule with ${what}`,
      inject: suricata(text),
      argument: RULES,
    }),
  ),
  // Regions.
  { fault: "a region that does not exist", inject: region("eu-west-9"), argument: "region" },
  { fault: "a region without CodeArtifact", inject: region("us-west-1"), argument: "" },
  {
    fault: "a service of another region",
    inject: set("aws_vpc_endpoint.service_name", "com.amazonaws.eu-west-2.sts"),
    argument: "service_name",
  },
  {
    fault: "an instance type that the region lacks",
    inject: set("aws_instance.instance_type", "u-24tb1.112xlarge"),
    argument: "instance_type",
  },
];
