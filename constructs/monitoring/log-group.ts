import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";

/** Where one kind of log of an environment is kept. */
export interface EncryptedLogGroupProps {
  /** Prefix of every name of the environment, as in `studio-perimeter-dev`. */
  readonly name: string;
  /** What is logged, as the last part of the log group's name: `vpc-flow`. */
  readonly logType: string;
  /** ARN of the key that encrypts the log events; its policy must let the region's CloudWatch Logs use it. */
  readonly logsKeyArn: string;
  /** Days after which log events are deleted: one of CloudWatch's values. */
  readonly logRetentionDays: number;
}

/**
 * A log group under the environment's key.
 *
 * Its name begins with `/aws/vendedlogs/`, which AWS services may write to without an entry each in the account's one log
 * resource policy: that policy holds 5,120 characters, and a delivery that no longer fits fails.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
export function encryptedLogGroup(scope: Construct, id: string, props: EncryptedLogGroupProps): CloudwatchLogGroup {
  return new CloudwatchLogGroup(scope, id, {
    name: `/aws/vendedlogs/${props.name}/${props.logType}`,
    kmsKeyId: props.logsKeyArn,
    retentionInDays: props.logRetentionDays,
  });
}
