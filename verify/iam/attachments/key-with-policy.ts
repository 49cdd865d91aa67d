import { keyTypes } from "../../terraform/resource-types/groups/type-groups";
import {
  isAbsent,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { ownerOfArn } from "../language/arn-owner";
import { iamArn } from "../language/iam-arn";
import { type Policy, parsePolicy } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { regionOfResource } from "../language/region-of-resource";
import { attachedResources } from "./attached-resources";
import { readablePolicies, readPolicy, unreadablePolicyDoubts, unresolvedAttachments } from "./read-policy";

/** A KMS key of the configuration and its policy. */
export interface KeyWithPolicy {
  readonly address: string;
  readonly arn: string;
  /** What arguments of other resources may name it by: its ARN, its ID, and the name and ARN of each of its aliases. */
  readonly names: ReadonlySet<string>;
  /** Its Region, where that is another one than that of the provider. @default - that of the provider */
  readonly region?: string;
  readonly policies: readonly Policy[];
  /** Whether it is enabled, as Terraform sets it. A key that is not encrypts and decrypts nothing. */
  readonly state: "enabled" | "disabled" | "unknown";
  readonly doubts: readonly Evidence[];
}

/**
 * The key that an argument names, if the configuration has it in the Region of the resource. AWS takes keys of that Region only.
 *
 * @param region of the resource, where it is another one than that of the provider. @default - that of the provider
 */
export function keyNamedBy(
  value: Json | undefined,
  { text, kmsKeys }: { readonly text: PolicyTextResolver; readonly kmsKeys: readonly KeyWithPolicy[] },
  region?: string,
): KeyWithPolicy | undefined {
  const name = typeof value === "string" ? text.resolve(value) : "";
  return kmsKeys.find((key) => key.names.has(name) && key.region === region);
}

/** Reads every KMS key. A grant, and a policy whose key is not known, is a doubt of each. */
export function readKmsKeys(configuration: TerraformConfiguration, text: PolicyTextResolver): readonly KeyWithPolicy[] {
  const unresolved = [
    ...unresolvedAttachments(configuration, text, "aws_kms_key_policy", "key_id"),
    ...resourcesOfType(configuration, "aws_kms_grant").map(({ address }) => ({
      text: `${address} allows use of a key in addition to its policy; grants are not modeled`,
      addresses: [address],
    })),
  ];
  return [...keyTypes]
    .flatMap((type) => resourcesOfType(configuration, type))
    .map((key) => {
      const id = text.resolve(`\${${key.address}.key_id}`);
      const arn = text.resolve(`\${${key.address}.arn}`);
      const readings = keyPolicyDocuments(configuration, text, key, [id, arn]);
      const place = regionOfResource(configuration, text, key);
      return {
        address: key.address,
        arn,
        ...(place.kind === "other" ? { region: place.region } : {}),
        names: new Set([arn, id, ...[arn, id].flatMap((name) => aliasesOf(configuration, text, name))]),
        state: stateOf(key),
        policies: readings.length === 0 ? [defaultKeyPolicy(key, text)] : readablePolicies(readings),
        doubts: [...unreadablePolicyDoubts(readings), ...unresolved],
      };
    });
}

function aliasesOf(configuration: TerraformConfiguration, text: PolicyTextResolver, key: string): readonly string[] {
  return attachedResources(configuration, text, "aws_kms_alias", "target_key_id", key).flatMap(({ address }) =>
    ["arn", "name", "id"].map((attribute) => text.resolve(`\${${address}.${attribute}}`)),
  );
}

/** Keys whose material AWS makes say `is_enabled`, all others `enabled`. */
function stateOf({ values: { is_enabled, enabled = is_enabled } }: Resource): KeyWithPolicy["state"] {
  switch (enabled ?? true) {
    case true:
    case "true":
      return "enabled";
    case false:
    case "false":
      return "disabled";
    default:
      return "unknown";
  }
}

/** @param names the ID and the ARN of the key: AWS takes either */
function keyPolicyDocuments(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  key: Resource,
  names: readonly string[],
) {
  const separate = names.flatMap((name) =>
    attachedResources(configuration, text, "aws_kms_key_policy", "key_id", name),
  );
  // A separate policy resource is applied after the key and replaces what the key says.
  if (separate.length > 0) {
    return separate.map(({ address, values }) => readPolicy(text, values.policy, address, "resource"));
  }
  return isAbsent(key.values.policy) ? [] : [readPolicy(text, key.values.policy, key.address, "resource")];
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultKeyPolicy(key: Resource, text: PolicyTextResolver): Policy {
  const statement = {
    Sid: "default key policy",
    Effect: "Allow",
    Principal: { AWS: iamArn(text, "root") },
    Action: "kms:*",
    Resource: "*",
  };
  return parsePolicy(JSON.stringify({ Statement: [statement] }), key.address);
}

/**
 * Grants to principals of other accounts. A grant allows what the key policy does not, and the key policy need not name its
 * grantee.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function foreignKmsGrants(configuration: TerraformConfiguration, text: PolicyTextResolver): readonly Evidence[] {
  return resourcesOfType(configuration, "aws_kms_grant").flatMap(({ address, values }) => {
    const { key_id, grantee_principal } = values;
    const grantee = typeof grantee_principal === "string" ? text.resolve(grantee_principal) : "";
    const isForeign = typeof grantee_principal === "string" && ownerOfArn(text, grantee_principal) === "foreign";
    const named = text.placeholders.readable(grantee);
    const key = typeof key_id === "string" ? text.placeholders.readable(text.resolve(key_id)) : "a key";
    return isForeign
      ? [{ text: `${address} grants ${named} of another account the use of ${key}`, addresses: [address] }]
      : [];
  });
}
