import { singleReference } from "../../terraform/expressions/template";
import { resourceGraphOf } from "../../terraform/references/resource-graph";
import { type Json, resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { type Policy, type PolicyKind, parsePolicy } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { containsUnknown, mayBeEqual } from "../patterns/placeholders";

/** What became of a policy argument: a document, or the reason why it is not understood. */
export type PolicyReadResult =
  | { readonly kind: "policy"; readonly policy: Policy }
  | { readonly kind: "unreadable"; readonly doubt: Evidence };

/**
 * Reads the value of a Terraform argument that holds a policy document.
 *
 * @param kind default: `any`
 */
export function readPolicy(
  text: PolicyTextResolver,
  value: Json | undefined,
  address: string,
  kind?: PolicyKind,
): PolicyReadResult {
  if (typeof value !== "string") {
    return unreadablePolicy(address, "it is no JSON text");
  }
  try {
    return { kind: "policy", policy: parsePolicy(text.resolveJson(value), address, kind) };
  } catch (error) {
    return unreadablePolicy(
      address,
      text.placeholders.readable(error instanceof Error ? error.message : String(error)),
    );
  }
}

function unreadablePolicy(address: string, reason: string): PolicyReadResult {
  return {
    kind: "unreadable",
    doubt: { text: `the policy of ${address} is not understood: ${reason}`, addresses: [address] },
  };
}

/** Arguments that may be left out: the policy is then attached to something of another kind. */
const optionalHolders: ReadonlySet<string> = new Set(["groups", "roles", "users"]);

/** Types of what has policies: no two of one type have the same name. */
const policyHolders: ReadonlySet<string> = new Set([
  ...["aws_codeartifact_domain", "aws_codeartifact_repository", "aws_iam_group", "aws_iam_role"],
  ...["aws_iam_user", "aws_kms_external_key", "aws_kms_key"],
  ...["aws_kms_replica_external_key", "aws_kms_replica_key", "aws_s3_bucket", "aws_sns_topic", "aws_vpc_endpoint"],
]);

/**
 * Policies that may belong to anything of their kind: what they are attached to is an expression that is not understood, or a text where a part
 * of the name of their holder is not known.
 *
 * @param holderName name of what they may belong to: a text that certainly is another name is left out. @default - anything
 */
export function unresolvedAttachments(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  type: string,
  attachedBy: string,
  holderName?: string,
): readonly Evidence[] {
  const mayBeUnclear = (named: string): boolean =>
    containsUnknown(named) || (holderName !== undefined && named !== holderName && containsUnknown(holderName));
  const isUnresolved = (holder: Json | undefined): boolean => {
    if (typeof holder !== "string") {
      return true;
    }
    const named = text.resolve(holder);
    return (
      mayBeUnclear(named) &&
      (holderName === undefined || mayBeEqual(named, holderName)) &&
      !namesOwnResource(configuration, text, holder, named)
    );
  };
  const missing = optionalHolders.has(attachedBy) ? [] : [null];
  return resourcesOfType(configuration, type).flatMap(({ address, values }) => {
    const { [attachedBy]: holders } = values;
    return (holders === undefined || holders === null ? missing : [holders].flat())
      .filter(isUnresolved)
      .map((holder) => {
        const what = typeof holder === "string" ? text.placeholders.readable(text.resolve(holder)) : "nothing";
        return { text: `${address} is attached to ${what}, which is not understood`, addresses: [address] };
      });
  });
}

/**
 * Whether the value is a reference to a resource of the configuration by what identifies it, so that it is attached to this one, even where a
 * part of its name is known only later, such as that of a workspace.
 */
function namesOwnResource(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  holder: string,
  named: string,
): boolean {
  const reference = singleReference(holder);
  const resource = resourceGraphOf(configuration).find(reference?.address ?? "");
  // Something else, such as an instance profile, may be named as a holder is.
  const isHolder = resource?.mode === "managed" && policyHolders.has(resource.type);
  return reference !== undefined && isHolder && named === text.resolve(`\${${reference.address}.id}`);
}

/** The documents among the readings. */
export function readablePolicies(readings: readonly PolicyReadResult[]): readonly Policy[] {
  return readings.flatMap((reading) => (reading.kind === "policy" ? [reading.policy] : []));
}

/** Why the others are not understood. */
export function unreadablePolicyDoubts(readings: readonly PolicyReadResult[]): readonly Evidence[] {
  return readings.flatMap((reading) => (reading.kind === "unreadable" ? [reading.doubt] : []));
}
