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

/**
 * Policies that may belong to anything of their kind: what they are attached to is an expression that is not understood.
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
  return resourcesOfType(configuration, type).flatMap(({ address, values }) => {
    const holder = values[attachedBy];
    const named = typeof holder === "string" ? text.resolve(holder) : undefined;
    const isUnresolved =
      named === undefined || (containsUnknown(named) && (holderName === undefined || mayBeEqual(named, holderName)));
    const what = named === undefined ? "nothing" : text.placeholders.readable(named);
    return isUnresolved
      ? [{ text: `${address} is attached to ${what}, which is not understood`, addresses: [address] }]
      : [];
  });
}

/** The documents among the readings. */
export function readablePolicies(readings: readonly PolicyReadResult[]): readonly Policy[] {
  return readings.flatMap((reading) => (reading.kind === "policy" ? [reading.policy] : []));
}

/** Why the others are not understood. */
export function unreadablePolicyDoubts(readings: readonly PolicyReadResult[]): readonly Evidence[] {
  return readings.flatMap((reading) => (reading.kind === "unreadable" ? [reading.doubt] : []));
}
