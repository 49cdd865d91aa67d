import type { Row } from "../plugin/values";
import type { Block } from "../schema/provider-schema";
import { cidrConflicts, cidrFaults } from "./cidr-blocks";
import { addressesMapped, heldByOthers } from "./deletions";
import { capacityExceeded } from "./firewall-capacity";
import { namesTaken } from "./names-taken";
import { acrossVpcs } from "./one-vpc";
import { inlinePoliciesTooLong, policyArgumentFaults } from "./policies";
import { prerequisites } from "./prerequisites";
import { protectionsInForce } from "./protections";
import type { Change, Check, Refusal, Site } from "./refusal";
import { schemaFaults } from "./schema-rules";
import { updateOfVpcOnlyDomain } from "./studio-domain";
import { wiringFaults } from "./wiring";

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
