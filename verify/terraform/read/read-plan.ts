import { withoutDeclaredParts } from "../declared-parts";
import { valueFromJson } from "../expressions/terraform-value";
import { withoutInstanceKeys } from "../resource-address";
import { soleRegion } from "../sole-region";
import {
  isLiteralText,
  type Json,
  type JsonObject,
  memberOf,
  objectOf,
  type Resource,
  type TerraformConfiguration,
  type UnreadPart,
} from "../terraform-configuration";
import { requireCompletePlan, requireNoOmittedResource } from "./agreement/complete-plan";
import { requireConsistentPlan } from "./agreement/plan-agreement";
import type { JoinedRoot } from "./join/joined-root";
import { joinedModules } from "./join/joined-states";
import { accountsOfRoots, dividedByRoot, withoutForeignPolicies } from "./join/other-accounts";
import { expandModule } from "./modules/expand-module";
import type { ExpandedModule, LoadedModule, ModuleContext } from "./modules/expanded-module";
import { argumentComparison } from "./plan/argument-comparison";
import { withoutComputedCopies } from "./plan/computed-copies";
import { unreadForeignObjects, unreadFormerObjects } from "./plan/foreign-objects";
import {
  defaultProviderOfPlan,
  defaultTagsOfPlan,
  moduleOfPlanConfiguration,
  providersOfRootInPlan,
} from "./plan/plan-configuration";
import { dependenciesByAddress, plannedInstanceKeys, unknownValueTrees } from "./plan/plan-instances-and-unknowns";
import { redactSecrets, sensitiveStrings } from "./plan/sensitive-values";
import { withoutShownBlocks } from "./plan/shown-blocks";
import { readShownValues, type ShownValues } from "./plan/shown-values";
import {
  placesByAlias,
  unreadActions,
  unreadAssumedRoleAccounts,
  unreadChanges,
  unreadConfiguredParts,
  unreadPlanProviders,
  unreadProviderNames,
  unreadSections,
} from "./plan/unread-parts";
import { wholePlan } from "./plan/whole-plan";
import { type ExampleDependence, exampleDependence, possibleDependence } from "./plan-source/example-dependence";
import { guessedArguments } from "./plan-source/guessed-arguments";
import { mergePlannedOutputs, mergePlannedResources } from "./plan-source/merge-planned-values";
import {
  exampleTypesOf,
  rehearsalExamplesKey,
  restingOnExamples,
  unreadExamples,
  unsetArguments,
} from "./plan-source/rehearsal-examples";
import { requireFittingSource, requireUnknownExpression } from "./plan-source/source-fit";
import { resourcesOfState, unreadObjectsOfState } from "./read-state";
import { defaultTagsOf, type ModuleSurroundings, type PlannedSource } from "./read-synthesized";
import { requireSupportedFormatVersion } from "./state-tree";
import { credentialsOf, inRegionOfAlias } from "./understood/provider-aliases";

/**
 * Reads `terraform show -json` of a plan: the resources as they will be after the apply. For a value that is not known before
 * the apply, the expression in the configuration that the plan contains is used.
 *
 * @throws for a partial or failed plan, because it does not show everything that will exist
 */
export function readPlan(json: JsonObject, source: string, surroundings?: ModuleSurroundings): TerraformConfiguration {
  requireSupportedFormatVersion(json, source);
  requireCompletePlan(json, source);
  const whole = wholePlan(json);
  requireConsistentPlan(whole, source);
  // What is not applied yet is missing from a plan that only refreshes, and nothing of it is planned.
  requireNoOmittedResource(json, source);
  if (surroundings?.plannedSource !== undefined) {
    const { name } = surroundings.plannedSource;
    requireFittingSource(json.configuration, surroundings.plannedSource, `${source} with --source ${name}`);
  }
  return readUncheckedPlan(whole, source, surroundings);
}

