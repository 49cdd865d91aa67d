import { logsAreTamperProof } from "../../../../verify/claims/identities/logs-are-tamper-proof";
import type { Json } from "../../../../verify/terraform/terraform-configuration";
import { type ClaimCase, describeClaimCases } from "../../fixtures/claim-cases";
import { claimSubjectWith } from "../../fixtures/claim-subject";
import { combineEdits, type ResourceEdit } from "../../fixtures/network-perimeter";
import { appendStatement, policySubject, putArguments } from "../../fixtures/policy-perimeter";

const logs = "${aws_s3_bucket.logs.id}";
const allow = (Action: string, Resource = "*"): ResourceEdit =>
  appendStatement("aws_iam_role_policy", "studio", { Effect: "Allow", Action, Resource });
const bucket = (change: Record<string, Json> = {}): ResourceEdit =>
  putArguments("aws_s3_bucket", "logs", { bucket: "logs", ...change });
const versions = (status: string): ResourceEdit =>
  putArguments("aws_s3_bucket_versioning", "logs", { bucket: logs, versioning_configuration: { status } });
const expiring = (...rule: Record<string, Json>[]): ResourceEdit =>
  putArguments("aws_s3_bucket_lifecycle_configuration", "logs", { bucket: logs, rule });
const receiving = putArguments("aws_s3_bucket_logging", "data", {
  bucket: "${aws_s3_bucket.data.id}",
  target_bucket: logs,
});
const store = combineEdits(bucket(), versions("Enabled"), receiving);
const flowLog = (destination: string): ResourceEdit =>
  putArguments("aws_flow_log", "all", { vpc_id: "${aws_vpc.main.id}", log_destination: destination });
const group = putArguments("aws_cloudwatch_log_group", "flows", {
  name: "/flows",
  kms_key_id: "${aws_kms_key.main.arn}",
});
/** A role apart from the execution role, which a service may assume and which may call one action. */
const roleOf = (service: string, action: string): ResourceEdit =>
  combineEdits(
    putArguments("aws_iam_role", "other", {
      name: "other",
      assume_role_policy: `{"Statement":[{"Effect":"Allow","Principal":{"Service":"${service}.amazonaws.com"},"Action":"sts:AssumeRole"}]}`,
    }),
    putArguments("aws_iam_role_policy", "other", {
      name: "other",
      role: "${aws_iam_role.other.id}",
      policy: `{"Statement":[{"Effect":"Allow","Action":${action},"Resource":"*"}]}`,
    }),
  );

