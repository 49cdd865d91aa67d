import { isJsonObject, type Json, type JsonObject } from "../terraform/terraform-configuration";
import type { AcceptedFinding } from "./accepted-finding";

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
        `${where}.accepted: not an accepted finding, got ${JSON.stringify(entry)}; write { claim or finding, address, reason, owner, until: "YYYY-MM-DD" }`,
      );
    }
    return accepted;
  });
}

function readEntry({ claim, finding, address, reason, owner, until }: JsonObject): AcceptedFinding | undefined {
  const addresses = [address ?? null].flat().filter(isAddressPattern);
  const isComplete =
    addresses.length > 0 &&
    addresses.length === [address ?? null].flat().length &&
    isText(reason) &&
    isText(owner) &&
    isText(until) &&
    /^\d{4}-\d\d-\d\d$/.test(until) &&
    [claim, finding].every((name) => name === undefined || name === null || isText(name)) &&
    (isText(claim) || isText(finding));
  return isComplete
    ? {
        ...(isText(claim) && { claim }),
        ...(isText(finding) && { finding }),
        ...{ address: addresses, reason, owner, until },
      }
    : undefined;
}

/** A pattern without a type or a module would accept everything. */
function isAddressPattern(value: Json): value is string {
  return typeof value === "string" && /^[a-z][\w-]*\../.test(value);
}

function isText(value: Json | undefined): value is string {
  return typeof value === "string" && value.trim() !== "";
}