/** Reads a plan that this program made from another one, so that its parts need not agree. */
export function readUncheckedPlan(
  json: JsonObject,
  source: string,
  { plannedSource, joined = [] }: ModuleSurroundings = {},
): TerraformConfiguration {
  const planned = plannedValuesIn(json, source);
  const module = plannedSource ?? moduleOfPlanConfiguration(json.configuration);
  const written = expandPlanned(module, json, plannedInstanceKeys(planned.resources));
  const notKnown = unknownValueTrees(json.resource_changes);
  const guesses = plannedSource === undefined ? guessedArguments(planned.resources, json.configuration, notKnown) : [];
  if (plannedSource !== undefined) {
    requireUnknownExpressions(notKnown, written, `${source} with --source ${plannedSource.name}`);
  }
  const exampleTypes = exampleTypesOf(json, source);
  const isOfStandIn = json[rehearsalExamplesKey] !== undefined && plannedSource !== undefined;
  const unset = isOfStandIn ? unsetArguments(planned.resources) : [];
  const dependence =
    plannedSource === undefined ? possibleDependence : exampleDependence(exampleTypes, plannedSource, unset);
  const examples = restingOnExamples(exampleTypes, written, dependence, unset);
  const shown = { ...planned, resources: examples.withoutExamples(planned.resources) };
  const unknown = examples.asUnknown(notKnown);
  const others = readJoined(json, joined, source);
  const roots = dividedByRoot(others.shown.resources, joined).slice(1);
  const elsewhere = withoutForeignPolicies(shown.resources, ...roots).slice(shown.resources.length);
  const comparison = argumentComparison(shown.resources, elsewhere);
  const secrets = [
    ...shown.secrets,
    ...others.shown.secrets,
    ...Object.values(variableValues(json, true)).flatMap((value) => sensitiveStrings(value, true)),
  ];
  const clean = (values: JsonObject): JsonObject => redactSecrets(values, secrets) as JsonObject;
  const provider = defaultProviderOfPlan(json.configuration);
  // The plan does not evaluate the Region of a variable, and version 6 of the provider names it at each resource.
  const named = dependence.ofProvider("region") ? [] : shown.resources;
  const region = isLiteralText(provider.region) ? provider.region : soleRegion(named);
  const root = memberOf(json.configuration, "root_module");
  const aliased = placesByAlias(root, providersOfRootInPlan(json.configuration));
  const places = new Map(aliased.map(({ address, place }) => [address, place]));
  // A rehearsal plans without the state: its changes show nothing that leaves or enters it, and no value of what exists.
  const hasState = json[rehearsalExamplesKey] === undefined;
  const lifecycles = new Map(
    hasState ? [] : written.resources.map(({ address, values: { lifecycle } }) => [address, lifecycle]),
  );
  const parts = [
    ...(plannedSource?.unread ?? []),
    ...withoutShownBlocks(hasState ? unreadOf(written) : written.unread, shown.resources, unknown),
    ...(exampleTypes.length === 0 && unset.length === 0
      ? []
      : unreadBecauseOfExamples(exampleTypes, json, plannedSource, dependence)),
    ...unreadAssumedRoleAccounts(provider),
    ...aliased.flatMap(({ place }) => (place.kind === "unread" ? [place.part] : [])),
    ...unreadConfiguredParts(root),
    ...unreadActions(json.action_invocations),
    ...unreadSections(json, rehearsalExamplesKey),
    ...unreadPlanProviders(json.configuration),
    ...unreadProviderNames(memberOf(json.planned_values, "root_module")),
    ...unreadChanges(json.resource_changes),
    ...unreadFormerObjects(memberOf(memberOf(json.prior_state, "values"), "root_module"), json.resource_changes),
    ...unreadObjectsOfState(others.root),
    ...unreadForeignObjects(shown.resources, region, others.shown.resources),
  ];
  const defaultTags =
    plannedSource === undefined ? defaultTagsOfPlan(json.configuration) : defaultTagsOf(plannedSource.json);
  const lookups = written.resources.filter(({ mode }) => mode === "data");
  const resources = [
    // A provider before version 6 does not say at each resource in which Region it is.
    ...mergePlannedResources(unknown, shown.resources, written, comparison).map((resource) => ({
      ...resource,
      values: {
        ...inRegionOfAlias(resource.values, places.get(withoutInstanceKeys(resource.address))),
        ...definedLifecycle(lifecycles.get(resource.address)),
      },
    })),
    ...resourcesOfState({ ...others.shown, resources: elsewhere }, comparison.ids),
  ];
  const outputs = clean({ ...written.innerOutputs, ...mergePlannedOutputs(json, written, comparison, examples) });
  const unread = withoutDeclaredParts(parts, outputs);
  const accounts = accountsOfRoots(shown.resources, ...roots);
  return {
    source,
    form: "plan",
    resources: withoutComputedCopies(resources.map((resource) => ({ ...resource, values: clean(resource.values) }))),
    outputs,
    ...(accounts.length === 0 ? {} : { accounts }),
    ...(region === undefined ? {} : { region }),
    credentials: credentialsOf(provider),
    lookups,
    ...(exampleTypes.length === 0 ? {} : { unanswered: unansweredAmong(lookups, shown.resources) }),
    ...(defaultTags.length === 0 ? {} : { defaultTags }),
    ...(unread.length === 0 ? {} : { unreadParts: unread }),
    ...(guesses.length === 0 ? {} : { guesses }),
  };
}

