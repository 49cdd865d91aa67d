import { postureOutputName } from "../../../verify/posture/declare-posture";
import {
  isJsonObject,
  type JsonObject,
  namedBlocks,
  objectOf,
} from "../../../verify/terraform/terraform-configuration";

/** The postures that the JSON of a synthesized stack declares, as they are written: one, unless somebody changed the JSON. */
export function writtenPostures(json: unknown): readonly JsonObject[] {
  return namedBlocks(isJsonObject(json) ? json.output : undefined)
    .filter(([name]) => name === postureOutputName)
    .map(([, { value }]) => objectOf(value));
}
