import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionsOfService, supportsConditionKey } from "../../aws/action-catalog";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import type { PolicyFindings } from "../common/policy-findings";
import { decideRoleRequests } from "./requests-by-role";

const trafficEncryptionKey = "sagemaker:intercontainertrafficencryption";
const volumeKmsKeyKey = "sagemaker:volumekmskeyarn";
const outputKmsKeyKey = "sagemaker:outputkmskeyarn";
const instanceTypesKey = "sagemaker:instancetypes";

/**
 * Families whose volumes are local disks, which the hardware encrypts and for which AWS refuses a key.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html
 */
const localDiskInstanceTypes = /^ml\.(?:c5d|c6id|g4dn|g5|g6|g6e|m5d|m6id|p4d|p4de|p5|p5e|p5en|r5d|r6id|trn1|trn1n)\./;

/**
 * Judges jobs by what condition keys tell of their secrecy: containers that encrypt what they say to each other, volumes and
 * results under a key of the stack.
 */
export function judgeJobEncryption(model: PolicyModel, role: RoleWithPolicies, findings: PolicyFindings): void {
  const keys = model.kmsKeys.map(({ arn }) => arn);
  const isForeign = (values: readonly string[]): boolean => values.some((value) => !keys.includes(value));
  const rules: readonly JobEncryptionRule[] = [
    {
      conditionKey: trafficEncryptionKey,
      distinguishedValues: ["false"],
      isViolation: (values) => values.includes("false"),
    },
    { conditionKey: volumeKmsKeyKey, distinguishedValues: keys, isViolation: isForeign },
    { conditionKey: outputKmsKeyKey, distinguishedValues: keys, isViolation: isForeign },
  ];
  for (const rule of rules) {
    const actions = actionsOfService("sagemaker").filter((action) => supportsConditionKey(action, rule.conditionKey));
    findings.addDecisions(
      `${rule.conditionKey} of what ${role.address} starts`,
      decideRoleRequests(model, role, {
        actions,
        distinguishedValues: { [rule.conditionKey]: rule.distinguishedValues },
      }),
      (answer) => answer.decision.kind === "allowed" && breaksEncryptionRule(answer, rule),
    );
  }
}

interface JobEncryptionRule {
  readonly conditionKey: string;
  /** Values that the question tells from all others. */
  readonly distinguishedValues: readonly string[];
  readonly isViolation: (values: readonly string[]) => boolean;
}

function breaksEncryptionRule(
  { request: { context } }: DecidedRequest,
  { conditionKey, isViolation }: JobEncryptionRule,
): boolean {
  const values = context.get(conditionKey);
  const types = context.get(instanceTypesKey) ?? [];
  const needsNone =
    conditionKey === volumeKmsKeyKey && types.length > 0 && types.every((type) => localDiskInstanceTypes.test(type));
  return values === undefined ? !needsNone : isViolation(values);
}