function unansweredAmong(lookups: readonly Resource[], shown: ShownValues["resources"]): readonly string[] {
  const answered = new Set(shown.map(({ address }) => address));
  return lookups.map(({ address }) => address).filter((address) => !answered.has(address));
}

function definedLifecycle(lifecycle: Json | undefined): JsonObject {
  return lifecycle === undefined ? {} : { lifecycle };
}

/** What is not read and that the changes of a plan do not show. */
function unreadOf({ unread }: ExpandedModule): readonly UnreadPart[] {
  return unread.filter(({ isInChanges }) => isInChanges !== true);
}

/**
 * How many instances and blocks there are may come from an example: where it does, and the source alone does not tell, it is not read.
 * Without the source no expression shows what comes from an example.
 */
function unreadBecauseOfExamples(
  types: readonly string[],
  json: JsonObject,
  plannedSource: PlannedSource | undefined,
  dependence: ExampleDependence,
): readonly UnreadPart[] {
  return plannedSource === undefined
    ? unreadExamples(types, "pass the folder that was planned with --source, or verify a plan of your account")
    : unreadOf(expandPlanned(plannedSource, json)).filter(({ address }) => dependence.ofNumber(address));
}

/** The states that are joined with a plan: what exists in addition to what it plans. */
function readJoined(
  { planned_values: planned }: JsonObject,
  joined: readonly JoinedRoot[],
  source: string,
): { readonly root: JsonObject; readonly shown: ShownValues } {
  const root = { child_modules: joinedModules(objectOf(objectOf(planned).root_module), joined, source) };
  return { root, shown: readShownValues({ root_module: root }, source) };
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

/**
 * The configuration with its expressions.
 *
 * @param suffixes instances that the plan has. @default - those that the configuration tells
 */
function expandPlanned(
  { json: module, load, files }: LoadedModule & Partial<Pick<PlannedSource, "files">>,
  json: JsonObject,
  suffixes?: ModuleContext["suffixes"],
): ExpandedModule {
  return expandModule(module, {
    isRoot: true,
    providers: providersOfRootInPlan(json.configuration),
    prefix: "",
    variables: new Map(
      Object.entries(variableValues(json, false)).map(([name, value]) => [name, valueFromJson(value)]),
    ),
    load,
    ...(files && { folder: ".", files }),
    ...(suffixes && { suffixes }),
  });
}

/** Values of the root module's variables: only the sensitive ones, or only the others. */
function variableValues(json: JsonObject, sensitive: boolean): JsonObject {
  const declared = moduleOfPlanConfiguration(json.configuration).json.variable;
  return Object.fromEntries(
    Object.entries(objectOf(json.variables)).flatMap(([name, variable]): [string, Json][] => {
      const isSensitive = memberOf(memberOf(declared, name), "sensitive") === true;
      const value = memberOf(variable, "value");
      return isSensitive === sensitive && value !== undefined ? [[name, value]] : [];
    }),
  );
}
