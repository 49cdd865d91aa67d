import { isAbsent, isJsonObject, itemsOf, type Json, type JsonObject } from "../terraform/terraform-configuration";
import type { AcceptedFinding } from "./accepted-finding";
import { isText } from "./declarations/declared-until";
import { isDay } from "./last-day";

/** How many characters a finding must have in a row, without `*`, as in the files of environments and of policies. */
const literalCharacters = 10;

/**
 * Reads the findings that a stack declares as accepted; nothing where it declares none.
 *
 * @throws when an entry is malformed
 */
export function readDeclaredAcceptances(declared: JsonObject, where: string): readonly AcceptedFinding[] {
  const list = declared.accepted ?? [];
  if (!Array.isArray(list)) {
    throw new Error(`${where}.accepted: not a list, got ${JSON.stringify(list)}; declare a list`);
  }
  return list.map((entry) => {
    const accepted = isJsonObject(entry) ? readEntry(entry) : undefined;
    if (accepted === undefined) {
      throw new Error(
        `${where}.accepted: not an accepted finding, got ${JSON.stringify(entry)}; write { claim, finding, address, reason, owner, until: "YYYY-MM-DD" }, with one line each and ${literalCharacters} characters or more in a row in finding; claim may be left out, and address for a finding that has none`,
      );
    }
    return accepted;
  });
}

function readEntry({
  claim,
  finding,
  address,
  reason,
  owner,
  until,
  ...unknown
}: JsonObject): AcceptedFinding | undefined {
  const addresses = isAbsent(address) ? undefined : itemsOf(address);
  const isComplete =
    Object.keys(unknown).length === 0 &&
    (addresses === undefined || (addresses.length > 0 && addresses.every(isAddressPattern))) &&
    isLine(reason) &&
    isLine(owner) &&
    isText(until) &&
    isDay(until) &&
    (isAbsent(claim) || isText(claim)) &&
    isSpecific(finding);
  return isComplete
    ? {
        ...(isText(claim) && { claim }),
        finding,
        ...(addresses !== undefined && { address: addresses }),
        reason,
        owner,
        until,
      }
    : undefined;
}

/** A finding that is hardly more than `*`, or letters between many, would accept whatever comes. */
function isSpecific(value: Json | undefined): value is string {
  return isText(value) && value.split("*").some((part) => part.trim().length >= literalCharacters);
}

/** Reports print it as one line. */
function isLine(value: Json | undefined): value is string {
  return isText(value) && /^\P{Cc}{1,500}$/u.test(value);
}

/** A pattern without a type or a module would accept everything, and so would every module. */
function isAddressPattern(value: Json): value is string {
  return typeof value === "string" && /^(?!module\.\*)[a-z][\w-]*\../.test(value);
}