const cases: readonly ClaimCase[] = [
  ["is proved of a role that writes no logs and a bucket that keeps versions", store, "proved", /versioning/],
  ["is proved of a role that adds logs of its own", combineEdits(store, allow("logs:PutLogEvents")), "proved"],
  ["is proved of a role that queries logs", allow("logs:StartQuery"), "proved"],
  [
    "is proved of the old form of versions and lifecycle rules",
    combineEdits(
      bucket({ versioning: { enabled: "true" }, lifecycle_rule: { enabled: true, expiration: { days: "90" } } }),
      receiving,
    ),
    "proved",
  ],
  [
    "is proved of a rule that is disabled",
    combineEdits(store, expiring({ status: "Disabled", expiration: { days: 1 } })),
    "proved",
  ],
  [
    "is proved of a rule that expires delete markers only",
    combineEdits(store, expiring({ status: "Enabled", expiration: { expired_object_delete_marker: true } })),
    "proved",
  ],
  [
    "is violated by a rule that expires objects before the declared 90 days",
    combineEdits(store, expiring({ status: "Enabled", expiration: { days: 89 } })),
    "violated",
    /expire after 89 days; 90 days are declared/,
  ],
  [
    "is violated by a rule that expires all objects on a date",
    combineEdits(store, expiring({ status: "Enabled", expiration: { date: "2030-01-01T00:00:00Z" } })),
    "violated",
    /2030/,
  ],
  [
    "is undecided of versioning that is not known",
    combineEdits(bucket(), versions("${var.versions}"), receiving),
    "undecided",
  ],
  ["is violated by a bucket without versions", combineEdits(bucket(), receiving), "violated", /not set/],
  [
    "finds the bucket of a flow log by its ARN with a prefix",
    combineEdits(bucket(), flowLog("${aws_s3_bucket.logs.arn}/flows")),
    "violated",
    /not set/,
  ],
  [
    "finds the bucket of a trail",
    combineEdits(bucket(), putArguments("aws_cloudtrail", "all", { name: "all", s3_bucket_name: logs })),
    "violated",
    /not set/,
  ],
  [
    "finds the bucket of the firewall's logs",
    combineEdits(
      bucket(),
      putArguments("aws_networkfirewall_logging_configuration", "all", {
        logging_configuration: { log_destination_config: [{ log_destination: { bucketName: logs } }] },
      }),
    ),
    "violated",
    /not set/,
  ],
  [
    "is undecided of a destination that is not in the configuration",
    flowLog("arn:aws:s3:::elsewhere"),
    "undecided",
    /elsewhere, which the configuration does not contain/,
  ],
  [
    "is violated by a role that adds events to the flow log",
    combineEdits(group, flowLog("${aws_cloudwatch_log_group.flows.arn}:*"), allow("logs:PutLogEvents")),
    "violated",
    /PutLogEvents/,
  ],
  [
    "is violated by a role of a function that adds events to the flow log",
    combineEdits(
      group,
      flowLog("${aws_cloudwatch_log_group.flows.arn}:*"),
      roleOf("lambda", '"logs:PutLogEvents"'),
      putArguments("aws_lambda_function", "code", { role: "${aws_iam_role.other.arn}" }),
    ),
    "violated",
    /role\/other calls logs:PutLogEvents .*; limit logs:PutLogEvents to the log groups that the role writes to \[[0-9a-f]{8}\]$/,
  ],
  [
    "names the managed policy of a function that adds events to the flow log, and what to do",
    combineEdits(
      group,
      flowLog("${aws_cloudwatch_log_group.flows.arn}:*"),
      roleOf("lambda", '"logs:CreateLogStream"'),
      putArguments("aws_iam_role_policy_attachment", "other", {
        role: "${aws_iam_role.other.name}",
        policy_arn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      }),
    ),
    "violated",
    /; replace (?:service-role\/)?AWSLambdaBasicExecutionRole by a policy that allows logs:CreateLogStream and logs:PutLogEvents on the log group of the function \[[0-9a-f]{8}\]$/,
  ],
  [
    "is proved of a function that adds events to its own log group only",
    combineEdits(
      store,
      group,
      flowLog("${aws_cloudwatch_log_group.flows.arn}:*"),
      putArguments("aws_iam_role", "other", {
        name: "other",
        assume_role_policy:
          '{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
      }),
      putArguments("aws_iam_role_policy", "other", {
        name: "other",
        role: "${aws_iam_role.other.id}",
        policy:
          '{"Statement":[{"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/other:*"}]}',
      }),
    ),
    "proved",
  ],
  [
    "is violated by a role that delivers flow logs and that the domain runs as, or that anybody else assumes",
    combineEdits(
      group,
      flowLog("${aws_cloudwatch_log_group.flows.arn}:*"),
      roleOf("sagemaker", '"logs:PutLogEvents"'),
      putArguments("aws_flow_log", "all", {
        vpc_id: "${aws_vpc.main.id}",
        log_destination: "${aws_cloudwatch_log_group.flows.arn}:*",
        iam_role_arn: "${aws_iam_role.other.arn}",
      }),
    ),
    "violated",
    /role\/other calls logs:PutLogEvents/,
  ],
  [
    "is proved of a role that adds events of a trail to the log group of the flow log",
    combineEdits(
      group,
      flowLog("${aws_cloudwatch_log_group.flows.arn}:*"),
      roleOf("cloudtrail", '"logs:PutLogEvents"'),
      putArguments("aws_cloudtrail", "all", {
        name: "all",
        cloud_watch_logs_group_arn: "${aws_cloudwatch_log_group.flows.arn}:*",
        cloud_watch_logs_role_arn: "${aws_iam_role.other.arn}",
      }),
    ),
    "proved",
  ],
  [
    "is violated by a role that schedules the deletion of the key of a log group",
    combineEdits(group, allow("kms:ScheduleKeyDeletion")),
    "violated",
    /ScheduleKeyDeletion/,
  ],
  [
    "is proved of a role that changes the policy of a key without logs, which another claim finds",
    allow("kms:PutKeyPolicy"),
    "proved",
  ],
  ["is violated by a role that stops all trails", allow("cloudtrail:*"), "violated", /cloudtrail/],
  ["is undecided of a role whose policies are not read", allow("logs:${var.action}"), "undecided"],
];

describeClaimCases(logsAreTamperProof, cases);

test("logs-are-tamper-proof is not applicable to a configuration without roles and logs", () => {
  expect(logsAreTamperProof.decide(claimSubjectWith({})).kind).toBe("notApplicable");
});

test.each([
  ["role/deployer", "proved"],
  ["root", "violated"],
])("logs-are-tamper-proof, of a log delivery role that the declared deployer %s may assume, is %s", (name, kind) => {
  const deployer = `arn:aws:iam::\${data.aws_caller_identity.me.account_id}:${name}`;
  const subject = policySubject(
    combineEdits(
      group,
      roleOf("vpc-flow-logs", '"logs:PutLogEvents"'),
      appendStatement(
        "aws_iam_role",
        "other",
        { Effect: "Allow", Principal: { AWS: deployer }, Action: "sts:AssumeRole" },
        "assume_role_policy",
      ),
      putArguments("aws_flow_log", "all", {
        vpc_id: "${aws_vpc.main.id}",
        log_destination: "${aws_cloudwatch_log_group.flows.arn}:*",
        iam_role_arn: "${aws_iam_role.other.arn}",
      }),
    ),
    { deployers: [deployer] },
  );

  expect(logsAreTamperProof.decide(subject).kind).toBe(kind);
});
