import { type AwsResource, resourcesOfType } from "../configuration/aws-configuration";
import { blocksOf, literalText } from "../configuration/terraform-values";
import type { Refusal } from "../refusal";

/** An argument whose ARN must be of the region of its resource. */
interface RegionalArgument {
  readonly types: readonly string[];
  /** Names of blocks and of the argument in them. */
  readonly path: readonly string[];
  readonly page: string;
}

const PUT_METRIC_ALARM = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";
const alarmActions = ["alarm_actions", "ok_actions", "insufficient_data_actions"].map(
  (name): RegionalArgument => ({ types: ["aws_cloudwatch_metric_alarm"], path: [name], page: PUT_METRIC_ALARM }),
);

const REGIONAL_ARGUMENTS: readonly RegionalArgument[] = [
  ...alarmActions,
  {
    types: ["aws_lambda_function"],
    path: ["layers"],
    page: "https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html",
  },
  {
    types: ["aws_lambda_function"],
    path: ["kms_key_arn"],
    page: "https://docs.aws.amazon.com/lambda/latest/dg/security-encryption-at-rest.html",
  },
  {
    types: ["aws_cloudwatch_log_group"],
    path: ["kms_key_id"],
    page: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  },
  {
    types: ["aws_s3_bucket_server_side_encryption_configuration"],
    path: ["rule", "apply_server_side_encryption_by_default", "kms_master_key_id"],
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  },
  {
    types: ["aws_cloudtrail"],
    path: ["cloud_watch_logs_group_arn"],
    page: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
  },
  {
    types: ["aws_networkfirewall_firewall"],
    path: ["firewall_policy_arn"],
    page: "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policies.html",
  },
  {
    types: ["aws_networkfirewall_firewall_policy"],
    path: ["firewall_policy", "stateful_rule_group_reference", "resource_arn"],
    page: "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policies.html",
  },
];

/** ARNs of another region than that of their resource, where AWS wants the same. */
export function regionalArnRefusals(resources: readonly AwsResource[], region: string): readonly Refusal[] {
  return REGIONAL_ARGUMENTS.flatMap(({ types, path, page }) =>
    types
      .flatMap((type) => resourcesOfType(resources, type))
      .flatMap(({ address, values }) =>
        textsAt(values, path)
          .filter((arn) => isOfAnother(arn, region))
          .map((value) => ({
            address,
            argument: path.join("."),
            problem: `must be of the region ${region}`,
            value,
            remedy: "name one of that region",
            source: page,
          })),
      ),
  );
}

function textsAt(holder: unknown, [name = "", ...rest]: readonly string[]): readonly string[] {
  return blocksOf(holder).flatMap((block) =>
    rest.length > 0 ? textsAt(block[name], rest) : [block[name]].flat().flatMap((value) => literalText(value) ?? []),
  );
}

/** An ARN without a region is of every region. */
function isOfAnother(arn: string, region: string): boolean {
  const [prefix, , , own = ""] = arn.split(":");
  return prefix === "arn" && own !== "" && own !== region;
}
