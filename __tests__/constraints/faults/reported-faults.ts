import { add, copies, firstOf, type InjectedFault, policy, set, suricata } from "./injected-fault";

const VPC = "${aws_vpc.network_vpc.id}";
const INGRESS = "aws_vpc_security_group_ingress_rule";
const LONG = (length: number): string => "a".repeat(length);
const POLICY = "aws_networkfirewall_firewall_policy.firewall_policy";
const ADDED_STATEMENT =
  (statement: object) =>
  (document: { Statement: object[] }): void => {
    document.Statement.push({ Sid: "Added", Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...statement });
  };
const identity = (statement: object) => policy("aws_iam_policy", "policy", ADDED_STATEMENT(statement));
const rule = (text: string): string => `pass tls $HOME_NET any -> $EXTERNAL_NET 443 (${text})`;

/**
 * The 100 faults of the reliability review, of which the rehearsal then caught 17. Each is injected into staging.
 */
export const reportedFaults: readonly InjectedFault[] = [
  // What the rehearsal caught before.
  { fault: "a bucket name with capitals", inject: set("aws_s3_bucket.bucket", "Studio-Data"), argument: "bucket" },
  { fault: "a bucket name of 64 characters", inject: set("aws_s3_bucket.bucket", LONG(64)), argument: "bucket" },
  { fault: "a subnet of /29", inject: set("aws_subnet.cidr_block", "10.20.0.0/29"), argument: "cidr_block" },
  { fault: "a VPC of /15", inject: set("aws_vpc.cidr_block", "10.20.0.0/15"), argument: "cidr_block" },
  {
    fault: "two subnets that overlap",
    inject: (stack) => add("aws_subnet", { ...firstOf(stack, "aws_subnet") })(stack),
    argument: "cidr_block",
  },
  { fault: "host bits in a CIDR block", inject: set("aws_subnet.cidr_block", "10.20.0.1/24"), argument: "cidr_block" },
  {
    fault: "the same security group rule twice",
    inject: copies(INGRESS, 1, () => ({})),
    argument: "referenced_security_group_id",
  },
  {
    fault: "a KMS key that is no ARN",
    inject: set("aws_cloudwatch_log_group.kms_key_id", "not an arn"),
    argument: "kms_key_id",
  },
  {
    fault: "a managed policy over 6144 characters",
    inject: identity({
      Resource: Array.from({ length: 200 }, (_, at) => `arn:aws:s3:::some-long-bucket-name-${at}/*`),
    }),
    argument: "policy",
  },
  {
    fault: "a bucket policy over 20 kB",
    inject: policy(
      "aws_s3_bucket_policy",
      "policy",
      ADDED_STATEMENT({
        Principal: "*",
        Condition: {
          StringLike: {
            "aws:PrincipalArn": Array.from({ length: 600 }, (_, at) => `arn:aws:iam::111122223333:role/r-${at}`),
          },
        },
      }),
    ),
    argument: "policy",
  },
  {
    fault: "two DNS rules of one priority",
    inject: copies("aws_route53_resolver_firewall_rule", 1, () => ({ firewall_domain_list_id: "rslvr-fdl-1" })),
    argument: "priority",
  },
  { fault: "a capacity of 1", inject: set("aws_networkfirewall_rule_group.capacity", 1), argument: "capacity" },
  { fault: "an identity policy with a principal", inject: identity({ Principal: "*" }), argument: "policy" },
  {
    fault: "a trust policy with a resource",
    inject: policy("aws_iam_role", "assume_role_policy", (document) => {
      Object.assign(document.Statement[0] ?? {}, { Resource: "*" });
    }),
    argument: "assume_role_policy",
  },
  {
    fault: "an unknown condition operator",
    inject: identity({ Condition: { StringAlike: { "aws:SourceVpc": "vpc-1" } } }),
    argument: "policy",
  },
  {
    fault: "two statements of one Sid",
    inject: policy("aws_iam_policy", "policy", (document) => {
      document.Statement.push({ ...document.Statement[0] });
    }),
    argument: "policy",
  },
  { fault: "a role name with a space", inject: set("aws_iam_role.name", "studio role"), argument: "name" },
  // Enumerations.
  {
    fault: "an unknown endpoint type",
    inject: set("aws_vpc_endpoint.vpc_endpoint_type", "Interfaces"),
    argument: "vpc_endpoint_type",
  },
  {
    fault: "an unknown network access type",
    inject: set("aws_sagemaker_domain.app_network_access_type", "VPCOnly"),
    argument: "app_network_access_type",
  },
  {
    fault: "an unknown authentication mode",
    inject: set("aws_sagemaker_domain.auth_mode", "SAML"),
    argument: "auth_mode",
  },
  {
    fault: "a log retention of 91 days",
    inject: set("aws_cloudwatch_log_group.retention_in_days", 91),
    argument: "retention_in_days",
  },
  { fault: "an unknown Lambda runtime", inject: set("aws_lambda_function.runtime", "nodejs99.x"), argument: "runtime" },
  {
    fault: "an unknown instance type",
    inject: set("aws_instance.instance_type", "t3.gigantic"),
    argument: "instance_type",
  },
  {
    fault: "an unknown object ownership",
    inject: set("aws_s3_bucket_ownership_controls.rule.object_ownership", "BucketOwner"),
    argument: "rule.object_ownership",
  },
  {
    fault: "an unknown encryption of a bucket",
    inject: set(
      "aws_s3_bucket_server_side_encryption_configuration.rule.0.apply_server_side_encryption_by_default.sse_algorithm",
      "AES512",
    ),
    argument: "rule.apply_server_side_encryption_by_default.sse_algorithm",
  },
  {
    fault: "an unknown DNS action",
    inject: set("aws_route53_resolver_firewall_rule.action", "DENY"),
    argument: "action",
  },
  {
    fault: "an unknown traffic type of flow logs",
    inject: set("aws_flow_log.traffic_type", "EVERYTHING"),
    argument: "traffic_type",
  },
  {
    fault: "an unknown comparison of an alarm",
    inject: set("aws_cloudwatch_metric_alarm.comparison_operator", "MoreThan"),
    argument: "comparison_operator",
  },
  {
    fault: "an unknown product type",
    inject: set("aws_servicecatalog_product.type", "CLOUDFORMATION"),
    argument: "type",
  },
  // Names and lengths.
  { fault: "a role name of 65 characters", inject: set("aws_iam_role.name", LONG(65)), argument: "name" },
  {
    fault: "a security group name that begins with sg-",
    inject: set("aws_security_group.name", "sg-studio"),
    argument: "name",
  },
  {
    fault: "a security group name of 256 characters",
    inject: set("aws_security_group.name", LONG(256)),
    argument: "name",
  },
  {
    fault: "a user profile name with an underscore",
    inject: set("aws_sagemaker_user_profile.user_profile_name", "data_scientist"),
    argument: "user_profile_name",
  },
  {
    fault: "a domain name of 64 characters",
    inject: set("aws_sagemaker_domain.domain_name", LONG(64)),
    argument: "domain_name",
  },
  { fault: "an alias without alias/", inject: set("aws_kms_alias.name", "studio"), argument: "name" },
  { fault: "an alias of AWS", inject: set("aws_kms_alias.name", "alias/aws/studio"), argument: "name" },
  { fault: "a queue name with a dot", inject: set("aws_sqs_queue.name", "studio.url"), argument: "name" },
  {
    fault: "a CodeArtifact domain with capitals",
    inject: set("aws_codeartifact_domain.domain", "Studio"),
    argument: "domain",
  },
  {
    fault: "a parameter name that begins with /aws/",
    inject: set("aws_ssm_parameter.name", "/aws/studio"),
    argument: "name",
  },
  {
    fault: "a rule group name with an underscore",
    inject: set("aws_networkfirewall_rule_group.name", "rule_group"),
    argument: "name",
  },
  {
    fault: "a metric filter name of 513 characters",
    inject: set("aws_cloudwatch_log_metric_filter.name", LONG(513)),
    argument: "name",
  },
  {
    fault: "an emoji in the description of a rule",
    inject: set(`${INGRESS}.description`, "TLS 🚀"),
    argument: "description",
  },
  // Tags.
  {
    fault: "51 tags",
    inject: set("aws_vpc.tags", Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`t${at}`, "x"]))),
    argument: "tags",
  },
  { fault: "a tag key of AWS", inject: set("aws_vpc.tags", { "aws:owner": "x" }), argument: "tags.aws:owner" },
  { fault: "a tag value of 257 characters", inject: set("aws_vpc.tags", { owner: LONG(257) }), argument: "tags.owner" },
  // Numbers.
  { fault: "port 70000", inject: set(`${INGRESS}.to_port`, 70_000), argument: "to_port" },
  { fault: "a first port above the last", inject: set(`${INGRESS}.from_port`, 8443), argument: "from_port" },
  { fault: "a Lambda time-out of 1000 s", inject: set("aws_lambda_function.timeout", 1000), argument: "timeout" },
  {
    fault: "a Lambda memory of 20 GB",
    inject: set("aws_lambda_function.memory_size", 20_480),
    argument: "memory_size",
  },
  {
    fault: "messages kept for 20 days",
    inject: set("aws_sqs_queue.message_retention_seconds", 1_728_000),
    argument: "message_retention_seconds",
  },
  {
    fault: "a key deleted after 3 days",
    inject: set("aws_kms_key.deletion_window_in_days", 3),
    argument: "deletion_window_in_days",
  },
  { fault: "an alarm period of 45 s", inject: set("aws_cloudwatch_metric_alarm.period", 45), argument: "period" },
  {
    fault: "a capacity of 40000",
    inject: set("aws_networkfirewall_rule_group.capacity", 40_000),
    argument: "capacity",
  },
  {
    fault: "a DNS association of priority 50",
    inject: set("aws_route53_resolver_firewall_rule_group_association.priority", 50),
    argument: "priority",
  },
  {
    fault: "a role session of 60 s",
    inject: set("aws_iam_role.max_session_duration", 60),
    argument: "max_session_duration",
  },
  {
    fault: "objects that expire after -1 days",
    inject: set("aws_s3_bucket_lifecycle_configuration.rule.0.expiration.0.days", -1),
    argument: "rule.expiration.days",
  },
  {
    fault: "a transition after the expiration",
    inject: set("aws_s3_bucket_lifecycle_configuration.rule.0", {
      id: "archive",
      status: "Enabled",
      expiration: [{ days: 30 }],
      transition: [{ days: 60, storage_class: "GLACIER" }],
    }),
    argument: "rule.transition.days",
  },
  {
    fault: "17 subnets of a domain",
    inject: set(
      "aws_sagemaker_domain.subnet_ids",
      Array.from({ length: 17 }, (_, at) => `subnet-0123456789abcde${at + 10}`),
    ),
    argument: "subnet_ids",
  },
  // Suricata.
  {
    fault: "a misspelled Suricata keyword",
    inject: suricata(rule('tls.snii; content:"a"; sid:9000001;')),
    argument: "rule_group.rules_source.rules_string",
  },
  {
    fault: "a Suricata rule without its last parenthesis",
    inject: suricata(rule("sid:9000001;").slice(0, -1)),
    argument: "rule_group.rules_source.rules_string",
  },
  {
    fault: "two Suricata rules of one sid",
    inject: suricata(`${rule("sid:9000001;")}\n${rule("sid:9000001;")}`),
    argument: "rule_group.rules_source.rules_string",
  },
  {
    fault: "a Suricata rule without a sid",
    inject: suricata(rule('msg:"x";')),
    argument: "rule_group.rules_source.rules_string",
  },
  {
    fault: "an unknown Suricata action",
    inject: suricata(`allow${rule("sid:9000001;").slice(4)}`),
    argument: "rule_group.rules_source.rules_string",
  },
  {
    fault: "an undefined Suricata variable",
    inject: suricata("pass tls $STUDIO_NET any -> any 443 (sid:9000001;)"),
    argument: "rule_group.rules_source.rules_string",
  },
  // Firewall policy and DNS.
  {
    fault: "two rule groups of one priority",
    inject: set(
      `${POLICY}.stateful_rule_group_reference`,
      [1, 1].map((priority, at) => ({
        priority,
        resource_arn: `arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/g${at}`,
      })),
    ),
    argument: "firewall_policy.stateful_rule_group_reference.priority",
  },
  {
    fault: "the stateless action aws:forward",
    inject: set(`${POLICY}.stateless_default_actions`, ["aws:forward"]),
    argument: "firewall_policy.stateless_default_actions",
  },
  {
    fault: "strict default actions in default order",
    inject: set(`${POLICY}.stateful_engine_options`, { rule_order: "DEFAULT_ACTION_ORDER" }),
    argument: "firewall_policy.stateful_default_actions",
  },
  {
    fault: "a DNS rule that blocks without a response",
    inject: (stack) => {
      const values = firstOf(stack, "aws_route53_resolver_firewall_rule");
      Object.assign(values, { action: "BLOCK", block_response: undefined });
    },
    argument: "block_response",
  },
  {
    fault: "a domain with a space",
    inject: set("aws_route53_resolver_firewall_domain_list.domains", ["exa mple.com."]),
    argument: "domains.0",
  },
  // Quotas.
  {
    fault: "61 rules of a security group",
    inject: copies(INGRESS, 61, (at) => ({ from_port: at + 1, to_port: at + 1 })),
    argument: "security_group_id",
  },
  {
    fault: "6 security groups on an endpoint",
    inject: set(
      "aws_vpc_endpoint.security_group_ids",
      Array.from({ length: 6 }, (_, at) => `sg-${at}`),
    ),
    argument: "security_group_ids",
  },
  {
    fault: "6 security groups on a user profile",
    inject: set(
      "aws_sagemaker_user_profile.user_settings.security_groups",
      Array.from({ length: 6 }, (_, at) => `sg-${at}`),
    ),
    argument: "user_settings.security_groups",
  },
  {
    fault: "11 managed policies on a role",
    inject: copies("aws_iam_role_policy_attachment", 11, (at) => ({
      policy_arn: `arn:aws:iam::aws:policy/Policy${at}`,
    })),
    argument: "role",
  },
  {
    fault: "Lambda variables over 4 kB",
    inject: set("aws_lambda_function.environment.variables", { TEXT: LONG(5000) }),
    argument: "environment.variables",
  },
  { fault: "a parameter over 4 kB", inject: set("aws_ssm_parameter.value", LONG(5000)), argument: "value" },
  {
    fault: "a script over 16 kB",
    inject: set("aws_sagemaker_studio_lifecycle_config.studio_lifecycle_config_content", LONG(16_388)),
    argument: "studio_lifecycle_config_content",
  },
  // Policies.
  {
    fault: "a key policy that locks everybody out",
    inject: policy("aws_kms_key", "policy", (document) => {
      document.Statement = [
        { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:Decrypt", Resource: "*" },
      ];
    }),
    argument: "policy",
  },
  {
    fault: "an impossible account in a key policy",
    inject: policy(
      "aws_kms_key",
      "policy",
      ADDED_STATEMENT({ Action: "kms:Decrypt", Principal: { AWS: "arn:aws:iam::1234:root" } }),
    ),
    argument: "policy",
  },
  {
    fault: "a bucket policy for another bucket",
    inject: policy(
      "aws_s3_bucket_policy",
      "policy",
      ADDED_STATEMENT({ Principal: "*", Effect: "Deny", Resource: "arn:aws:s3:::somebody-elses-bucket/*" }),
    ),
    argument: "policy",
  },
  { fault: "the action s3:GetObjects", inject: identity({ Action: "s3:GetObjects" }), argument: "policy" },
  { fault: "a Sid with a space", inject: identity({ Sid: "Read objects" }), argument: "policy" },
  { fault: "a service that does not exist", inject: identity({ Action: "sagemakr:CreateApp" }), argument: "policy" },
  { fault: "a malformed ARN", inject: identity({ Resource: "arn:aws:s3:bucket" }), argument: "policy" },
  // Exclusive arguments, zones and services.
  {
    fault: "a port with the protocol -1",
    inject: set(`${INGRESS}.ip_protocol`, "-1"),
    argument: "from_port",
  },
  {
    fault: "a CIDR block together with a group",
    inject: set(`${INGRESS}.cidr_ipv4`, "10.0.0.0/8"),
    argument: "cidr_ipv4",
  },
  {
    fault: "a route to a NAT gateway and an internet gateway",
    inject: (stack) => Object.assign(firstOf(stack, "aws_route"), { nat_gateway_id: "nat-1", gateway_id: "igw-1" }),
    argument: "gateway_id",
  },
  {
    fault: "the zone eu-west-1z",
    inject: set("aws_subnet.availability_zone", "eu-west-1z"),
    argument: "availability_zone",
  },
  {
    fault: "the zone us-east-1a in eu-west-1",
    inject: set("aws_subnet.availability_zone", "us-east-1a"),
    argument: "availability_zone",
  },
  {
    fault: "an endpoint service that does not exist",
    inject: set("aws_vpc_endpoint.service_name", "com.amazonaws.eu-west-1.nosuchservice"),
    argument: "service_name",
  },
  {
    fault: "a gateway endpoint for STS",
    inject: add("aws_vpc_endpoint", {
      vpc_id: VPC,
      vpc_endpoint_type: "Gateway",
      service_name: "com.amazonaws.eu-west-1.sts",
    }),
    argument: "vpc_endpoint_type",
  },
  {
    fault: "a cron expression of five fields",
    inject: set("aws_scheduler_schedule.schedule_expression", "cron(0 20 * * *)"),
    argument: "schedule_expression",
  },
  {
    fault: "a cron expression with the hour 25",
    inject: set("aws_scheduler_schedule.schedule_expression", "cron(0 25 * * ? *)"),
    argument: "schedule_expression",
  },
  {
    fault: "a cron expression with both days",
    inject: set("aws_scheduler_schedule.schedule_expression", "cron(0 20 1 * MON *)"),
    argument: "schedule_expression",
  },
  { fault: "a role that is no ARN", inject: set("aws_lambda_function.role", "studio"), argument: "role" },
  {
    fault: "an alarm action that is no ARN",
    inject: set("aws_cloudwatch_metric_alarm.alarm_actions", ["alarms"]),
    argument: "alarm_actions.0",
  },
  {
    fault: "a script that is not base64",
    inject: set("aws_sagemaker_studio_lifecycle_config.studio_lifecycle_config_content", "#!/bin/bash"),
    argument: "studio_lifecycle_config_content",
  },
  {
    fault: "an RSA key with rotation",
    inject: set("aws_kms_key.customer_master_key_spec", "RSA_2048"),
    argument: "enable_key_rotation",
  },
  {
    fault: "the reserved variable AWS_REGION",
    inject: set("aws_lambda_function.environment.variables.AWS_REGION", "eu-west-1"),
    argument: "environment.variables.AWS_REGION",
  },
  { fault: "an empty parameter", inject: set("aws_ssm_parameter.value", ""), argument: "value" },
  {
    fault: "a domain id that is none",
    inject: set("aws_sagemaker_user_profile.domain_id", "x"),
    argument: "domain_id",
  },
];
