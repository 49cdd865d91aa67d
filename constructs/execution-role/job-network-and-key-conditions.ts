import { allOf } from "../iam/organization-scope";
import type { Conditions, Statement } from "../iam/policy-document";

/** Condition keys of SageMaker by which a job is held inside the perimeter, without their `sagemaker:` prefix. */
export type GuardKey =
  | "VpcSubnets"
  | "VpcSecurityGroupIds"
  | "InterContainerTrafficEncryption"
  | "VolumeKmsKeyArn"
  | "OutputKmsKeyArn"
  | "InstanceTypes";

/** What a guarded action must say of itself, and what it may leave out but not get wrong. */
export interface GuardedAction {
  readonly required: readonly GuardKey[];
  /** @default - none */
  readonly whenGiven?: readonly GuardKey[];
}

const NETWORK = ["VpcSubnets", "VpcSecurityGroupIds"] as const;
const KEYS = ["VolumeKmsKeyArn", "OutputKmsKeyArn"] as const;
const JOB = [...NETWORK, "InterContainerTrafficEncryption", ...KEYS] as const;
const JOB_WITH_INSTANCES = [...JOB, "InstanceTypes"] as const;

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
export const GUARDED_ACTIONS: Readonly<Record<string, GuardedAction>> = {
  CreateAutoMLJob: { required: JOB },
  CreateAutoMLJobV2: { required: JOB },
  CreateDataQualityJobDefinition: { required: JOB_WITH_INSTANCES },
  CreateEndpointConfig: { required: ["VolumeKmsKeyArn", "InstanceTypes"], whenGiven: NETWORK },
  CreateHyperParameterTuningJob: { required: JOB_WITH_INSTANCES },
  CreateModel: { required: NETWORK },
  CreateModelBiasJobDefinition: { required: JOB_WITH_INSTANCES },
  CreateModelExplainabilityJobDefinition: { required: JOB_WITH_INSTANCES },
  CreateModelQualityJobDefinition: { required: JOB_WITH_INSTANCES },
  CreateMonitoringSchedule: { required: JOB_WITH_INSTANCES },
  CreateProcessingJob: { required: JOB_WITH_INSTANCES },
  CreateTrainingJob: { required: JOB_WITH_INSTANCES },
  CreateTransformJob: { required: [...KEYS, "InstanceTypes"] },
  UpdateMonitoringSchedule: { required: JOB_WITH_INSTANCES },
};

/** What {@link networkGuards} hold jobs to. */
export interface NetworkGuardProps {
  /** Subnets in which a job may run. */
  readonly subnetIds: readonly string[];
  /** Security groups that a job may carry. */
  readonly securityGroupIds: readonly string[];
}

/** What {@link keyGuards} hold jobs to. */
export interface KeyGuardProps {
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
export function networkGuards(props: NetworkGuardProps): readonly Statement[] {
  return [
    ...listGuards("VpcSubnets", props.subnetIds),
    ...listGuards("VpcSecurityGroupIds", props.securityGroupIds),
    absent("InterContainerTrafficEncryption"),
    deny("DenyInterContainerTrafficEncryptionOff", guardedWith("InterContainerTrafficEncryption"), {
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
export function keyGuards(props: KeyGuardProps): readonly Statement[] {
  return [
    ...absentVolumeKey(props.localStorageInstanceTypes),
    foreignKey("VolumeKmsKeyArn", props.volumeKeyArns),
    absent("OutputKmsKeyArn"),
    foreignKey("OutputKmsKeyArn", props.outputKeyArns),
  ];
}

function listGuards(key: GuardKey, allowed: readonly string[]): readonly Statement[] {
  return [
    absent(key),
    deny(`Deny${key}Foreign`, [...guardedWith(key), ...guardedWhenGiven(key)].sort(), {
      "ForAnyValue:StringNotEquals": { [`sagemaker:${key}`]: allowed },
    }),
  ];
}

/**
 * An exception by instance type binds only actions that carry instance types, and only requests that name one: every other
 * case needs a statement of its own, or the exception would excuse it.
 */
function absentVolumeKey(localStorageInstanceTypes: readonly string[]): readonly Statement[] {
  if (localStorageInstanceTypes.length === 0) {
    return [absent("VolumeKmsKeyArn")];
  }
  const withInstances = guardedWith("InstanceTypes");
  const excusable = guardedWith("VolumeKmsKeyArn").filter((action) => withInstances.includes(action));
  const others = guardedWith("VolumeKmsKeyArn").filter((action) => !withInstances.includes(action));
  return [
    absent("VolumeKmsKeyArn", others),
    deny(
      "DenyVolumeKmsKeyArnAbsentWithoutInstanceTypes",
      excusable,
      allOf(isAbsent("VolumeKmsKeyArn"), isAbsent("InstanceTypes")),
    ),
    deny(
      "DenyVolumeKmsKeyArnAbsentOnOtherInstances",
      excusable,
      allOf(isAbsent("VolumeKmsKeyArn"), {
        "ForAnyValue:StringNotLike": { "sagemaker:InstanceTypes": localStorageInstanceTypes },
      }),
    ),
  ];
}

function absent(key: GuardKey, actions: readonly string[] = guardedWith(key)): Statement {
  return deny(`Deny${key}Absent`, actions, isAbsent(key));
}

function foreignKey(key: GuardKey, allowed: readonly string[]): Statement {
  return deny(`Deny${key}Foreign`, guardedWith(key), {
    Null: { [`sagemaker:${key}`]: "false" },
    ArnNotEquals: { [`sagemaker:${key}`]: allowed },
  });
}

function isAbsent(key: GuardKey): Conditions {
  return { Null: { [`sagemaker:${key}`]: "true" } };
}

function deny(sid: string, actions: readonly string[], condition: Conditions): Statement {
  return { Sid: sid, Effect: "Deny", Action: actions, Resource: "*", Condition: condition };
}

function guardedWith(key: GuardKey): readonly string[] {
  return actionsWhere(({ required }) => required.includes(key));
}

function guardedWhenGiven(key: GuardKey): readonly string[] {
  return actionsWhere(({ whenGiven }) => whenGiven?.includes(key) ?? false);
}

function actionsWhere(holds: (action: GuardedAction) => boolean): readonly string[] {
  return Object.entries(GUARDED_ACTIONS)
    .filter(([, action]) => holds(action))
    .map(([name]) => `sagemaker:${name}`);
}
