import { emrSecurityDocument, sectionOf } from "../../../terraform/references/emr-security-configuration";
import {
  blocksOf,
  isAbsent,
  isSet,
  isTrue,
  type Json,
  type JsonObject,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../../terraform/terraform-configuration";
import { keyNamedBy } from "../../attachments/key-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";

/** Whether a resource that stores data names a key of the stack. */
export interface EncryptionKeyUse {
  readonly resource: Resource;
  /** What it names, for people. */
  readonly keyLabel: string;
  readonly isStackKey: boolean;
}

/**
 * Where a resource type names its key.
 *
 * Settings of a bucket are separate resources and are read with the bucket.
 */
const kmsKeyArguments: Readonly<Record<string, (values: JsonObject) => Json | undefined>> = {
  aws_cloudwatch_log_group: (values) => values.kms_key_id,
  aws_ami_copy: keyWhereEncrypted,
  aws_codeartifact_domain: (values) => values.encryption_key,
  aws_dynamodb_table: (values) =>
    blocksOf(values.server_side_encryption)
      .filter(({ enabled }) => isTrue(enabled))
      .map(({ kms_key_arn }) => kms_key_arn)[0],
  aws_ebs_snapshot_copy: keyWhereEncrypted,
  aws_ebs_snapshot_import: keyWhereEncrypted,
  aws_ebs_volume: keyWhereEncrypted,
  aws_ecr_repository: (values) =>
    blocksOf(values.encryption_configuration)
      .filter(({ encryption_type: method }) => method === "KMS" || method === "KMS_DSSE")
      .map(({ kms_key }) => kms_key)[0],
  aws_efs_file_system: keyWhereEncrypted,
  aws_sagemaker_domain: (values) => values.kms_key_id,
  aws_sagemaker_notebook_instance: (values) => values.kms_key_id,
  aws_secretsmanager_secret: (values) => values.kms_key_id,
  aws_sns_topic: (values) => values.kms_master_key_id,
  aws_sqs_queue: (values) => values.kms_master_key_id,
};

/**
 * Types with several keys: those of a machine's disks, of which the root's always exists, and those of what an endpoint writes to S3. A
 * snapshot and an image made of a machine have the keys of its disks.
 */
const kmsKeyListArguments: Readonly<Record<string, (values: JsonObject) => readonly (Json | undefined)[]>> = {
  // A security configuration names the key.
  aws_emr_cluster: ({ security_configuration: settings }) => (isSet(settings) ? [] : [undefined]),
  aws_emr_security_configuration: (values) => [emrDiskKey(values)],
  aws_instance: instanceVolumeKeys,
  aws_spot_instance_request: instanceVolumeKeys,
  aws_launch_template: (values) => {
    const disks = blocksOf(values.block_device_mappings).flatMap(({ ebs }) => blocksOf(ebs));
    return disks.length === 0 ? [undefined] : disks.map(keyWhereEncrypted);
  },
  // Where it names no key, SageMaker uses one of AWS.
  aws_sagemaker_feature_group: ({ offline_store_config: offline, online_store_config: online }) => [
    ...blocksOf(offline).map(({ s3_storage_config: storage }) => blocksOf(storage)[0]?.kms_key_id),
    ...blocksOf(online)
      .filter(({ enable_online_store: isEnabled }) => !isAbsent(isEnabled) && isEnabled !== false)
      .map(({ security_config: security }) => blocksOf(security)[0]?.kms_key_id),
  ],
  aws_sagemaker_endpoint_configuration: ({ kms_key_arn, async_inference_config, data_capture_config }) => {
    const outputs = blocksOf(async_inference_config).flatMap(({ output_config }) => blocksOf(output_config));
    return [kms_key_arn, ...[...outputs, ...blocksOf(data_capture_config)].map(({ kms_key_id }) => kms_key_id)];
  },
};

function instanceVolumeKeys(values: JsonObject): readonly (Json | undefined)[] {
  const [root = {}] = blocksOf(values.root_block_device);
  return [root, ...blocksOf(values.ebs_block_device)].map(keyWhereEncrypted);
}

/** The key of the disks of nodes; of their volumes, too, only where EBS encryption is on. */
function emrDiskKey(values: JsonObject): Json | undefined {
  const encryption = sectionOf(emrSecurityDocument(values), "EncryptionConfiguration");
  const disks = sectionOf(encryption, "AtRestEncryptionConfiguration", "LocalDiskEncryptionConfiguration");
  const isOn =
    isTrue(sectionOf(encryption, "EnableAtRestEncryption")) &&
    isTrue(sectionOf(disks, "EnableEbsEncryption")) &&
    sectionOf(disks, "EncryptionKeyProviderType") === "AwsKms";
  return isOn ? sectionOf(disks, "AwsKmsKey") : undefined;
}

/** The key counts only where encryption is on. */
function keyWhereEncrypted({ encrypted, kms_key_id }: JsonObject): Json | undefined {
  return isTrue(encrypted) ? kms_key_id : undefined;
}

/** Every resource that stores data, except buckets, with the key that it names. */
export function encryptionKeyUses(
  configuration: TerraformConfiguration,
  model: PolicyModel,
): readonly EncryptionKeyUse[] {
  const single = Object.entries(kmsKeyArguments).map(
    ([type, argument]) => [type, (values: JsonObject) => [argument(values)]] as const,
  );
  return [...single, ...Object.entries(kmsKeyListArguments)].flatMap(([type, argumentsOf]) =>
    resourcesOfType(configuration, type).flatMap((resource) =>
      argumentsOf(resource.values).map((value) => ({ resource, ...resolveEncryptionKey(value, model) })),
    ),
  );
}

/**
 * What a key argument names: a key of the stack by ARN or id, or by an alias of one.
 *
 * @param region of the resource, as of {@link keyNamedBy}
 */
export function resolveEncryptionKey(
  value: Json | undefined,
  model: PolicyModel,
  region?: string,
): Pick<EncryptionKeyUse, "keyLabel" | "isStackKey"> {
  if (typeof value !== "string" || value === "") {
    return { keyLabel: "no key", isStackKey: false };
  }
  const label = model.text.placeholders.readable(model.text.resolve(value));
  return { keyLabel: label, isStackKey: keyNamedBy(value, model, region) !== undefined };
}
