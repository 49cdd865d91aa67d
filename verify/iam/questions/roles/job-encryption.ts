import type { PolicyModel } from "../../attachments/policy-model";
import type { Role } from "../../attachments/roles";
import { actionsOf, mayCarry } from "../../aws/action-catalog";
import type { Answer } from "../../request-space/requests/decisions";
import type { Findings } from "../common/policy-findings";
import { roleAnswers } from "./requests-by-role";

const traffic = "sagemaker:intercontainertrafficencryption";
const volumeKey = "sagemaker:volumekmskeyarn";
const outputKey = "sagemaker:outputkmskeyarn";
const instances = "sagemaker:instancetypes";

/**
 * Families whose volumes are local disks, which the hardware encrypts and for which AWS refuses a key.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html
 */
const localDisks = /^ml\.(?:c5d|c6id|g4dn|g5|g6|g6e|m5d|m6id|p4d|p4de|p5|p5e|p5en|r5d|r6id|trn1|trn1n)\./;

/**
 * Judges jobs by what condition keys tell of their secrecy: containers that encrypt what they say to each other, volumes and
 * results under a key of the stack.
 */
export function judgeSecrecy(model: PolicyModel, role: Role, findings: Findings): void {
  const keys = model.keys.map(({ arn }) => arn);
  const isForeign = (values: readonly string[]): boolean => values.some((value) => !keys.includes(value));
  const rules: readonly Rule[] = [
    { key: traffic, told: ["false"], isWrong: (values) => values.includes("false") },
    { key: volumeKey, told: keys, isWrong: isForeign },
    { key: outputKey, told: keys, isWrong: isForeign },
  ];
  for (const rule of rules) {
    const actions = actionsOf("sagemaker").filter((action) => mayCarry(action, rule.key));
    findings.judge(
      `${rule.key} of what ${role.address} starts`,
      roleAnswers(model, role, { actions, groups: { [rule.key]: rule.told } }),
      (answer) => answer.decision.kind === "allowed" && isBroken(answer, rule),
    );
  }
}

interface Rule {
  readonly key: string;
  /** Values that the question tells from all others. */
  readonly told: readonly string[];
  readonly isWrong: (values: readonly string[]) => boolean;
}

function isBroken({ request: { context } }: Answer, { key, isWrong }: Rule): boolean {
  const values = context.get(key);
  const types = context.get(instances) ?? [];
  const needsNone = key === volumeKey && types.length > 0 && types.every((type) => localDisks.test(type));
  return values === undefined ? !needsNone : isWrong(values);
}
