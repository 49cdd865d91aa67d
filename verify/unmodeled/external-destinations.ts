import { policyModel } from "../iam/attachments/policy-model";
import { ownerOfArn, stringLeaves } from "../iam/language/arn-owner";
import type { Json, Resource, TerraformConfiguration } from "../terraform/terraform-configuration";
import { type GapTopic, type ModelGap, modelGap } from "./model-gap";

/** Arguments at any depth that name a destination for data, or a source of files and programs. */
const destinationArguments: readonly (readonly [types: RegExp, names: RegExp, topics: readonly GapTopic[]])[] = [
  [/^aws_s3_bucket(?:_logging)?$/, /^target_bucket$/, ["data"]],
  [/^aws_s3_bucket_(?:inventory|analytics_configuration)$/, /^bucket_arn$/, ["data"]],
  [/^aws_flow_log$/, /^log_destination$/, ["data"]],
  [/^aws_route53_resolver_query_log_config$/, /^destination_arn$/, ["data"]],
  [/^aws_networkfirewall_logging_configuration$/, /^(?:bucketName|deliveryStream)$/, ["data"]],
  [/^aws_network_interface$/, /^instance$/, ["network"]],
  [/^aws_sagemaker_/, /^(?:destination_s3_uri|s3_output_path|s3_artifact_path)$/, ["data"]],
  [/^aws_sagemaker_/, /^(?:file_system_id|base_image)$/, ["data"]],
  [/^aws_sagemaker_/, /^(?:lifecycle_config_arns?|vpc_only_trusted_accounts)$/, ["data", "identities"]],
];

/** Arguments that give access that no model reads, and the values that give none. */
const exposingArguments: readonly (readonly [
  type: string,
  name: string,
  harmlessValues: readonly Json[],
  topics: readonly GapTopic[],
])[] = [
  ["aws_s3_bucket", "replication_configuration", [], ["data"]],
  ["aws_sagemaker_space", "remote_access", ["DISABLED"], ["identities"]],
];

/** Destinations and sources of data that are not known to belong to this configuration. */
export function externalDestinations(configuration: TerraformConfiguration, resource: Resource): readonly ModelGap[] {
  const { address, mode, type, values } = resource;
  if (mode !== "managed") {
    return [];
  }
  const named = destinationArguments
    .filter(([types]) => types.test(type))
    .flatMap(([, names, topics]) =>
      stringLeaves(values, "")
        .filter(([name, value]) => names.test(name) && !isOfThisStack(configuration, value))
        .map(([name, value]) => {
          const text = `${address}: ${name} refers to ${readableText(configuration, value)}, which is not known to belong to this stack`;
          return modelGap(topics, text, resource);
        }),
    );
  const open = exposingArguments
    .filter(([of]) => of === type)
    .flatMap(([, argument, harmlessValues, topics]) =>
      stringsUnderArgument(values, argument)
        .filter((value) => !harmlessValues.includes(value))
        .slice(0, 1)
        .map(() =>
          modelGap(topics, `${address}: ${argument} copies data or gives access; this is not modeled`, resource),
        ),
    );
  return [...named, ...open];
}

function isOfThisStack(configuration: TerraformConfiguration, value: string): boolean {
  const { buckets, text } = policyModel(configuration);
  const named = text.resolve(value);
  const bucket = /^(?:s3:\/\/|arn:[^:]*:s3:::)([^/]+)/u.exec(named)?.[1] ?? named;
  return buckets.some(({ name }) => name === bucket) || named === text.account || ownerOfArn(text, value) === "own";
}

function readableText(configuration: TerraformConfiguration, value: string): string {
  const { text } = policyModel(configuration);
  return text.placeholders.readable(text.resolve(value));
}

/** Every text under an argument of that name, at any depth. */
function stringsUnderArgument(value: Json, argument: string): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => stringsUnderArgument(item, argument));
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]) =>
    name === argument ? stringLeaves(inner, name).map(([, text]) => text) : stringsUnderArgument(inner, argument),
  );
}
