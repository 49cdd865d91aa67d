import type { Subject } from "../../../verify/claim";
import type { JsonObject } from "../../../verify/configuration";
import type { Posture } from "../../../verify/posture";
import { readConfiguration } from "../../../verify/read-configuration";

/** A subject over these resources, type by type, with a posture that differs from a plain one in what is given. */
export function subjectOver(resource: JsonObject, posture: Partial<Posture> = {}): Subject {
  return {
    configuration: readConfiguration({ provider: { aws: [{ region: "eu-west-1" }] }, resource }, "case"),
    posture: {
      kind: "inspected",
      allowedDomains: [],
      protections: false,
      deployers: [],
      breakGlass: [],
      logRetentionDays: 90,
      ...posture,
    },
  };
}
