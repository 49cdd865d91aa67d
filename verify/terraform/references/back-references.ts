import { groupBy } from "../../collections/group-by";
import { type Configuration, type Json, ofType, type Resource } from "../configuration";
import { graphOf } from "./resource-graph";

/** The resource that an argument names, `undefined` when it names none, or the JSON does not say which. */
export function referenced(configuration: Configuration, value: Json | undefined): Resource | undefined {
  const target = graphOf(configuration).target(value);
  return target.kind === "resource" ? target.resource : undefined;
}

type Index = Map<string, ReadonlyMap<string | undefined, readonly Resource[]>>;

const indexes = new WeakMap<Configuration, Index>();

/** The resources of a type whose argument names this one. */
export function referring(
  configuration: Configuration,
  type: string,
  argument: string,
  to: Resource,
): readonly Resource[] {
  const index: Index = indexes.get(configuration) ?? new Map();
  indexes.set(configuration, index);
  const key = `${type}.${argument}`;
  const byTarget =
    index.get(key) ??
    groupBy(ofType(configuration, type), ({ values }) => referenced(configuration, values[argument])?.address);
  index.set(key, byTarget);
  return byTarget.get(to.address) ?? [];
}
