import {
  type Answer,
  actionsOfService,
  ask,
  hasKey,
  hasOnly,
  isAllowed,
  judgeExecutionRoles,
  judgeRequests,
  type PolicyModel,
  policyModel,
  type RoleWithPolicies,
  supportsConditionKey,
  type ValueTest,
  valueTest,
} from "../../iam/ask";
import { type DeclaredInstanceTypes, type InstanceUse, instanceUses } from "../../posture/studio/read-instance-types";
import { type Claim, verdictOf } from "../../verdict/claim";
import { type Findings, findingsForEach, findingsOf, mergeFindings, notApplicable } from "../../verdict/findings";

/** A large instance costs as much in a day as a small one in a year, and one of a new family may lack the disks that guards expect. */
export const instanceTypesAsDeclared: Claim = {
  name: "instance-types-as-declared",
  title: "Instances have only declared types",
  meaning:
    "The execution role starts apps, jobs and endpoints only on the instance types that the stack declares for them.",
  details: [
    "A use without declared types may use every type. Without any declared type the claim does not apply.",
    "Each type of a request must be declared, and a request cannot leave out its types, except defaults of spaces.",
    "With declared types for training, AutoML must be denied, because it chooses its own types.",
    "SageMaker actions that name instances of another use are denied.",
    "Instances of the stack itself have the types that its Terraform names.",
  ],
  remedy:
    "Deny other values of sagemaker:InstanceTypes and requests without it, or declare the types in instance_types.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 CM-7"],
  decide({ configuration, posture: { instanceTypes } }) {
    if (instanceTypes === undefined || Object.keys(instanceTypes).length === 0) {
      return verdictOf(notApplicable("no instance types are declared", "declaration"));
    }
    const model = policyModel(configuration);
    return verdictOf(judgeExecutionRoles(model, (role) => judgeRole(model, role, instanceTypes)));
  },
};

const instanceTypesKey = "sagemaker:instancetypes";
type DeclaredTypes = ValueTest<typeof instanceTypesKey>;

/** What the instances of an action are for, and whether the request names their types. */
interface InstanceAction {
  readonly use: InstanceUse;
  /**
   * - `named`: a request without types starts an instance that AWS chooses.
   * - `default`: a request without types starts none.
   * - `chosen by AWS`: no condition key tells the types.
   */
  readonly types: "named" | "default" | "chosen by AWS";
}

function entries(use: InstanceUse, types: InstanceAction["types"], ...names: readonly string[]) {
  return names.map((name) => [`sagemaker:${name}`, { use, types }] as const);
}

/** An action that carries the key and is not here starts instances of no declared use, such as a cluster. */
const instanceActions: ReadonlyMap<string, InstanceAction> = new Map([
  ...entries("apps", "named", "CreateApp"),
  ...entries("apps", "default", "CreateSpace", "UpdateSpace", "CreateDomain", "UpdateDomain"),
  ...entries("apps", "default", "CreateUserProfile", "UpdateUserProfile"),
  ...entries("training", "named", "CreateTrainingJob", "CreateHyperParameterTuningJob"),
  ...entries("training", "default", "UpdateTrainingJob"),
  ...entries("training", "chosen by AWS", "CreateAutoMLJob", "CreateAutoMLJobV2"),
  ...entries("processing", "named", "CreateProcessingJob", "CreateMonitoringSchedule", "UpdateMonitoringSchedule"),
  ...entries("processing", "named", "CreateDataQualityJobDefinition", "CreateModelQualityJobDefinition"),
  ...entries("processing", "named", "CreateModelBiasJobDefinition", "CreateModelExplainabilityJobDefinition"),
  ...entries("transform", "named", "CreateTransformJob"),
  ...entries("endpoints", "named", "CreateEndpointConfig"),
]);

/** Each use is a question of its own, because a type may be declared for one use and not for another. */
function judgeRole(model: PolicyModel, role: RoleWithPolicies, declared: DeclaredInstanceTypes): Findings {
  const named = actionsOfService("sagemaker").filter(
    (action) => supportsConditionKey(action, instanceTypesKey) && !instanceActions.has(action.name),
  );
  return mergeFindings([
    judgeRequests(
      model,
      `instances of another use that ${role.address} starts`,
      ask(model, { who: role, what: named }),
      isAllowed,
    ),
    findingsForEach(instanceUses, (use) => judgeUse(model, role, use, declared[use])),
  ]);
}

function judgeUse(
  model: PolicyModel,
  role: RoleWithPolicies,
  use: InstanceUse,
  types: readonly string[] | undefined,
): Findings {
  if (types === undefined) {
    return findingsOf({});
  }
  const declared = valueTest(instanceTypesKey, types);
  const answers = ask(model, {
    who: role,
    what: actionsOfService("sagemaker").filter(({ name }) => instanceActions.get(name)?.use === use),
    distinguishes: [declared],
  });
  return judgeRequests(
    model,
    `instance types for ${use} of ${role.address}`,
    answers,
    (answer) => isAllowed(answer) && !hasDeclaredTypes(answer, declared),
  );
}

function hasDeclaredTypes(answer: Answer<typeof instanceTypesKey>, declared: DeclaredTypes): boolean {
  return answer.actions.every(({ name }) => {
    const naming = instanceActions.get(name)?.types;
    return hasKey(answer, declared) ? naming !== "chosen by AWS" && hasOnly(answer, declared) : naming === "default";
  });
}
