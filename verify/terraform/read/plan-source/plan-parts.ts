import { withoutInstanceKeys } from "../../resource-address";
import { type Guess, type Json, type JsonObject, memberOf } from "../../terraform-configuration";
import type { ExpandedModule } from "../modules/expanded-module";
import { moduleOfPlanConfiguration } from "../plan/plan-configuration";
import { dependenciesByAddress, plannedInstanceKeys, unknownValueTrees } from "../plan/plan-instances-and-unknowns";
import { readShownValues, type ShownValues } from "../plan/shown-values";
import { guessedArguments } from "./guessed-arguments";
import { examplesOfPlan, type PlanExamples } from "./plan-examples";
import type { PlannedSource } from "./planned-source";
import { exampleTypesOf } from "./rehearsal-examples";
import { requireUnknownExpression } from "./source-fit";
import { expandPlanned } from "./written-configuration";

/** A plan, and the configuration that was planned. */
export interface PlanParts {
  readonly json: JsonObject;
  /** @default - only what the plan says of its expressions */
  readonly plannedSource: PlannedSource | undefined;
  /** What the plan shows, without data sources that hold examples. */
  readonly shown: ShownValues;
  /** `after_unknown` by address, in which what comes from an example is unknown. */
  readonly unknown: ReadonlyMap<string, Json>;
  /** The configuration with its expressions. */
  readonly written: ExpandedModule;
  readonly examples: PlanExamples;
  readonly guesses: readonly Guess[];
}

/**
 * Reads a plan and the configuration that was planned, before their values are merged.
 *
 * @throws when the plan lists its examples in another form, or the source has a literal where the plan has a value that is unknown
 */
export function readPlanParts(json: JsonObject, source: string, plannedSource: PlannedSource | undefined): PlanParts {
  const planned = plannedValuesIn(json, source);
  const module = plannedSource ?? moduleOfPlanConfiguration(json.configuration);
  const types = exampleTypesOf(json, source);
  const written = expandPlanned(module, json, types, plannedInstanceKeys(planned.resources));
  const unknown = unknownValueTrees(json.resource_changes);
  // Of what was planned just now, Terraform knows less only where it unifies types of an expression.
  if (plannedSource !== undefined && plannedSource.isPlannedHere !== true) {
    requireUnknownExpressions(unknown, written, `${source} with --source ${plannedSource.name}`);
  }
  const examples = examplesOfPlan(json, types, { planned: planned.resources, written, plannedSource });
  return {
    json,
    plannedSource,
    shown: { ...planned, resources: examples.resting.withoutExamples(planned.resources) },
    unknown: examples.resting.asUnknown(unknown),
    written,
    examples,
    guesses: plannedSource === undefined ? guessedArguments(planned.resources, json.configuration, unknown) : [],
  };
}

/** @throws when the source has a literal where the plan has a value that is unknown */
function requireUnknownExpressions(
  unknown: ReadonlyMap<string, Json>,
  { resources }: ExpandedModule,
  where: string,
): void {
  for (const { address, mode, values } of resources) {
    if (mode === "managed") {
      requireUnknownExpression(address, unknown.get(address), values, where);
    }
  }
}

/** Planned resources, and the data sources that Terraform read before the plan. */
function plannedValuesIn(json: JsonObject, source: string): ShownValues {
  const planned = readShownValues(json.planned_values, source);
  const prior = readShownValues(memberOf(json.prior_state, "values"), source);
  const known = new Set(planned.resources.map(({ address }) => address));
  const data = prior.resources.filter(({ mode, address }) => mode === "data" && !known.has(address));
  const dependencies = dependenciesByAddress(json.configuration);
  const resources = [...planned.resources, ...data].map((resource) => ({
    ...resource,
    // A resource of a state that the configuration no longer has says itself what it depends on.
    dependencies: dependencies.get(withoutInstanceKeys(resource.address)) ?? resource.dependencies,
  }));
  return { ...planned, resources, secrets: [...planned.secrets, ...prior.secrets] };
}
