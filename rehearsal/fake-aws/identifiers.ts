import { createHash } from "node:crypto";
import type { ObjectValue } from "../protocol/values";
import { UNKNOWN } from "../protocol/values";
import type { AccountState } from "./account-state";

const ID_LENGTH = 17;

/**
 * Hexadecimal digits for the identifiers of a new resource. They are equal in every run for the same configuration, so that
 * rehearsals can be compared. Equal resources in one account get different digits.
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

/** A UUID made of the digits. */
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
