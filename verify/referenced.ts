import type { Configuration, Json, Resource } from "./configuration";
import { graphOf } from "./network/resource-graph";

/** The resource that an argument names, `undefined` when it names none, or the JSON does not say which. */
export function referenced(configuration: Configuration, value: Json | undefined): Resource | undefined {
  const target = graphOf(configuration).target(value);
  return target.kind === "resource" ? target.resource : undefined;
}
