import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/** Condition keys of SageMaker by which a job is held inside the perimeter, without their `sagemaker:` prefix. */
export type JobConditionKey =
  | "VpcSubnets"
  | "VpcSecurityGroupIds"
  | "InterContainerTrafficEncryption"
  | "VolumeKmsKeyArn"
  | "OutputKmsKeyArn"
  | "InstanceTypes";

/** What a guarded action must say of itself, and what it may leave out but not get wrong. */
export interface JobActionConditionKeys {
  readonly required: readonly JobConditionKey[];
  /** @default - none */
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
 * Action -> condition keys it carries. A guard on an action that does not carry the key denies that action for ever, so the
 * guards are generated from this table and the table is tested against AWS's own.
 *
 * A transform job and an endpoint run in the network of their model, which `CreateModel` guards; an endpoint configuration
 * names a network only when it serves inference components, and those are denied.
 *
 * A schedule that names a stored job definition brings no keys of its own and is refused; schedules with an inline
 * definition pass.
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

/** What {@link jobNetworkDenials} hold jobs to. */
export interface JobNetworkDenialsProps {
  /** Subnets in which a job may run. */
  readonly subnetIds: readonly string[];
  /** Security groups that a job may carry. */
  readonly securityGroupIds: readonly string[];
}

/** What {@link jobKeyDenials} hold jobs to. */
export interface JobKeyDenialsProps {
  /** Keys that may encrypt the volumes of a job. */
  readonly volumeKeyArns: readonly string[];
  /** Keys that may encrypt what a job writes to its bucket. */
  readonly outputKeyArns: readonly string[];
  /** Patterns of instance types that need no volume key, as in `ml.g5.*`. */
  readonly localStorageInstanceTypes: readonly string[];
}

/**
 * Denies every job that names no network, or names one that is not wholly ours, or lets its containers talk in the clear.
 *
 * Two statements a key: `ForAnyValue:StringNotEquals` is false for a request that names nothing, so absence is denied on its
 * own; `ForAllValues` in its place would let one good value carry a bad one.
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
 * Denies every job whose volumes or results would be encrypted with no key of ours.
 *
 * Instances with local NVMe storage (`ml.g4dn`, `ml.g5`, `ml.p4d` ...) encrypt it in hardware and AWS refuses a volume key
 * for them, so an environment that wants those lists them; jobs on any other instance still need the key.
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

function listConditionDenials(key: JobConditionKey, allowed: readonly string[]): readonly Statement[] {
  return [
    missingKeyDenial(key),
    deny(`Deny${key}Foreign`, [...actionsRequiring(key), ...actionsCheckingWhenPresent(key)].sort(), {
      "ForAnyValue:StringNotEquals": { [`sagemaker:${key}`]: allowed },
    }),
  ];
}

/**
 * An exception by instance type binds only actions that carry instance types, and only requests that name one: every other
 * case needs a statement of its own, or the exception would excuse it.
 */
function missingVolumeKeyDenials(localStorageInstanceTypes: readonly string[]): readonly Statement[] {
  if (localStorageInstanceTypes.length === 0) {
    return [missingKeyDenial("VolumeKmsKeyArn")];
  }
  const withInstances = actionsRequiring("InstanceTypes");
  const withInstanceTypes = actionsRequiring("VolumeKmsKeyArn").filter((action) => withInstances.includes(action));
  const others = actionsRequiring("VolumeKmsKeyArn").filter((action) => !withInstances.includes(action));
  return [
    missingKeyDenial("VolumeKmsKeyArn", others),
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
  return actionsWhere(({ whenPresent: whenGiven }) => whenGiven?.includes(key) ?? false);
}

function actionsWhere(holds: (action: JobActionConditionKeys) => boolean): readonly string[] {
  return Object.entries(JOB_ACTION_CONDITION_KEYS)
    .filter(([, action]) => holds(action))
    .map(([name]) => `sagemaker:${name}`);
}
