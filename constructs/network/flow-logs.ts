import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { Account } from "../account";
import type { Statement } from "../iam/policy-document";
import { policyDocument } from "../iam/policy-document";
import { encryptedLogGroup } from "../monitoring/log-group";

/**
 * Fields of a flow record. Beyond AWS's default: `pkt-srcaddr` and `pkt-dstaddr` keep the workload's address where a
 * gateway rewrote it, `flow-direction` and `traffic-path` say which way the packets left.
 */
const RECORD_FIELDS = [
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
  "vpc-id subnet-id az-id flow-direction traffic-path pkt-srcaddr pkt-dstaddr tcp-flags",
]
  .join(" ")
  .split(" ");

/** The shorter of the two intervals AWS offers. */
const AGGREGATION_SECONDS = 60;

export interface FlowLogsProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  readonly vpcId: string;
  /** ARN of the key that encrypts the records. */
  readonly logsKeyArn: string;
  /** Days that records are kept: one of CloudWatch's values. */
  readonly logRetentionDays: number;
}

/**
 * Records of every flow of a VPC, accepted and rejected, in an encrypted log group. Costs $0.50 per GB written.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const logGroup = encryptedLogGroup(this, "records", { ...props, logType: "vpc-flow" });
    const role = new IamRole(this, "writer", {
      name: `${props.name}-vpc-flow-logs`,
      description: "Lets VPC flow logs of this account write their records.",
      assumeRolePolicy: policyDocument([flowLogsTrustStatement(props.account)]),
    });
    const permission = new IamRolePolicy(this, "writing", {
      name: "write-flow-records",
      role: role.id,
      policy: policyDocument(logWriteStatements(props.account, logGroup.arn)),
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
      tags: { Name: `${props.name}-all` },
    });
  }
}

/** The account and ARN conditions keep another account's flow log from borrowing the role. */
function flowLogsTrustStatement(account: Account): Statement {
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

function logWriteStatements(account: Account, logGroupArn: string): readonly Statement[] {
  return [
    {
      Sid: "AllowWritingRecords",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: `${logGroupArn}:*`,
    },
    {
      Sid: "AllowFindingTheLogGroup",
      Effect: "Allow",
      Action: "logs:DescribeLogGroups",
      Resource: account.arn("logs", "log-group:*"),
    },
  ];
}
