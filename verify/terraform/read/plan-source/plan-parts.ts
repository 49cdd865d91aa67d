import { withoutInstanceKeys } from "../../resource-address";
import { type Guess, type Json, type JsonObject, memberOf } from "../../terraform-configuration";
import type { ExpandedModule } from "../modules/expanded-module";
import { moduleOfPlanConfiguration } from "../plan/plan-configuration";
import { dependenciesByAddress, plannedInstanceKeys, unknownValueTrees } from "../plan/plan-instances-and-unknowns";
import { readValuesRepresentation, type ValuesRepresentation } from "../plan/values-representation";
import { guessedArguments } from "./guessed-arguments";
import { examplesOfPlan, type PlanExamples } from "./plan-examples";
import type { PlannedSource } from "./planned-source";
import { exampleTypesOf } from "./rehearsal-examples";
import { requireUnknownExpression } from "./source-fit";
import { expandPlanned } from "./written-configuration";

/** A plan and the configuration that was planned, side by side, before their values are merged. */
export interface PlanParts {
  readonly json: JsonObject;
  /** @default - only what the plan says of its expressions */
  readonly plannedSource: PlannedSource | undefined;
  /** Planned resources and data sources, without those that hold examples. */
  readonly planned: ValuesRepresentation;
  /** `after_unknown` by address, where a value that depends on an example is unknown, too. */
  readonly afterUnknown: ReadonlyMap<string, Json>;
  /** The configuration, with an expression wherever it has no literal. */
  readonly configured: ExpandedModule;
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
  const configured = expandPlanned(module, json, types, plannedInstanceKeys(planned.resources));
  const afterUnknown = unknownValueTrees(json.resource_changes);
  // Of what was planned just now, Terraform knows less only where it unifies types of an expression.
  if (plannedSource !== undefined && plannedSource.isPlannedHere !== true) {
    requireUnknownExpressions(afterUnknown, configured, `${source} with --source ${plannedSource.name}`);
  }
  const examples = examplesOfPlan(json, types, { planned: planned.resources, configured, plannedSource });
  return {
    json,
    plannedSource,
    planned: { ...planned, resources: examples.resting.withoutExamples(planned.resources) },
    afterUnknown: examples.resting.asUnknown(afterUnknown),
    configured,
    examples,
    guesses: plannedSource === undefined ? guessedArguments(planned.resources, json.configuration, afterUnknown) : [],
  };
}

/** @throws when the source has a literal where the plan has a value that is unknown */
function requireUnknownExpressions(
  afterUnknown: ReadonlyMap<string, Json>,
  { resources }: ExpandedModule,
  where: string,
): void {
  for (const { address, mode, values } of resources) {
    if (mode === "managed") {
      requireUnknownExpression(address, afterUnknown.get(address), values, where);
    }
  }
}

/** Planned resources, and the data sources that Terraform read before the plan. */
function plannedValuesIn(json: JsonObject, source: string): ValuesRepresentation {
  const planned = readValuesRepresentation(json.planned_values, source);
  const prior = readValuesRepresentation(memberOf(json.prior_state, "values"), source);
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
