import { synthesizeInBareStack } from "../fixtures/bare-stack";
import { resourceAt } from "../fixtures/resource-lookup";
import { addNetwork } from "../fixtures/sample-network";

const json = synthesizeInBareStack((stack) => {
  addNetwork(stack);
});
const flowLog = resourceAt(json, "aws_flow_log.network_flow_logs_all");

interface Document {
  readonly Statement: readonly {
    readonly Action: unknown;
    readonly Resource?: unknown;
    readonly Condition?: unknown;
  }[];
}

function documentIn(text: unknown): Document {
  return JSON.parse(String(text)) as Document;
}

test("every flow of the VPC is recorded, accepted or not, once a minute", () => {
  expect(flowLog).toMatchObject({
    vpc_id: "${aws_vpc.network_vpc.id}",
    traffic_type: "ALL",
    max_aggregation_interval: 60,
    log_destination_type: "cloud-watch-logs",
    log_destination: "${aws_cloudwatch_log_group.network_flow_logs_records.arn}",
  });
});

test("records keep the workload's own address and the path taken, escaped from Terraform's interpolation", () => {
  const fields = String(flowLog.log_format).split(" ");

  expect(fields).toEqual(expect.arrayContaining(["$${version}", "$${pkt-srcaddr}", "$${traffic-path}"]));
  expect(fields.filter((field) => !/^\$\$\{[a-z-]+\}$/.test(field))).toEqual([]);
});

test("records are encrypted with the logs key and kept as long as the environment says", () => {
  expect(resourceAt(json, "aws_cloudwatch_log_group.network_flow_logs_records")).toMatchObject({
    kms_key_id: "arn:aws:kms:eu-west-1:111122223333:key/logs",
    retention_in_days: 30,
  });
});

test("only flow logs of this account may take the role", () => {
  const trust = documentIn(resourceAt(json, "aws_iam_role.network_flow_logs_writer").assume_role_policy);

  expect(trust.Statement).toEqual([
    {
      Sid: "AllowFlowLogsOfThisAccount",
      Effect: "Allow",
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": "${data.aws_caller_identity.account_caller.account_id}" },
        ArnLike: {
          "aws:SourceArn":
            "arn:${data.aws_partition.account_partition.partition}:ec2:${data.aws_region.account_region.region}:${data.aws_caller_identity.account_caller.account_id}:vpc-flow-log/*",
        },
      },
    },
  ]);
});

test("the role writes to this log group only, and reads nothing but the list of groups", () => {
  const { Statement } = documentIn(resourceAt(json, "aws_iam_role_policy.network_flow_logs_writing").policy);

  expect(Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
    [
      ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      "${aws_cloudwatch_log_group.network_flow_logs_records.arn}:*",
    ],
    ["logs:DescribeLogGroups", expect.stringMatching(/^arn:\$\{.*\}:logs:.*:log-group:\*$/)],
  ]);
});

test("recording begins once the role may write", () => {
  expect(flowLog.depends_on).toEqual(["aws_iam_role_policy.network_flow_logs_writing"]);
});
