import type { Change, Refusal, Site } from "../aws-validation/common/validation-error";
import { refuseChange } from "../aws-validation/validate";
import { put, remove } from "../fake-aws/account-state";
import { complete } from "../fake-aws/computed/complete";
import { digitsFor } from "../fake-aws/identifiers";
import { leaveBehindDomain, makeBesideDomain } from "../fake-aws/leftovers";
import type { Row } from "../protocol/values";
import type { Block } from "../schema/provider-schema";

/** What came of an apply: the new row (null when deleted), or why nothing was done. */
export type Applied =
  | { readonly kind: "done"; readonly row: Row | null }
  | { readonly kind: "refused"; readonly refusals: readonly Refusal[] };

/** Does what was planned to the world, unless something refuses it. */
export function applyChange(type: string, block: Block, prior: Row | null, planned: Row | null, site: Site): Applied {
  const change = changeOf(type, block, prior, planned, site);
  if (change === undefined) {
    return { kind: "done", row: null };
  }
  const refusals = refuseChange(change, site);
  if (refusals.length > 0) {
    return { kind: "refused", refusals };
  }
  return { kind: "done", row: carryOut(change, site) };
}

function changeOf(type: string, block: Block, prior: Row | null, planned: Row | null, site: Site): Change | undefined {
  if (planned === null) {
    return prior === null ? undefined : { kind: "delete", type, before: prior };
  }
  const digits = prior === null ? digitsFor(type, planned, site.world) : "";
  const after = complete(type, block, planned, { ...site, digits });
  return prior === null ? { kind: "create", type, after } : { kind: "update", type, before: prior, after };
}

function carryOut(change: Change, { world }: Site): Row | null {
  if (change.kind === "delete") {
    remove(world, { type: change.type, row: change.before });
    if (change.type === "aws_sagemaker_domain") {
      leaveBehindDomain(world, change.before);
    }
    return null;
  }
  put(world, { type: change.type, row: change.after });
  if (change.kind === "create" && change.type === "aws_sagemaker_domain") {
    makeBesideDomain(world, change.after);
  }
  return change.after;
}
