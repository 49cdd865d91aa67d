import { createHash } from "node:crypto";
import type { ObjectValue } from "../protocol/values";
import { UNKNOWN } from "../protocol/values";
import type { AccountState } from "./account-state";

const ID_LENGTH = 17;

/**
 * Hexadecimal digits for the ids of a new thing. The same configuration gets the same ones in every run, so that two
 * rehearsals can be compared; twins in one world get different ones.
 */
export function uniqueHexDigits(type: string, attributes: ObjectValue, accountState: AccountState): string {
  const known = JSON.stringify(attributes, (_key, value) => (value === UNKNOWN ? null : value));
  for (let attempt = 0; ; attempt++) {
    const digits = createHash("sha256").update(`${type}\n${attempt}\n${known}`).digest("hex").slice(0, ID_LENGTH);
    if (!accountState.issuedIds.has(type + digits)) {
      accountState.issuedIds.add(type + digits);
      return digits;
    }
  }
}

/** The digits in the form of a UUID. */
export function uuid(digits: string): string {
  const long = digits + digits;
  return [
    long.slice(0, 8),
    long.slice(8, 12),
    `4${long.slice(12, 15)}`,
    `8${long.slice(15, 18)}`,
    long.slice(18, 30),
  ].join("-");
}
