import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/** SageMaker condition keys that keep a job inside the perimeter, without the prefix `sagemaker:`. */
export type JobConditionKey =
  | "VpcSubnets"
  | "VpcSecurityGroupIds"
  | "InterContainerTrafficEncryption"
  | "VolumeKmsKeyArn"
  | "OutputKmsKeyArn"
  | "InstanceTypes";

/** Condition keys that are checked for one action. */
export interface JobActionConditionKeys {
  /** Keys that a request must contain, with an allowed value. */
  readonly required: readonly JobConditionKey[];
  /**
   * Keys that a request may omit, but whose value must be allowed.
   * @default - none
   */
  readonly whenPresent?: readonly JobConditionKey[];
}

const NETWORK_CONDITION_KEYS = ["VpcSubnets", "VpcSecurityGroupIds"] as const;
const KMS_CONDITION_KEYS = ["VolumeKmsKeyArn", "OutputKmsKeyArn"] as const;
const JOB_CONDITION_KEYS = [
  ...NETWORK_CONDITION_KEYS,
  "InterContainerTrafficEncryption",
  ...KMS_CONDITION_KEYS,
] as const;
const JOB_AND_INSTANCE_CONDITION_KEYS = [...JOB_CONDITION_KEYS, "InstanceTypes"] as const;

/**
 * Action -> condition keys. The deny statements are generated from this table, and a test compares it with AWS's service
 * authorization reference: a required key that AWS does not support for an action would always deny that action.
 *
 * Transform jobs and endpoints run in the network of their model, which is checked for `CreateModel`. An endpoint
 * configuration has a network only for inference components, which are denied. A monitoring schedule that refers to a stored
 * job definition has none of the keys and is denied; use an inline definition.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export const JOB_ACTION_CONDITION_KEYS: Readonly<Record<string, JobActionConditionKeys>> = {
  CreateAutoMLJob: { required: JOB_CONDITION_KEYS },
  CreateAutoMLJobV2: { required: JOB_CONDITION_KEYS },
  CreateDataQualityJobDefinition: { required: JOB_AND_INSTANCE_CONDITION_KEYS },
  CreateEndpointConfig: { required: ["VolumeKmsKeyArn", "InstanceTypes"], whenPresent: NETWORK_CONDITION_KEYS },
  CreateHyperParameterTuningJob: { required: JOB_AND_INSTANCE_CONDITION_KEYS },
  CreateModel: { required: NETWORK_CONDITION_KEYS },
  CreateModelBiasJobDefinition: { required: JOB_AND_INSTANCE_CONDITION_KEYS },
  CreateModelExplainabilityJobDefinition: { required: JOB_AND_INSTANCE_CONDITION_KEYS },
  CreateModelQualityJobDefinition: { required: JOB_AND_INSTANCE_CONDITION_KEYS },
  CreateMonitoringSchedule: { required: JOB_AND_INSTANCE_CONDITION_KEYS },
  CreateProcessingJob: { required: JOB_AND_INSTANCE_CONDITION_KEYS },
  CreateTrainingJob: { required: JOB_AND_INSTANCE_CONDITION_KEYS },
  CreateTransformJob: { required: [...KMS_CONDITION_KEYS, "InstanceTypes"] },
  UpdateMonitoringSchedule: { required: JOB_AND_INSTANCE_CONDITION_KEYS },
};

/** Props of {@link jobNetworkDenials}. */
export interface JobNetworkDenialsProps {
  /** Ids of the subnets in which a job may run. */
  readonly subnetIds: readonly string[];
  /** Ids of the security groups that a job may use. */
  readonly securityGroupIds: readonly string[];
}

/** Props of {@link jobKeyDenials}. */
export interface JobKeyDenialsProps {
  /** ARNs of the KMS keys that may encrypt the volumes of a job. */
  readonly volumeKeyArns: readonly string[];
  /** ARNs of the KMS keys that may encrypt the output of a job. */
  readonly outputKeyArns: readonly string[];
  /** Patterns of instance types that need no volume key, as in `ml.g5.*`. */
  readonly localStorageInstanceTypes: readonly string[];
}

/**
 * Denies jobs without a VPC configuration, with another subnet or security group, or without inter-container encryption.
 *
 * Each key has two statements: `ForAnyValue:StringNotEquals` does not match a request without the key, so a missing key is
 * denied separately. `ForAllValues` would match only if every value were foreign.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function jobNetworkDenials(props: JobNetworkDenialsProps): readonly Statement[] {
  return [
    ...listConditionDenials("VpcSubnets", props.subnetIds),
    ...listConditionDenials("VpcSecurityGroupIds", props.securityGroupIds),
    missingKeyDenial("InterContainerTrafficEncryption"),
    deny("DenyInterContainerTrafficEncryptionOff", actionsRequiring("InterContainerTrafficEncryption"), {
      Bool: { "sagemaker:InterContainerTrafficEncryption": "false" },
    }),
  ];
}

/**
 * Denies jobs whose volumes or output are not encrypted with the environment's keys.
 *
 * Instances with local NVMe storage (`ml.g4dn`, `ml.g5`, `ml.p4d` ...) encrypt it in hardware, and AWS refuses a volume key for
 * them. `localStorageInstanceTypes` lists them; jobs on other instance types need the key. Serverless endpoints have no volume
 * and no instance type, so they are denied: AWS supports no VPC for them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html
 */
