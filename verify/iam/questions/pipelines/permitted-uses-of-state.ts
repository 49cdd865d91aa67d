import type { DeclaredPipeline } from "../../../posture/declared-pipeline";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import type { PermittedRequest } from "../roles/permitted-requests";
import { throughS3 } from "./permitted-requests-of-plans";

/** What a role of a pipeline may do to the state and its key: a plan decrypts, an apply also writes and locks. */
export function permittedUsesOfState(
  { text, kmsKeys }: PolicyModel,
  role: RoleWithPolicies,
  { applyRole, stateBucket, stateKey }: DeclaredPipeline,
): readonly PermittedRequest[] {
  const keys = kmsKeys.map(({ arn }) => arn);
  const decrypt: PermittedRequest = { actions: /^kms:Decrypt$/, resourceArns: keys, when: throughS3 };
  if (role.arn !== applyRole.arn) {
    return [decrypt];
  }
  const state = `arn:${text.partition}:s3:::${stateBucket}/${stateKey}`;
  return [
    decrypt,
    { actions: /^kms:(Encrypt|GenerateDataKey\w*)$/, resourceArns: keys, when: throughS3 },
    { actions: /^s3:PutObject$/, resourceArns: [state] },
    { actions: /^s3:(Delete|Put)Object$/, resourceArns: [`${state}.tflock`] },
  ];
}
