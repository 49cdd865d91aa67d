import { argumentTypesOf } from "../../argument-types/argument-type";
import { type Json, type JsonObject, objectOf, type Resource, withoutNulls } from "../../terraform-configuration";
import type { ExpandedModule } from "../modules/expanded-module";
import type { ArgumentComparison } from "../plan/argument-comparison";
import { withoutComputedIds } from "../plan/id-rewriter";
import { type ArgumentComparer, mergeKnownValues, type PlannedValue } from "../plan/merge-known-values";
import { maskSensitive } from "../plan/sensitive-values";
import type { ResourceValues } from "../plan/values-representation";
import type { RestingOnExamples } from "./rehearsal-examples";

/**
 * Planned resources, where the configured expression replaces each value that is known after the apply, and data sources that only the
 * configuration has.
 *
 * @param unknown `after_unknown` by address
 */
export function mergePlannedResources(
  unknown: ReadonlyMap<string, Json>,
  planned: readonly ResourceValues[],
  configured: ExpandedModule,
  comparison: ArgumentComparison,
): readonly Resource[] {
  const configuredByAddress = new Map(configured.resources.map((resource) => [resource.address, resource]));
  const merged = planned.map((resource): Resource => {
    const { address, mode, type, name, sensitiveMarks } = resource;
    const types = argumentTypesOf(mode === "data" ? `data.${type}` : type);
    const plannedValue: PlannedValue = {
      planned: withoutComputedIds(resource),
      unknown: unknown.get(address),
      configured: configuredByAddress.get(address)?.values,
      sensitiveMarks,
      ...(types === undefined ? {} : { members: types }),
    };
    const values = mergeKnownValues(plannedValue, omittingNulls(comparison.forResource(resource)));
    return { address, mode, type, name, values: objectOf(values) };
  });
  const known = new Set(merged.map(({ address }) => address));
  return [...merged, ...configured.resources.filter(({ mode, address }) => mode === "data" && !known.has(address))];
}

/** A null member of a plan is an omitted one. The merge itself needs the nulls, because an absent member is unknown. */
function omittingNulls({ matches, toNormalForm }: ArgumentComparer): ArgumentComparer {
  return {
    matches: (written, planned) => matches(written, withoutNulls(planned)),
    toNormalForm: (planned) => toNormalForm(withoutNulls(planned)),
  };
}

/** Outputs of a plan, as {@link mergePlannedResources} merges resources. An output that depends on an example is unknown. */
export function mergePlannedOutputs(
  json: JsonObject,
  { outputs }: ExpandedModule,
  comparison: ArgumentComparison,
  examples: RestingOnExamples,
): JsonObject {
  const changes = objectOf(json.output_changes);
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, written]): [string, Json][] => {
      const change = changes[name];
      const { after, after_unknown: unknown, after_sensitive: marks } = objectOf(change);
      const planned = after === undefined ? undefined : maskSensitive(after, marks);
      const value = mergeKnownValues(
        {
          planned,
          unknown: examples.inOutput(name, written) || (unknown ?? change === undefined),
          configured: written,
          sensitiveMarks: marks,
        },
        comparison.forResource(undefined),
      );
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
