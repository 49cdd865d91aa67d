import { laterInput, waysToDecide } from "../../references/later-input";
import type { JsonObject, UnreadPart } from "../../terraform-configuration";
import type { ExpandedModule, ModuleContext } from "../modules/expanded-module";
import { plannedInstanceKeys } from "../plan/plan-instances-and-unknowns";
import type { ResourceValues } from "../plan/values-representation";
import { type ExampleDependence, exampleDependence, possibleDependence } from "./example-dependence";
import type { PlannedSource } from "./planned-source";
import {
  openNames,
  type RestingOnExamples,
  rehearsalExamplesKey,
  restingOnExamples,
  unreadExamples,
} from "./rehearsal-examples";
import { expandPlanned, unreadBesidesChanges } from "./written-configuration";

/** What a rehearsal made up in a plan, and what of the plan comes from it. */
export interface PlanExamples {
  /** Whether a rehearsal wrote the plan, which then was made without a state. */
  readonly isRehearsed: boolean;
  /** Types of the data sources that hold examples. */
  readonly types: readonly string[];
  /** What may come from an example, by the names that expressions use. */
  readonly dependence: ExampleDependence;
  /** Which values come from one. */
  readonly resting: RestingOnExamples;
  /** What is not read because an example may decide it. */
  readonly unread: readonly UnreadPart[];
}

/** @param types of the data sources that hold examples in the plan */
export function examplesOfPlan(
  json: JsonObject,
  types: readonly string[],
  { planned, configured, plannedSource }: PlannedResources,
): PlanExamples {
  const isRehearsed = json[rehearsalExamplesKey] !== undefined;
  const unset = isRehearsed && plannedSource !== undefined ? openNames(planned, types) : [];
  const dependence = plannedSource === undefined ? possibleDependence : exampleDependence(types, plannedSource, unset);
  return {
    isRehearsed,
    types,
    dependence,
    resting: restingOnExamples(types, configured, dependence, unset),
    unread:
      types.length === 0 && unset.length === 0
        ? []
        : unreadBecauseOfExamples(types, json, plannedSource, { dependence, keys: plannedInstanceKeys(planned) }),
  };
}

/** The resources of a plan, as they are planned and as they are configured. */
interface PlannedResources {
  readonly planned: readonly ResourceValues[];
  readonly configured: ExpandedModule;
  readonly plannedSource: PlannedSource | undefined;
}

/**
 * How many instances and blocks there are may come from an example: where it does, and neither the source nor the instances that come from
 * none tell, it is not read. Without the source no expression shows what comes from an example.
 */
function unreadBecauseOfExamples(
  types: readonly string[],
  json: JsonObject,
  plannedSource: PlannedSource | undefined,
  { dependence, keys }: { readonly dependence: ExampleDependence; readonly keys: InstanceKeys },
): readonly UnreadPart[] {
  if (plannedSource === undefined) {
    const planned = { form: "plan", unanswered: [] } as const;
    return unreadExamples(types, waysToDecide(planned, "pass the folder that was planned with --source", laterInput));
  }
  const certain: InstanceKeys = (address) => (dependence.ofNumber(address) ? undefined : keys(address));
  const configured = expandPlanned(plannedSource, json, types, certain);
  return unreadBesidesChanges(configured).filter(({ address }) => dependence.ofNumber(address));
}

type InstanceKeys = NonNullable<ModuleContext["suffixes"]>;
