import type { Row } from "../protocol/values";
import type { Block } from "../schema/provider-schema";
import type { Change, Check, Refusal, Site } from "./common/validation-error";
import { addressesMapped, heldByOthers } from "./deletion/deletion-dependencies";
import { protectionsInForce } from "./deletion/deletion-protection";
import { inlinePoliciesTooLong, policyArgumentFaults } from "./iam/iam-policies";
import { cidrConflicts, cidrFaults } from "./network/cidr-blocks";
import { prerequisites } from "./network/create-prerequisites";
import { capacityExceeded } from "./network/firewall-capacity";
import { acrossVpcs } from "./network/same-vpc";
import { schemaFaults } from "./resources/argument-rules";
import { wiringFaults } from "./resources/reference-types";
import { updateOfVpcOnlyDomain } from "./resources/studio-domain";
import { namesTaken } from "./resources/unique-names";

/** What needs the world to be decided, and therefore shows at apply only, as with AWS. */
const CHECKS: readonly Check[] = [
  cidrConflicts,
  acrossVpcs,
  namesTaken,
  prerequisites,
  inlinePoliciesTooLong,
  capacityExceeded,
  protectionsInForce,
  updateOfVpcOnlyDomain,
  heldByOthers,
  addressesMapped,
];

/** Faults of one row by itself; what is unknown is not judged. */
function rowFaults(type: string, row: Row): readonly Refusal[] {
  return [...wiringFaults(type, row), ...policyArgumentFaults(type, row), ...cidrFaults(row)];
}

/** What the provider refuses at `terraform validate`. */
export function refuseConfiguration(type: string, block: Block, row: Row): readonly Refusal[] {
  return [...schemaFaults(block, row), ...rowFaults(type, row)];
}

/** What the provider or AWS refuses at `terraform apply`. */
export function refuseChange(change: Change, site: Site): readonly Refusal[] {
  const own = change.kind === "delete" ? [] : rowFaults(change.type, change.after);
  return [...own, ...CHECKS.flatMap((check) => check(change, site))];
}
