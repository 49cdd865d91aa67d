import { blocksOf, isJsonObject, type Json, type JsonObject } from "../../verify/terraform/terraform-configuration";
import { changesInPlan } from "./resource-changes";

/** What only a plan says of a change, and no model compares. */
export interface PlanFacts {
  /** Destroyed and replaced resources, with Terraform's reason. */
  readonly removals: readonly string[];
  /** Resources with another address in the state. */
  readonly moved: readonly string[];
  /** Resources that exist and come under Terraform. */
  readonly imported: readonly string[];
  /** Objects of an earlier run that Terraform still deletes. */
  readonly deposed: readonly string[];
  /** Resources that were changed outside Terraform, whether or not the plan changes them. */
  readonly drifted: readonly string[];
  /** Outputs whose value changes. */
  readonly outputs: readonly string[];
}

/** @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation */
export function planFacts(plan: JsonObject): PlanFacts {
  const managed = blocksOf(plan.resource_changes).filter(({ mode }) => mode === "managed");
  const reasons = new Map(managed.map(({ address, action_reason: reason }) => [String(address), reason]));
  const outputs = Object.entries(isJsonObject(plan.output_changes) ? plan.output_changes : {});
  return {
    removals: changesInPlan(plan)
      .filter(({ kind }) => kind === "destroy" || kind === "replace")
      .toSorted((one, other) => one.kind.localeCompare(other.kind))
      .map(({ address, kind, forcedBy = [] }) => {
        const verb = kind === "destroy" ? "is destroyed" : "is replaced";
        const because = forcedBy.length === 0 ? "" : ` because of changes to ${forcedBy.join(", ")}`;
        return `${address} ${verb}${because}${reasonText(reasons.get(address))}`;
      }),
    moved: managed.flatMap(({ address, previous_address: previous }) =>
      typeof previous === "string" ? [`${previous} is now ${String(address)}`] : [],
    ),
    imported: managed.flatMap(({ address, change }) =>
      isJsonObject(change) && isJsonObject(change.importing) ? [String(address)] : [],
    ),
    deposed: managed.flatMap(({ address, deposed }) => (deposed === undefined ? [] : [String(address)])),
    drifted: blocksOf(plan.resource_drift).flatMap(({ mode, address }) =>
      mode === "managed" ? [String(address)] : [],
    ),
    outputs: outputs.flatMap(([name, change]) => (isChange(change) ? [name] : [])),
  };
}

/** `delete_because_no_resource_config` gives ` (no resource config)`. */
function reasonText(reason: Json | undefined): string {
  return typeof reason === "string"
    ? ` (${reason.replace(/^(?:delete|replace)_(?:because_)?/, "").replaceAll("_", " ")})`
    : "";
}

function isChange(change: Json): boolean {
  const actions = isJsonObject(change) && Array.isArray(change.actions) ? change.actions : [];
  return actions.some((action) => action !== "no-op" && action !== "read");
}
