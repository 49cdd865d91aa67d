import { localStorageInstanceTypes } from "../../../../aws/local-storage-instances";
import { type Findings, findingsForEach } from "../../../verdict/findings";
import { type AskedModel, ask } from "../../ask/ask";
import { isAllowed, judgeRequests } from "../../ask/judge";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionsOfService, supportsConditionKey } from "../../aws/action-catalog";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import { hasKey, hasOnly, hasSome } from "../../request-space/requests/example-request";
import { type ValueTest, valueTest } from "../../request-space/statements/distinctions";

const trafficEncryptionKey = "sagemaker:intercontainertrafficencryption";
const volumeKmsKeyKey = "sagemaker:volumekmskeyarn";
const outputKmsKeyKey = "sagemaker:outputkmskeyarn";
const onlineStoreKmsKeyKey = "sagemaker:featuregrouponlinestorekmskeyarn";
const localDisksOnly = valueTest("sagemaker:instancetypes", localStorageInstanceTypes);
const withoutOnlineStore = valueTest("sagemaker:featuregroupenableonlinestore", ["false"]);

/** What a setting of jobs must be. */
interface JobSettingRule {
  readonly test: ValueTest;
  /** What the requests are, for the proof. */
  readonly about: string;
  readonly isFulfilled: (answer: DecidedRequest<string>, test: ValueTest) => boolean;
  /** Other tests that the rule makes. @default - none */
  readonly alsoTests?: readonly ValueTest[];
}

/**
 * Judges whether jobs encrypt the traffic between their containers, and volumes, results and online feature stores with a key of the stack.
 *
 * @param keys ARNs of the KMS keys of the stack
 */
export function judgeJobEncryption(model: AskedModel, role: RoleWithPolicies, keys: readonly string[]): Findings {
  const ofJobs = (conditionKey: string): string => `${conditionKey} of jobs that ${role.address} starts`;
  return judgeSettings(model, role, [
    {
      test: valueTest(trafficEncryptionKey, ["false"]),
      about: ofJobs(trafficEncryptionKey),
      isFulfilled: (answer, isOff) => hasKey(answer, isOff) && !hasSome(answer, isOff),
    },
    {
      test: valueTest(volumeKmsKeyKey, keys),
      about: ofJobs(volumeKmsKeyKey),
      isFulfilled: onlyUnless(localDisksOnly),
      alsoTests: [localDisksOnly],
    },
    { test: valueTest(outputKmsKeyKey, keys), about: ofJobs(outputKmsKeyKey), isFulfilled: hasOnly },
    {
      test: valueTest(onlineStoreKmsKeyKey, keys),
      about: `${onlineStoreKmsKeyKey} of feature groups that ${role.address} creates`,
      isFulfilled: onlyUnless(withoutOnlineStore),
      alsoTests: [withoutOnlineStore],
    },
  ]);
}

/** Without the key, a request that fits the exception is fulfilled too. */
function onlyUnless(exception: ValueTest): JobSettingRule["isFulfilled"] {
  return (answer, test) => (hasKey(answer, test) ? hasOnly(answer, test) : hasOnly(answer, exception));
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
export function judgeRemoteAccess(model: AskedModel, role: RoleWithPolicies): Findings {
  return judgeSettings(
    model,
    role,
    remoteAccessSettings.map(({ conditionKey, enabled, what }) => ({
      test: valueTest(conditionKey, [enabled]),
      about: `${what} in jobs and spaces that ${role.address} starts`,
      isFulfilled: (answer, isEnabled) => !hasSome(answer, isEnabled),
    })),
  );
}

function judgeSettings(model: AskedModel, role: RoleWithPolicies, rules: readonly JobSettingRule[]): Findings {
  return findingsForEach(rules, ({ test, about, isFulfilled, alsoTests = [] }) => {
    const what = actionsOfService("sagemaker").filter((action) => supportsConditionKey(action, test.key));
    const answers = ask(model, { who: role, what, distinguishes: [test, ...alsoTests] });
    return judgeRequests(model, about, answers, (answer) => isAllowed(answer) && !isFulfilled(answer, test));
  });
}
