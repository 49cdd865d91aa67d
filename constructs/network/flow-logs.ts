import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { IAccount } from "../context/account";
import type { PerimeterContext } from "../context/perimeter-context";
import type { Statement } from "../iam/policy-document";
import { policyDocument } from "../iam/policy-document";
import { encryptedLogGroup } from "../monitoring/log-group";

/**
 * Fields of a flow record. In addition to AWS's default fields, `pkt-srcaddr` and `pkt-dstaddr` contain the original addresses
 * where a NAT gateway rewrites them, and `flow-direction` and `traffic-path` contain the path of the packets.
 */
const RECORD_FIELDS = [
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
  "vpc-id subnet-id az-id flow-direction traffic-path pkt-srcaddr pkt-dstaddr tcp-flags",
]
  .join(" ")
  .split(" ");

/** The shorter of the two intervals that AWS supports. */
const AGGREGATION_SECONDS = 60;

/** Props of {@link FlowLogs}. */
export interface FlowLogsProps {
  readonly context: PerimeterContext;
  /** Id of the VPC whose traffic is logged. */
  readonly vpcId: string;
}

/**
 * VPC flow logs of all accepted and rejected traffic in an encrypted log group. Costs $0.50 per GB ingested.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { name, account } = props.context;
    const logGroup = encryptedLogGroup(this, "records", { context: props.context, logType: "vpc-flow" });
    const role = new IamRole(this, "writer", {
      name: `${name}-vpc-flow-logs`,
      description: "Allows VPC flow logs of this account to write to CloudWatch Logs.",
      assumeRolePolicy: policyDocument([flowLogsTrustStatement(account)]),
    });
    const permission = new IamRolePolicy(this, "writing", {
      name: "write-flow-records",
      role: role.id,
      policy: policyDocument(logWriteStatements(account, logGroup.arn)),
    });

    new FlowLog(this, "all", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      maxAggregationInterval: AGGREGATION_SECONDS,
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      logFormat: RECORD_FIELDS.map((field) => `$\${${field}}`).join(" "),
      dependsOn: [permission],
      tags: { Name: `${name}-all` },
    });
  }
}

/** The account and ARN conditions prevent a flow log of another account from using the role (confused deputy). */
function flowLogsTrustStatement(account: IAccount): Statement {
  return {
    Sid: "AllowFlowLogsOfThisAccount",
    Effect: "Allow",
    Principal: { Service: "vpc-flow-logs.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": account.id },
      ArnLike: { "aws:SourceArn": account.arn("ec2", "vpc-flow-log/*") },
    },
  };
}

function logWriteStatements(account: IAccount, logGroupArn: string): readonly Statement[] {
  return [
    {
      Sid: "AllowWriteLogEvents",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: `${logGroupArn}:*`,
    },
    {
      Sid: "AllowDescribeLogGroups",
      Effect: "Allow",
      Action: "logs:DescribeLogGroups",
      Resource: account.arn("logs", "log-group:*"),
    },
  ];
}
