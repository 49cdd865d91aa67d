import type { InstanceUse } from "../../aws/instance-types";
import type { Conditions, Statement } from "../iam/policy-document";

/** Instance types that may be used, by use, as `ml.m5.large` or `ml.m5.*`. A use without a list may use every type. */
export type AllowedInstanceTypes = Readonly<Partial<Record<InstanceUse, readonly string[] | undefined>>>;

/** The actions that name instance types of one use. */
interface InstanceActions {
  /** Actions whose requests must name their types: AWS would otherwise choose one. */
  readonly required: readonly string[];
  /**
   * Actions that set a default, so their requests may leave it out.
   * @default - none
   */
  readonly whenPresent?: readonly string[];
  /**
   * Actions that start instances of types that AWS chooses, which no condition key describes. A list denies them.
   * @default - none
   */
  readonly unnamed?: readonly string[];
}

/**
 * Use -> actions. A test compares the table with AWS's service authorization reference: it holds each action with the condition key that
 * the execution role may be allowed.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export const INSTANCE_TYPE_ACTIONS: Readonly<Record<InstanceUse, InstanceActions>> = {
  apps: { required: ["CreateApp"], whenPresent: ["CreateSpace", "UpdateSpace"] },
  training: {
    required: ["CreateHyperParameterTuningJob", "CreateTrainingJob"],
    whenPresent: ["UpdateTrainingJob"],
    unnamed: ["CreateAutoMLJob", "CreateAutoMLJobV2"],
  },
  processing: {
    required: [
      "CreateDataQualityJobDefinition",
      "CreateModelBiasJobDefinition",
      "CreateModelExplainabilityJobDefinition",
      "CreateModelQualityJobDefinition",
      "CreateMonitoringSchedule",
      "CreateProcessingJob",
      "UpdateMonitoringSchedule",
    ],
  },
  transform: { required: ["CreateTransformJob"] },
  endpoints: { required: ["CreateEndpointConfig"] },
};

const INSTANCE_TYPES_KEY = "sagemaker:InstanceTypes";

/**
 * Denies instance types that are not in the list of their use; nothing where no use has a list.
 *
 * AutoML chooses its own types, so a list for training denies it. A serverless endpoint has no type, so a list for endpoints denies it.
 * `ForAnyValue` denies a request with one other type among several, as of an endpoint with two variants.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html
 */
export function instanceTypeDenials(allowed: AllowedInstanceTypes): readonly Statement[] {
  return Object.entries(INSTANCE_TYPE_ACTIONS).flatMap(([use, { required, whenPresent = [], unnamed = [] }]) => {
    const types = allowed[use as InstanceUse];
    if (types === undefined) {
      return [];
    }
    const title = `${use.slice(0, 1).toUpperCase()}${use.slice(1)}`;
    return [
      deny(`DenyOtherInstancesFor${title}`, [...required, ...whenPresent], {
        "ForAnyValue:StringNotLike": { [INSTANCE_TYPES_KEY]: types },
      }),
      deny(`DenyUnnamedInstancesFor${title}`, required, { Null: { [INSTANCE_TYPES_KEY]: "true" } }),
      ...(unnamed.length > 0 ? [deny(`DenyInstancesOfAwsFor${title}`, unnamed)] : []),
    ];
  });
}

function deny(sid: string, actions: readonly string[], condition?: Conditions): Statement {
  return {
    Sid: sid,
    Effect: "Deny",
    Action: actions.map((action) => `sagemaker:${action}`),
    Resource: "*",
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}