export function jobKeyDenials(props: JobKeyDenialsProps): readonly Statement[] {
  return [
    ...missingVolumeKeyDenials(props.localStorageInstanceTypes),
    otherKmsKeyDenial("VolumeKmsKeyArn", props.volumeKeyArns),
    missingKeyDenial("OutputKmsKeyArn"),
    otherKmsKeyDenial("OutputKmsKeyArn", props.outputKeyArns),
  ];
}

/**
 * Denies transform jobs and endpoints with other models. They run as the role of the model, and need no `iam:PassRole`.
 *
 * @param modelArns ARN patterns of the models that may be used
 */
export function otherModelDenials(modelArns: readonly string[]): readonly Statement[] {
  const actions = ["sagemaker:CreateEndpointConfig", "sagemaker:CreateTransformJob"];
  return [
    deny("DenyModelArnAbsent", actions, { Null: { "sagemaker:ModelArn": "true" } }),
    deny("DenyModelArnForeign", actions, { "ForAnyValue:ArnNotLike": { "sagemaker:ModelArn": modelArns } }),
  ];
}

function listConditionDenials(key: JobConditionKey, allowed: readonly string[]): readonly Statement[] {
  return [
    missingKeyDenial(key),
    deny(`Deny${key}Foreign`, [...actionsRequiring(key), ...actionsCheckingWhenPresent(key)].sort(), {
      "ForAnyValue:StringNotEquals": { [`sagemaker:${key}`]: allowed },
    }),
  ];
}

/**
 * The exception for instance types applies only to actions with that key and to requests that contain it. Separate statements
 * deny the other cases.
 */
function missingVolumeKeyDenials(localStorageInstanceTypes: readonly string[]): readonly Statement[] {
  if (localStorageInstanceTypes.length === 0) {
    return [missingKeyDenial("VolumeKmsKeyArn")];
  }
  const instanceTypeActions = actionsRequiring("InstanceTypes");
  const volumeKeyActions = actionsRequiring("VolumeKmsKeyArn");
  const withInstanceTypes = volumeKeyActions.filter((action) => instanceTypeActions.includes(action));
  const withoutInstanceTypes = volumeKeyActions.filter((action) => !instanceTypeActions.includes(action));
  return [
    missingKeyDenial("VolumeKmsKeyArn", withoutInstanceTypes),
    deny(
      "DenyVolumeKmsKeyArnAbsentWithoutInstanceTypes",
      withInstanceTypes,
      mergeConditions(keyIsMissing("VolumeKmsKeyArn"), keyIsMissing("InstanceTypes")),
    ),
    deny(
      "DenyVolumeKmsKeyArnAbsentOnOtherInstances",
      withInstanceTypes,
      mergeConditions(keyIsMissing("VolumeKmsKeyArn"), {
        "ForAnyValue:StringNotLike": { "sagemaker:InstanceTypes": localStorageInstanceTypes },
      }),
    ),
  ];
}

function missingKeyDenial(key: JobConditionKey, actions: readonly string[] = actionsRequiring(key)): Statement {
  return deny(`Deny${key}Absent`, actions, keyIsMissing(key));
}

function otherKmsKeyDenial(key: JobConditionKey, allowed: readonly string[]): Statement {
  return deny(`Deny${key}Foreign`, actionsRequiring(key), {
    Null: { [`sagemaker:${key}`]: "false" },
    ArnNotEquals: { [`sagemaker:${key}`]: allowed },
  });
}

function keyIsMissing(key: JobConditionKey): Conditions {
  return { Null: { [`sagemaker:${key}`]: "true" } };
}

function deny(sid: string, actions: readonly string[], condition: Conditions): Statement {
  return { Sid: sid, Effect: "Deny", Action: actions, Resource: "*", Condition: condition };
}

function actionsRequiring(key: JobConditionKey): readonly string[] {
  return actionsWhere(({ required }) => required.includes(key));
}

function actionsCheckingWhenPresent(key: JobConditionKey): readonly string[] {
  return actionsWhere(({ whenPresent }) => whenPresent?.includes(key) ?? false);
}

function actionsWhere(predicate: (keys: JobActionConditionKeys) => boolean): readonly string[] {
  return Object.entries(JOB_ACTION_CONDITION_KEYS)
    .filter(([, keys]) => predicate(keys))
    .map(([name]) => `sagemaker:${name}`);
}
