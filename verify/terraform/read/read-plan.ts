import { withoutDeclaredParts } from "../declared-parts";
import { withoutInstanceKeys } from "../resource-address";
import { soleRegion } from "../sole-region";
import {
  isLiteralText,
  isSet,
  type Json,
  type JsonObject,
  jsonText,
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
import { type ArgumentComparison, argumentComparison } from "./plan/argument-comparison";
import { withoutComputedCopies } from "./plan/computed-copies";
import { type ConfiguredDifferences, differencesFromConfigured } from "./plan/configured-and-planned";
import { unreadForeignObjects, unreadFormerObjects } from "./plan/foreign-objects";
import {
  defaultProviderOfPlan,
  defaultTagsOfPlan,
  providersOfPlan,
  providersOfRootInPlan,
} from "./plan/plan-configuration";
import { formerValues } from "./plan/plan-instances-and-unknowns";
import { withoutPlannedBlocks } from "./plan/planned-blocks";
import { redactSecrets } from "./plan/sensitive-values";
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
import { type ResourceValues, readValuesRepresentation, type ValuesRepresentation } from "./plan/values-representation";
import { wholePlan } from "./plan/whole-plan";
import { mergePlannedOutputs, mergePlannedResources } from "./plan-source/merge-planned-values";
import { type PlanParts, readPlanParts } from "./plan-source/plan-parts";
import type { PlannedSource } from "./plan-source/planned-source";
import { rehearsalExamplesKey } from "./plan-source/rehearsal-examples";
import { misfit, requireFittingSource } from "./plan-source/source-fit";
import { findMissingInstance } from "./plan-source/source-instances";
import { secretVariables, unreadBesidesChanges } from "./plan-source/written-configuration";
import { resourcesOfState, unreadObjectsOfState } from "./read-state";
import { defaultTagsOf, type ModuleSurroundings } from "./read-synthesized";
import { requireSupportedFormatVersion } from "./state-tree";
import { credentialsOf, inRegionOfAlias } from "./understood/provider-aliases";

/**
 * Reads `terraform show -json` of a plan: the resources as they will be after the apply. A value that is known after the apply is the
 * expression of the configuration, which the plan contains.
 *
 * @throws for a plan that is partial or failed, contradicts itself, or does not fit the source that is passed with it
 */
export function readPlan(json: JsonObject, source: string, surroundings?: ModuleSurroundings): TerraformConfiguration {
  requireSupportedFormatVersion(json, source);
  requireCompletePlan(json, source);
  const whole = wholePlan(json);
  requireConsistentPlan(whole, source);
  // A plan that only refreshes has no planned values for what is not applied yet.
  requireNoOmittedResource(json, source);
  if (surroundings?.plannedSource !== undefined) {
    // A plan that only refreshes lists what exists, and lacks instances of the source that are not applied yet.
    const listsInstances = json.resource_changes !== undefined;
    requirePlanOfSource(whole, surroundings.plannedSource, source, { listsInstances });
  }
  const plan = readPlanParts(whole, source, surroundings?.plannedSource);
  // A plan that only refreshes has the values of what exists, whatever is written.
  const { contradiction, unread = [] } = json.resource_changes === undefined ? {} : differencesOf(plan);
  if (contradiction !== undefined) {
    throw new Error(`${source}: the file contradicts itself: ${contradiction}; run terraform show -json again`);
  }
  return readParts(plan, source, surroundings, unread);
}

/** How what is planned differs from what is written. A plan that this program has just made shows what Terraform makes of it. */
function differencesOf(plan: PlanParts): ConfiguredDifferences {
  if (plan.plannedSource?.isPlannedHere === true) {
    return { unread: [] };
  }
  const formers = formerValues(plan.json.resource_changes);
  const found = differencesFromConfigured(
    plan.planned.resources,
    plan.configured.resources,
    formers,
    plan.afterUnknown,
  );
  return found.contradiction === undefined ? { ...found, ...regionDifference(plan, readProviders(plan)) } : found;
}

/** A resource that the plan shows in another Region than its provider and its arguments say. */
function regionDifference(
  { planned, configured, json }: PlanParts,
  { aliased }: PlanProviders,
): Pick<ConfiguredDifferences, "contradiction"> {
  const places = new Map(aliased.map(({ address, place }) => [address, place]));
  const own = new Map(configured.resources.map(({ address, values }) => [address, values.region]));
  const isOfModule = providersOfPlan(json.configuration).some(({ key }) => key.startsWith("module."));
  const { region: home } = isOfModule ? {} : providersOfRootInPlan(json.configuration);
  for (const { address, mode, values } of planned.resources) {
    const place = places.get(withoutInstanceKeys(address));
    const expected = place === undefined ? home : place.kind === "region" ? place.region : undefined;
    const isNamed = isSet(own.get(address));
    if (mode === "managed" && own.has(address) && !isNamed && expected !== undefined && isSet(values.region)) {
      if (values.region !== expected) {
        return {
          contradiction: `${address}: region is ${jsonText(values.region)} in planned_values, and its provider is in ${expected}`,
        };
      }
    }
  }
  return {};
}

/** @throws when the source has other expressions than the plan, or an instance that the plan lacks */
function requirePlanOfSource(
  plan: JsonObject,
  plannedSource: PlannedSource,
  source: string,
  { listsInstances }: { readonly listsInstances: boolean },
): void {
  const where = `${source} with --source ${plannedSource.name}`;
  requireFittingSource(plan.configuration, plannedSource, where);
  // Terraform has just planned the source in this run, so no instance is missing.
  if (plannedSource.isPlannedHere === true || !listsInstances) {
    return;
  }
  const missing = findMissingInstance(plan, plannedSource, source);
  if (missing !== undefined) {
    throw misfit(where, `${missing} is not in the plan`);
  }
}

/** As {@link readPlan}, for a plan that this program made from another one: its parts need not agree. */
export function readUncheckedPlan(
  json: JsonObject,
  source: string,
  surroundings?: ModuleSurroundings,
): TerraformConfiguration {
  return readParts(readPlanParts(json, source, surroundings?.plannedSource), source, surroundings, []);
}

/** @param differing what of the plan is not known, because it differs from what is written */
function readParts(
  plan: PlanParts,
  source: string,
  { plannedSource, joined = [] }: ModuleSurroundings = {},
  differing: readonly UnreadPart[],
): TerraformConfiguration {
  const { json, planned, configured, examples, guesses } = plan;
  const others = readJoined(plan, joined, source);
  const providers = readProviders(plan);
  const comparison = argumentComparison(planned.resources, others.resources);
  const secrets = [...planned.secrets, ...others.secrets, ...secretVariables(json, examples.types)];
  const withoutSecrets = (values: JsonObject): JsonObject => redactSecrets(values, secrets) as JsonObject;
  const resources = [...mergeResources(plan, providers, comparison), ...resourcesOfState(others, comparison.ids)];
  const outputs = withoutSecrets({
    ...configured.innerOutputs,
    ...mergePlannedOutputs(json, configured, comparison, examples.resting),
  });
  const unread = withoutDeclaredParts([...unreadParts(plan, providers, others), ...differing], outputs);
  const defaultTags =
    plannedSource === undefined ? defaultTagsOfPlan(json.configuration) : defaultTagsOf(plannedSource.json);
  const lookups = configured.resources.filter(({ mode }) => mode === "data");
  const { region } = providers;
  return {
    source,
    form: "plan",
    resources: withoutComputedCopies(
      resources.map((resource) => ({ ...resource, values: withoutSecrets(resource.values) })),
    ),
    outputs,
    ...(others.accounts.length === 0 ? {} : { accounts: others.accounts }),
    ...(region === undefined ? {} : { region }),
    credentials: credentialsOf(providers.default),
    lookups,
    ...(examples.types.length === 0 ? {} : { unanswered: unansweredAmong(lookups, planned) }),
    ...(defaultTags.length === 0 ? {} : { defaultTags }),
    ...(unread.length === 0 ? {} : { unreadParts: unread }),
    ...(guesses.length === 0 ? {} : { guesses }),
  };
}

/** Addresses of the data sources for which the plan has no values. */
function unansweredAmong(lookups: readonly Resource[], planned: ValuesRepresentation): readonly string[] {
  const answered = new Set(planned.resources.map(({ address }) => address));
  return lookups.map(({ address }) => address).filter((address) => !answered.has(address));
}

/** States that are joined with a plan: what exists in addition to what it plans, as far as it can reach what is planned. */
interface JoinedRoots extends ValuesRepresentation {
  /** The states, as child modules. */
  readonly root: JsonObject;
  /** What exists, also in other accounts. */
  readonly all: readonly ResourceValues[];
  /** Accounts of the plan and of the states. */
  readonly accounts: readonly string[];
}

function readJoined({ json, planned: own }: PlanParts, joined: readonly JoinedRoot[], source: string): JoinedRoots {
  const root = { child_modules: joinedModules(objectOf(objectOf(json.planned_values).root_module), joined, source) };
  const existing = readValuesRepresentation({ root_module: root }, source);
  const [, ...roots] = dividedByRoot(existing.resources, joined);
  const together = withoutForeignPolicies(own.resources, ...roots);
  return {
    ...existing,
    resources: together.slice(own.resources.length),
    root,
    all: existing.resources,
    accounts: accountsOfRoots(own.resources, ...roots),
  };
}

/** Configurations of the AWS provider in a plan. */
interface PlanProviders {
  /** Arguments of the default provider. */
  readonly default: JsonObject;
  /** Region of the default provider. @default - not known */
  readonly region: string | undefined;
  /** Resources of a provider with an alias, and the Region and account of that provider. */
  readonly aliased: ReturnType<typeof placesByAlias>;
}

function readProviders({ json: { configuration }, planned, examples }: PlanParts): PlanProviders {
  const provider = defaultProviderOfPlan(configuration);
  // A plan does not evaluate a Region that is a variable. Version 6 of the provider writes it into each resource.
  const named = examples.dependence.ofProvider("region") ? [] : planned.resources;
  return {
    default: provider,
    region: isLiteralText(provider.region) ? provider.region : soleRegion(named),
    aliased: placesByAlias(memberOf(configuration, "root_module"), providersOfRootInPlan(configuration)),
  };
}

/** The planned resources and the data sources, each with its Region. */
function mergeResources(
  { planned, afterUnknown, configured, examples }: PlanParts,
  { aliased }: PlanProviders,
  comparison: ArgumentComparison,
): readonly Resource[] {
  const places = new Map(aliased.map(({ address, place }) => [address, place]));
  // A rehearsal plans without the state, so its plan has no values of what exists.
  const lifecycles = new Map(
    examples.isRehearsed ? configured.resources.map(({ address, values: { lifecycle } }) => [address, lifecycle]) : [],
  );
  return mergePlannedResources(afterUnknown, planned.resources, configured, comparison).map((resource) => ({
    ...resource,
    values: {
      // A provider before version 6 writes no Region into a resource.
      ...inRegionOfAlias(resource.values, places.get(withoutInstanceKeys(resource.address))),
      ...definedLifecycle(lifecycles.get(resource.address)),
    },
  }));
}

function definedLifecycle(lifecycle: Json | undefined): JsonObject {
  return lifecycle === undefined ? {} : { lifecycle };
}

/** What is not read of a plan, its configuration, and the states that are joined with it. */
function unreadParts(
  { json, plannedSource, planned, afterUnknown, configured, examples }: PlanParts,
  providers: PlanProviders,
  others: JoinedRoots,
): readonly UnreadPart[] {
  return [
    ...(plannedSource?.unread ?? []),
    // A rehearsal has no state, so its changes list nothing that is imported, moved or forgotten.
    ...withoutPlannedBlocks(
      examples.isRehearsed ? configured.unread : unreadBesidesChanges(configured),
      planned.resources,
      afterUnknown,
    ),
    ...examples.unread,
    ...unreadAssumedRoleAccounts(providers.default),
    ...providers.aliased.flatMap(({ place }) => (place.kind === "unread" ? [place.part] : [])),
    ...unreadConfiguredParts(memberOf(json.configuration, "root_module")),
    ...unreadActions(json.action_invocations),
    ...unreadSections(json, rehearsalExamplesKey),
    ...unreadPlanProviders(json.configuration),
    ...unreadProviderNames(memberOf(json.planned_values, "root_module")),
    ...unreadChanges(json.resource_changes),
    ...unreadFormerObjects(memberOf(memberOf(json.prior_state, "values"), "root_module"), json.resource_changes),
    ...unreadObjectsOfState(others.root),
    ...unreadForeignObjects(planned.resources, providers.region, others.all),
  ];
}
