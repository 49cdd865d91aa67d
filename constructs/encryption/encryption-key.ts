import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { policyDocument } from "../iam/policy-document";
import { type KeyPolicyProps, type KeyPurpose, keyPolicyStatements } from "./key-policy";

/** Props of {@link EncryptionKey}. */
export interface EncryptionKeyProps extends Pick<KeyPolicyProps, "sourceArn" | "custodians"> {
  /** Its protections set `prevent_destroy` and a deletion window of 30 days instead of 7. */
  readonly context: Pick<PerimeterContext, "name" | "account" | "protections">;
  /** Description of the key in KMS. */
  readonly description: string;
  /** What the key encrypts. Determines the key policy and the suffix of the alias. */
  readonly purpose: KeyPurpose;
}

/**
 * A customer managed KMS key with rotation and the alias `alias/<name>-<purpose>`.
 *
 * Costs $1 a month, $1 more for each of the first two rotations, and $0.03 per 10,000 requests.
 */
export class EncryptionKey extends Construct {
  readonly arn: string;
  readonly keyId: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { context, purpose, sourceArn, custodians } = props;
    const { name, account, protections } = context;
    const key = new KmsKey(this, "cmk", {
      description: props.description,
      policy: policyDocument(keyPolicyStatements({ purpose, account, sourceArn, custodians })),
      enableKeyRotation: true,
      deletionWindowInDays: protections ? 30 : 7,
      bypassPolicyLockoutSafetyCheck: false,
      lifecycle: { preventDestroy: protections },
    });
    new KmsAlias(this, "alias", { name: `alias/${name}-${purpose}`, targetKeyId: key.keyId });
    this.arn = key.arn;
    this.keyId = key.keyId;
  }
}
