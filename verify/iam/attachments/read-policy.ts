import { type Configuration, type Json, ofType } from "../../terraform/configuration";
import type { Evidence } from "../../verdict/claim";
import { type Policy, parsePolicy } from "../language/parse-policy";
import type { TextReader } from "../language/resolve-policy-text";
import { isVague } from "../patterns/placeholders";

/** What became of a policy argument: a document, or the reason why it is not understood. */
export type PolicyReading =
  | { readonly kind: "policy"; readonly policy: Policy }
  | { readonly kind: "unreadable"; readonly doubt: Evidence };

/** Reads the value of a Terraform argument that holds a policy document. */
export function readPolicy(text: TextReader, value: Json | undefined, address: string): PolicyReading {
  if (typeof value !== "string") {
    return unreadable(address, "it is no JSON text");
  }
  try {
    return { kind: "policy", policy: parsePolicy(text.readJson(value), address) };
  } catch (error) {
    return unreadable(address, text.letters.readable(error instanceof Error ? error.message : String(error)));
  }
}

function unreadable(address: string, reason: string): PolicyReading {
  return {
    kind: "unreadable",
    doubt: { text: `the policy of ${address} is not understood: ${reason}`, addresses: [address] },
  };
}

/** Whether an argument is set at all: Terraform takes null for absent. */
export function isSet(value: Json | undefined): value is Exclude<Json, null> {
  return value !== undefined && value !== null;
}

/**
 * Policies that may belong to anything of their kind: what they are attached to is an expression that is not understood.
 */
export function strayPolicies(
  configuration: Configuration,
  text: TextReader,
  type: string,
  attachedBy: string,
): readonly Evidence[] {
  return ofType(configuration, type).flatMap(({ address, values }) => {
    const holder = values[attachedBy];
    const named = typeof holder === "string" ? text.read(holder) : undefined;
    const isStray = named === undefined || isVague(named);
    const what = named === undefined ? "nothing" : text.letters.readable(named);
    return isStray
      ? [{ text: `${address} is attached to ${what}, which is not understood`, addresses: [address] }]
      : [];
  });
}

/** The documents among the readings. */
export function policiesOf(readings: readonly PolicyReading[]): readonly Policy[] {
  return readings.flatMap((reading) => (reading.kind === "policy" ? [reading.policy] : []));
}

/** Why the others are not understood. */
export function doubtsOf(readings: readonly PolicyReading[]): readonly Evidence[] {
  return readings.flatMap((reading) => (reading.kind === "unreadable" ? [reading.doubt] : []));
}
