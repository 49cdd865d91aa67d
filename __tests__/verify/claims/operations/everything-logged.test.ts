import { everythingLogged } from "../../../../verify/claims/operations/everything-logged";
import type { JsonObject } from "../../../../verify/terraform/terraform-configuration";
import { claimSubjectWith } from "../../fixtures/claim-subject";

const delivery = {
  Effect: "Allow",
  Principal: { Service: "logging.s3.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "${aws_s3_bucket.logs.arn}/*",
};

const deliversLogs = { Service: "delivery.logs.amazonaws.com" };

const keyOfLogs = "${aws_kms_key.logs.arn}";

/** A key that a service may use. */
const keyFor = (service: string): JsonObject => ({
  policy: JSON.stringify({
    Statement: [
      {
        ...{ Effect: "Allow", Principal: { Service: service }, Resource: "*" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      },
    ],
  }),
});

const logged: Readonly<Record<string, JsonObject>> = {
  aws_vpc: { main: {} },
  aws_flow_log: {
    main: {
      vpc_id: "${aws_vpc.main.id}",
      traffic_type: "ALL",
      log_destination_type: "s3",
      log_destination: "${aws_s3_bucket.flows.arn}",
    },
  },
  aws_route53_resolver_query_log_config: { main: { destination_arn: "${aws_cloudwatch_log_group.flows.arn}" } },
  aws_route53_resolver_query_log_config_association: {
    main: {
      resource_id: "${aws_vpc.main.id}",
      resolver_query_log_config_id: "${aws_route53_resolver_query_log_config.main.id}",
    },
  },
  aws_networkfirewall_firewall: {
    main: { vpc_id: "${aws_vpc.main.id}", firewall_policy_arn: "${aws_networkfirewall_firewall_policy.main.arn}" },
  },
  aws_networkfirewall_firewall_policy: {
    main: {
      firewall_policy: {
        stateful_engine_options: { rule_order: "STRICT_ORDER" },
        stateful_default_actions: ["aws:drop_strict", "aws:alert_strict"],
      },
    },
  },
  aws_networkfirewall_logging_configuration: {
    main: {
      firewall_arn: "${aws_networkfirewall_firewall.main.arn}",
      logging_configuration: { log_destination_config: [{ log_type: "ALERT" }, { log_type: "FLOW" }] },
    },
  },
  aws_s3_bucket: { data: { bucket: "data" }, logs: { bucket: "logs" }, flows: { bucket: "flows" } },
  aws_s3_bucket_logging: {
    data: { bucket: "${aws_s3_bucket.data.id}", target_bucket: "${aws_s3_bucket.logs.id}" },
    flows: { bucket: "${aws_s3_bucket.flows.id}", target_bucket: "${aws_s3_bucket.logs.id}" },
  },
  aws_s3_bucket_policy: {
    logs: { bucket: "${aws_s3_bucket.logs.id}", policy: JSON.stringify({ Statement: [delivery] }) },
  },
  aws_cloudwatch_log_group: { flows: { retention_in_days: 90, kms_key_id: keyOfLogs } },
  aws_kms_key: { logs: keyFor("logs.eu-west-1.amazonaws.com") },
};

function verdictOver(change: Readonly<Record<string, JsonObject>>) {
  return everythingLogged.decide(claimSubjectWith({ ...logged, ...change }));
}

test("packets, drops, queries and objects that are logged are proved", () => {
  expect(verdictOver({}).kind).toBe("proved");
});

test("a stack without a trail of API calls is proved, because the trail is the account's", () => {
  expect(Object.keys(logged)).not.toContain("aws_cloudtrail");
  expect(verdictOver({}).kind).toBe("proved");
});

test("a log group without a retention keeps its events forever", () => {
  expect(verdictOver({ aws_cloudwatch_log_group: { flows: { kms_key_id: keyOfLogs } } }).kind).toBe("proved");
});

const policy = (actions: readonly string[]): JsonObject => ({
  main: {
    firewall_policy: { stateful_engine_options: { rule_order: "STRICT_ORDER" }, stateful_default_actions: actions },
  },
});

test.each<[string, Readonly<Record<string, JsonObject>>, string]>([
  ["no flow log", { aws_flow_log: {} }, "aws_vpc.main"],
  [
    "a flow log of rejects",
    { aws_flow_log: { main: { vpc_id: "${aws_vpc.main.id}", traffic_type: "REJECT" } } },
    "aws_vpc.main",
  ],
  ["no query log", { aws_route53_resolver_query_log_config_association: {} }, "aws_vpc.main"],
  ["no firewall log", { aws_networkfirewall_logging_configuration: {} }, "aws_networkfirewall_firewall.main"],
  [
    "a drop without its alert",
    { aws_networkfirewall_firewall_policy: policy(["aws:drop_strict"]) },
    "aws_networkfirewall_firewall_policy.main",
  ],
  [
    "the alert of another drop",
    { aws_networkfirewall_firewall_policy: policy(["aws:drop_strict", "aws:alert_established"]) },
    "aws_networkfirewall_firewall_policy.main",
  ],
  ["no access log", { aws_s3_bucket_logging: {} }, "aws_s3_bucket.data"],
  [
    "a short retention",
    { aws_cloudwatch_log_group: { flows: { retention_in_days: 30, kms_key_id: keyOfLogs } } },
    "aws_cloudwatch_log_group.flows",
  ],
  [
    "no key of its own",
    { aws_cloudwatch_log_group: { flows: { retention_in_days: 90 } } },
    "aws_cloudwatch_log_group.flows",
  ],
])("%s is a gap, and the evidence names where", (_, change, address) => {
  const verdict = verdictOver(change);

  expect(verdict.kind).toBe("violated");
  expect(verdict.evidence[0]?.addresses[0]).toBe(address);
});

test("a retention that a variable decides is undecided", () => {
  const verdict = verdictOver({
    aws_cloudwatch_log_group: { flows: { retention_in_days: "${var.days}", kms_key_id: keyOfLogs } },
  });

  expect(verdict.kind).toBe("undecided");
});

test("access logs that nothing lets S3 deliver are none, unless an ACL does", () => {
  const without = { aws_s3_bucket_policy: {} };
  const acl = { logs: { bucket: "${aws_s3_bucket.logs.id}", acl: "log-delivery-write" } };
  const enforced = { logs: { bucket: "${aws_s3_bucket.logs.id}", rule: { object_ownership: "BucketOwnerEnforced" } } };

  expect(verdictOver(without).kind).toBe("violated");
  expect(verdictOver({ ...without, aws_s3_bucket_acl: acl }).kind).toBe("proved");
  expect(verdictOver({ ...without, aws_s3_bucket_acl: acl, aws_s3_bucket_ownership_controls: enforced }).kind).toBe(
    "violated",
  );
});

test("a flow log into a log group needs a role of the configuration", () => {
  const log = {
    vpc_id: "${aws_vpc.main.id}",
    traffic_type: "ALL",
    log_destination: "${aws_cloudwatch_log_group.flows.arn}",
  };

  expect(verdictOver({ aws_flow_log: { main: log } }).kind).toBe("undecided");
  expect(
    verdictOver({ aws_flow_log: { main: { ...log, iam_role_arn: "arn:aws:iam::111122223333:role/x" } } }).kind,
  ).toBe("undecided");
});

test("a firewall logs into a bucket that lets it write under the prefix of the logs", () => {
  const place = { bucketName: "${aws_s3_bucket.logs.id}", prefix: "firewall" };
  const destination = ["ALERT", "FLOW"].map((type) => ({ log_type: type, log_destination: place }));
  const verdictUnder = (prefix: string) => {
    const writing = {
      ...{ Effect: "Allow", Principal: deliversLogs, Action: ["s3:PutObject", "s3:GetBucketAcl"] },
      Resource: ["${aws_s3_bucket.logs.arn}", `\${aws_s3_bucket.logs.arn}/${prefix}AWSLogs/*`],
    };
    return verdictOver({
      aws_networkfirewall_logging_configuration: {
        main: {
          firewall_arn: "${aws_networkfirewall_firewall.main.arn}",
          logging_configuration: { log_destination_config: destination },
        },
      },
      aws_s3_bucket_policy: {
        logs: { bucket: "${aws_s3_bucket.logs.id}", policy: JSON.stringify({ Statement: [delivery, writing] }) },
      },
    });
  };

  expect(verdictUnder("firewall/").kind).toBe("proved");
  expect(verdictUnder("").kind).toBe("violated");
});

describe("a flow log into a bucket with a KMS key", () => {
  const verdictWith = (key: JsonObject, name = "${aws_kms_key.flows.arn}") =>
    verdictOver({
      aws_s3_bucket_server_side_encryption_configuration: {
        flows: {
          bucket: "${aws_s3_bucket.flows.id}",
          rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: name } }],
        },
      },
      aws_kms_key: { ...logged.aws_kms_key, flows: key },
      aws_kms_alias: { flows: { name: "alias/flows", target_key_id: "${aws_kms_key.flows.key_id}" } },
    }).kind;

  test("The key must let the service that delivers logs use it.", () => {
    expect(verdictWith(keyFor("delivery.logs.amazonaws.com"))).toBe("proved");
    expect(verdictWith(keyFor("logging.s3.amazonaws.com"))).toBe("violated");
  });

  test("An alias names the same key.", () => {
    expect(verdictWith(keyFor("delivery.logs.amazonaws.com"), "alias/flows")).toBe("proved");
    expect(verdictWith(keyFor("logging.s3.amazonaws.com"), "${aws_kms_alias.flows.arn}")).toBe("violated");
  });

  test("A key that is not in the configuration may refuse.", () => {
    expect(verdictWith({}, "alias/aws/s3")).toBe("undecided");
  });
});

test.each<[string, Readonly<Record<string, JsonObject>>]>([
  [
    "a flow log goes to another bucket",
    { aws_flow_log: { main: { ...(logged.aws_flow_log?.main as JsonObject), log_destination: "arn:aws:s3:::other" } } },
  ],
  [
    "queries are logged into another bucket",
    { aws_route53_resolver_query_log_config: { main: { destination_arn: "arn:aws:s3:::other" } } },
  ],
  [
    "access to a bucket is logged into another bucket",
    {
      aws_s3_bucket_logging: {
        ...logged.aws_s3_bucket_logging,
        data: { bucket: "${aws_s3_bucket.data.id}", target_bucket: "other" },
      },
    },
  ],
  [
    "a log group has another key",
    { aws_cloudwatch_log_group: { flows: { kms_key_id: "arn:aws:kms:eu-west-1:111122223333:key/other" } } },
  ],
])("Where %s, which the configuration does not contain, the claim is undecided.", (_, change) => {
  expect(verdictOver(change).kind).toBe("undecided");
});
