import { referencedResource } from "../../../terraform/references/referenced-resources";
import {
  blocksOf,
  isTrue,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../../terraform/terraform-configuration";
import { doubt, type Findings, findingsOf } from "../../../verdict/findings";
import { logGroup, type PolicyModel } from "../../ask";
import { judgeDeliveryByRole } from "./deliveries";
import { judgeLogsToBucket } from "./log-deliveries";

/**
 * Whether a flow log can be delivered: into a log group by its role, or into a bucket whose policy lets the service write. AWS adds a
 * policy to a bucket that has none.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 */
export function judgeFlowLogDelivery(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  flowLog: Resource,
): Findings {
  const { log_destination_type: type } = flowLog.values;
  switch (type ?? "cloud-watch-logs") {
    case "cloud-watch-logs":
      return judgeLogGroupDelivery(configuration, model, flowLog);
    case "s3":
      return judgeBucketDelivery(model, flowLog);
    case "kinesis-data-firehose":
    case "":
      return findingsOf({});
    default:
      return doubt(`the flow log goes to a destination of an unknown type, got ${type}`, flowLog.address);
  }
}

/**
 * What a role must be allowed to write into a log group that exists. AWS also names `logs:CreateLogGroup`, and
 * `logs:DescribeLogGroups`, without which flow logs are delivered in practice.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
const flowLogActions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"];

/** Whether a flow log may write to a log group of the configuration, by its role. */
function judgeLogGroupDelivery(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  { address, values }: Resource,
): Findings {
  const { text } = model;
  const { iam_role_arn: role, log_destination: destination } = values;
  const group =
    referencedResource(configuration, destination) ??
    resourcesOfType(configuration, "aws_cloudwatch_log_group").find(
      ({ values: { name } }) => typeof name === "string" && name === values.log_group_name,
    );
  if (group?.type !== "aws_cloudwatch_log_group") {
    return findingsOf({});
  }
  if (typeof role !== "string") {
    return doubt("the flow log has no role that writes to the log group", address);
  }
  return judgeDeliveryByRole(model, role, {
    text: `the flow log may write to ${group.address}`,
    service: "vpc-flow-logs.amazonaws.com",
    actions: flowLogActions,
    on: logGroup({ address: group.address, arn: text.resolve(`\${${group.address}.arn}`) }),
    context: { "aws:SourceArn": `arn:${text.partition}:ec2:${text.region}:${text.account}:vpc-flow-log/fl-0` },
    addresses: [address],
  });
}

/** Whether the service that delivers flow logs may write to a bucket of the configuration. */
function judgeBucketDelivery(model: PolicyModel, { address, values }: Resource): Findings {
  const { log_destination: destination, destination_options: options } = values;
  const isHive = blocksOf(options).some(({ hive_compatible_partitions: hive }) => isTrue(hive));
  return judgeLogsToBucket(model, address, destination, `${isHive ? "aws-account-id=" : ""}${model.text.account}`);
}
