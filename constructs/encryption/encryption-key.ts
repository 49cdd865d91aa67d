import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import type { Account } from "../account";
import { policyDocument } from "../iam/policy-document";
import { type KeyPurpose, keyPolicyStatements } from "./key-policy";

export interface EncryptionKeyProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  readonly description: string;
  /** What the key encrypts; decides its policy and ends its alias. */
  readonly purpose: KeyPurpose;
  /** Whether Terraform refuses to destroy the key, and a deletion waits 30 days and not 7. */
  readonly protections: boolean;
}

/**
 * A customer managed key with rotation, an alias `alias/<name>-<purpose>`, and a policy that is neither void nor a lock-out.
 *
 * Costs $1 a month, each of the first two rotations $1 more, and $0.03 for 10,000 requests.
 */
export class EncryptionKey extends Construct {
  readonly arn: string;
  readonly keyId: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "cmk", {
      description: props.description,
      policy: policyDocument(keyPolicyStatements(props.purpose, props.account)),
      enableKeyRotation: true,
      deletionWindowInDays: props.protections ? 30 : 7,
      bypassPolicyLockoutSafetyCheck: false,
      lifecycle: { preventDestroy: props.protections },
    });
    new KmsAlias(this, "alias", { name: `alias/${props.name}-${props.purpose}`, targetKeyId: key.keyId });
    this.arn = key.arn;
    this.keyId = key.keyId;
  }
}
