import { hasLocalStorage } from "../../../../aws/local-storage-instances";
import { type Findings, findingsForEach } from "../../../verdict/findings";
import { ask } from "../../ask/ask";
import { isAllowed, judgeRequests } from "../../ask/judge";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionsOfService, supportsConditionKey } from "../../aws/action-catalog";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";

const trafficEncryptionKey = "sagemaker:intercontainertrafficencryption";
const volumeKmsKeyKey = "sagemaker:volumekmskeyarn";
const outputKmsKeyKey = "sagemaker:outputkmskeyarn";
const onlineStoreKey = "sagemaker:featuregroupenableonlinestore";
const onlineStoreKmsKeyKey = "sagemaker:featuregrouponlinestorekmskeyarn";
const instanceTypesKey = "sagemaker:instancetypes";

/** A condition key of jobs that must have, or must not have, certain values. */
interface JobSettingRule {
  readonly conditionKey: string;
  /** What the requests are, for the proof. */
  readonly about: string;
  /** Values that the rule distinguishes from all others. */
  readonly distinguishedValues: readonly string[];
  readonly isViolation: (request: DecidedRequest, values: readonly string[] | undefined) => boolean;
}

/** Judges whether jobs encrypt the traffic between their containers, and volumes, results and online feature stores with a key of the stack. */
export function judgeJobEncryption(model: PolicyModel, role: RoleWithPolicies): Findings {
  const keys = model.kmsKeys.map(({ arn }) => arn);
  const about = (conditionKey: string): string => `${conditionKey} of jobs that ${role.address} starts`;
  const isForeignKey = (values: readonly string[]): boolean => values.some((value) => !keys.includes(value));
  return judgeSettings(model, role, [
    {
      conditionKey: trafficEncryptionKey,
      about: about(trafficEncryptionKey),
      distinguishedValues: ["false"],
      isViolation: (_, values) => values === undefined || values.includes("false"),
    },
    {
      conditionKey: volumeKmsKeyKey,
      about: about(volumeKmsKeyKey),
      distinguishedValues: keys,
      isViolation: (request, values) => (values === undefined ? !hasLocalDisksOnly(request) : isForeignKey(values)),
    },
    {
      conditionKey: outputKmsKeyKey,
      about: about(outputKmsKeyKey),
      distinguishedValues: keys,
      isViolation: (_, values) => values === undefined || isForeignKey(values),
    },
    {
      conditionKey: onlineStoreKmsKeyKey,
      about: `${onlineStoreKmsKeyKey} of feature groups that ${role.address} creates`,
      distinguishedValues: keys,
      isViolation: (request, values) => (values === undefined ? !hasNoOnlineStore(request) : isForeignKey(values)),
    },
  ]);
}

function hasLocalDisksOnly({ request }: DecidedRequest): boolean {
  const types = request.context.get(instanceTypesKey) ?? [];
  return types.length > 0 && types.every(hasLocalStorage);
}

function hasNoOnlineStore({ request }: DecidedRequest): boolean {
  return request.context.get(onlineStoreKey)?.includes("false") ?? false;
}

/**
 * Settings that open a session to a job or space from outside the VPC with credentials alone, around every endpoint.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/train-remote-debugging.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/remote-access.html
 */
const remoteAccessSettings = [
  { conditionKey: "sagemaker:enableremotedebug", enabled: "true", what: "debug shells" },
  { conditionKey: "sagemaker:remoteaccess", enabled: "ENABLED", what: "remote editors" },
] as const;

/** Judges whether the role can start a job or space with remote access enabled. */
export function judgeRemoteAccess(model: PolicyModel, role: RoleWithPolicies): Findings {
  return judgeSettings(
    model,
    role,
    remoteAccessSettings.map(({ conditionKey, enabled, what }) => ({
      conditionKey,
      about: `${what} in jobs and spaces that ${role.address} starts`,
      distinguishedValues: [enabled],
      isViolation: (_, values) => values?.includes(enabled) ?? false,
    })),
  );
}

function judgeSettings(model: PolicyModel, role: RoleWithPolicies, rules: readonly JobSettingRule[]): Findings {
  return findingsForEach(rules, ({ conditionKey, about, distinguishedValues, isViolation }) => {
    const what = actionsOfService("sagemaker").filter((action) => supportsConditionKey(action, conditionKey));
    const answers = ask(model, { who: role, what, distinguishedValues: { [conditionKey]: distinguishedValues } });
    return judgeRequests(
      model,
      about,
      answers,
      (answer) => isAllowed(answer) && isViolation(answer, answer.request.context.get(conditionKey)),
    );
  });
}
