import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../../terraform/terraform-configuration";
import type { Evidence } from "../../../verdict/claim";
import type { BucketWithPolicy } from "../../attachments/bucket-with-policy";
import { type KeyWithPolicy, keyNamedBy } from "../../attachments/key-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import { defaultKeysOf } from "../data/bucket-settings";

/** Where the perimeter's logs are kept. */
export interface LogStores {
  /** Buckets that receive access logs, flow logs, query logs, firewall logs or trails. */
  readonly buckets: readonly BucketWithPolicy[];
  /** ARNs of log groups that receive them. */
  readonly logGroupArns: readonly string[];
  /** KMS keys of these buckets, and of every log group. */
  readonly keys: readonly KeyWithPolicy[];
  /** Destinations that the configuration does not contain. */
  readonly doubts: readonly Evidence[];
}

/** The arguments of each type that name where its logs go. */
const destinationArguments: Readonly<Record<string, (values: JsonObject) => readonly (Json | undefined)[]>> = {
  aws_cloudtrail: (values) => [values.s3_bucket_name, values.cloud_watch_logs_group_arn],
  aws_flow_log: (values) => [values.log_destination, values.log_group_name],
  aws_networkfirewall_logging_configuration: (values) =>
    blocksOf(values.logging_configuration)
      .flatMap((block) => blocksOf(block.log_destination_config))
      .flatMap(({ log_destination: destination }) =>
        isJsonObject(destination)
          ? [destination.logGroup, destination.bucketName, destination.deliveryStream]
          : [destination],
      ),
  aws_route53_resolver_query_log_config: (values) => [values.destination_arn],
  aws_s3_bucket: (values) => blocksOf(values.logging).map(({ target_bucket }) => target_bucket),
  aws_s3_bucket_logging: (values) => [values.target_bucket],
};

/** Where the configuration sends its logs. */
export function logStoresOf(configuration: TerraformConfiguration, model: PolicyModel): LogStores {
  const { text } = model;
  const groups = resourcesOfType(configuration, "aws_cloudwatch_log_group");
  const destinations = Object.entries(destinationArguments).flatMap(([type, argumentsOf]) =>
    resourcesOfType(configuration, type).flatMap((resource) =>
      argumentsOf(resource.values)
        .filter((value) => value !== undefined && value !== null)
        .map((value) => ({ resource, value: typeof value === "string" ? text.resolve(value) : "" })),
    ),
  );
  const groupArn = ({ address }: Resource): string => text.resolve(`\${${address}.arn}`);
  const groupName = ({ address }: Resource): string => text.resolve(`\${${address}.name}`);
  const groupOf = (value: string) =>
    groups.find((group) => [groupName(group), groupArn(group), `${groupArn(group)}:*`].includes(value));
  const bucketOf = (value: string) =>
    model.buckets.find(({ name, arn }) => value === name || value === arn || value.startsWith(`${arn}/`));
  const keysOfGroups = groups.map(({ values }) => keyNamedBy(values.kms_key_id, model));
  const buckets = [...new Set(destinations.flatMap(({ value }) => bucketOf(value) ?? []))];
  const keys = [...keysOfGroups, ...buckets.flatMap((bucket) => defaultKeysOf(model, bucket))];
  return {
    buckets,
    logGroupArns: [
      ...new Set(destinations.flatMap(({ value }) => groupOf(value) ?? []).map((group) => groupArn(group))),
    ],
    keys: model.kmsKeys.filter((key) => keys.includes(key)),
    doubts: destinations
      .filter(({ value }) => groupOf(value) === undefined && bucketOf(value) === undefined)
      .map(({ resource: { address }, value }) => ({
        text: `${address} sends logs to ${text.placeholders.readable(value)}, which the configuration does not contain`,
        addresses: [address],
      })),
  };
}
