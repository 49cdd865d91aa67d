import { blocksOf, type Configuration, type Json, type JsonObject, ofType, type Resource } from "../configuration";
import type { PolicyModel } from "./policy-model";

/** Whether a resource that stores data names a key of the stack. */
export interface KeyUse {
  readonly resource: Resource;
  /** What it names, for people. */
  readonly named: string;
  readonly isOwn: boolean;
}

/**
 * Where a resource type names its key.
 *
 * Settings of a bucket stand in a resource of their own and are looked at with the bucket.
 */
const keyArguments: Readonly<Record<string, (values: JsonObject) => Json | undefined>> = {
  aws_cloudwatch_log_group: (values) => values.kms_key_id,
  aws_codeartifact_domain: (values) => values.encryption_key,
  aws_dynamodb_table: (values) => blocksOf(values.server_side_encryption)[0]?.kms_key_arn,
  aws_ebs_volume: (values) => values.kms_key_id,
  aws_ecr_repository: (values) => blocksOf(values.encryption_configuration)[0]?.kms_key,
  aws_efs_file_system: (values) => values.kms_key_id,
  aws_sagemaker_domain: (values) => values.kms_key_id,
  aws_sagemaker_endpoint_configuration: (values) => values.kms_key_arn,
  aws_sagemaker_notebook_instance: (values) => values.kms_key_id,
  aws_secretsmanager_secret: (values) => values.kms_key_id,
  aws_sns_topic: (values) => values.kms_master_key_id,
  aws_sqs_queue: (values) => values.kms_master_key_id,
};

/** Every resource that stores data, except buckets, with the key that it names. */
export function keyUses(configuration: Configuration, model: PolicyModel): readonly KeyUse[] {
  return Object.entries(keyArguments).flatMap(([type, argument]) =>
    ofType(configuration, type).map((resource) => ({
      resource,
      ...keyNamed(argument(resource.values), configuration, model),
    })),
  );
}

/** What a key argument names: a key of the stack by ARN or id, or by an alias of one. */
export function keyNamed(
  value: Json | undefined,
  configuration: Configuration,
  model: PolicyModel,
): Pick<KeyUse, "named" | "isOwn"> {
  if (typeof value !== "string" || value === "") {
    return { named: "no key", isOwn: false };
  }
  const named = model.text.read(value);
  const aliases = ofType(configuration, "aws_kms_alias").filter((alias) => {
    const names = ["arn", "name", "id"].map((attribute) => model.text.read(`\${${alias.address}.${attribute}}`));
    return names.includes(named);
  });
  const targets = aliases.flatMap(({ values }) =>
    typeof values.target_key_id === "string" ? [model.text.read(values.target_key_id)] : [],
  );
  const own = model.keys.some(({ arn, id }) => [named, ...targets].some((text) => text === arn || text === id));
  return { named: model.text.letters.readable(named), isOwn: own };
}
