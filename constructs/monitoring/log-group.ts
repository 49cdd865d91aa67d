import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";

/** Props of {@link encryptedLogGroup}. */
export interface EncryptedLogGroupProps {
  /** Name prefix, key and retention. */
  readonly context: Pick<PerimeterContext, "name" | "logging">;
  /** What is logged; the last part of the log group's name, as in `vpc-flow`. */
  readonly logType: string;
}

/**
 * A log group that is encrypted with the environment's key.
 *
 * Its name begins with `/aws/vendedlogs/`. AWS services may write to such log groups without an entry in the account's log
 * resource policy, which has a limit of 5,120 characters.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
export function encryptedLogGroup(
  scope: Construct,
  id: string,
  { context, logType }: EncryptedLogGroupProps,
): CloudwatchLogGroup {
  return new CloudwatchLogGroup(scope, id, {
    name: `/aws/vendedlogs/${context.name}/${logType}`,
    kmsKeyId: context.logging.keyArn,
    retentionInDays: context.logging.retentionDays,
  });
}
