import type { JsonObject } from "../../terraform-configuration";
import { readShownValues } from "../plan/shown-values";
import type { PlannedSource } from "./planned-source";
import { exampleTypesOf } from "./rehearsal-examples";
import { expandPlanned } from "./written-configuration";

/**
 * The address of an instance that the source has, and that the plan does not mention. Only modules that the plan has are looked at: how many
 * there are of another one may not be known.
 */
export function findMissingInstance(json: JsonObject, source: PlannedSource, where: string): string | undefined {
  const { resources } = readShownValues(json.planned_values, where);
  const planned = new Set(resources.map(({ address }) => address));
  // A plan that deletes everything has no planned values.
  const modules = new Set(resources.map(({ modulePath }) => modulePath));
  const written = expandPlanned(source, json, exampleTypesOf(json, where)).resources;
  return written.find(
    ({ mode, type, name, address, isNumberUnknown }) =>
      mode === "managed" &&
      isNumberUnknown !== true &&
      !planned.has(address) &&
      modules.has(address.slice(0, address.lastIndexOf(`${type}.${name}`))),
  )?.address;
}
