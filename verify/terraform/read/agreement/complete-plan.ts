import { type JsonObject, memberOf } from "../../terraform-configuration";
import { findOmittedResource } from "../plan/find-omitted-resource";
import { readValuesRepresentation } from "../plan/values-representation";

/** @throws when a plan failed, or is a part of one */
export function requireCompletePlan(json: JsonObject, source: string): void {
  for (const flag of ["errored", "complete", "applyable"]) {
    const value = json[flag];
    if (value !== undefined && typeof value !== "boolean") {
      throw new Error(
        `${source}: ${flag} must be true or false, got ${JSON.stringify(value)}; run terraform show -json again`,
      );
    }
  }
  for (const deferred of ["deferred_changes", "deferred_action_invocations"]) {
    const entries = json[deferred];
    if (entries !== undefined && !(Array.isArray(entries) && entries.length === 0)) {
      throw new Error(`${source}: the plan is partial: it has ${deferred}; apply what it defers, and plan again`);
    }
  }
  if (json.errored === true) {
    throw new Error(`${source}: the plan failed (errored: true); correct the error and run terraform plan again`);
  }
  if (json.complete === false) {
    throw new Error(
      `${source}: the plan is partial (complete: false); run terraform plan without -target and without deferred changes`,
    );
  }
}

/** @throws when a resource is missing in the plan, although it exists or is configured */
export function requireNoOmittedResource(json: JsonObject, source: string): void {
  const planned = readValuesRepresentation(json.planned_values, source);
  const prior = readValuesRepresentation(memberOf(json.prior_state, "values"), source);
  const address = findOmittedResource(json, planned.resources, prior.resources);
  if (address !== undefined) {
    throw new Error(
      `${source}: the plan is partial: ${address} is missing; run terraform plan without -target and -exclude, and use count instead of lifecycle.enabled`,
    );
  }
}
