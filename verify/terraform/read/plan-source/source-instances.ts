import type { JsonObject } from "../../terraform-configuration";
import { readValuesRepresentation } from "../plan/values-representation";
import type { PlannedSource } from "./planned-source";
import { exampleTypesOf } from "./rehearsal-examples";
import { expandPlanned } from "./written-configuration";

/**
 * The address of an instance that the source has and the plan lacks. Only modules of the plan are searched, because the number of instances
 * of another module may be unknown.
 */
export function findMissingInstance(json: JsonObject, source: PlannedSource, where: string): string | undefined {
  const { resources } = readValuesRepresentation(json.planned_values, where);
  const planned = new Set(resources.map(({ address }) => address));
  // A plan that deletes everything has no planned values.
  const modules = new Set(resources.map(({ modulePath }) => modulePath));
  const configured = expandPlanned(source, json, exampleTypesOf(json, where)).resources;
  return configured.find(
    ({ mode, type, name, address, isNumberUnknown }) =>
      mode === "managed" &&
      isNumberUnknown !== true &&
      !planned.has(address) &&
      modules.has(address.slice(0, address.lastIndexOf(`${type}.${name}`))),
  )?.address;
}
