import { withoutDeclaredParts } from "../declared-parts";
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
import { type ArgumentComparison, argumentComparison } from "./plan/argument-comparison";
import { withoutComputedCopies } from "./plan/computed-copies";
import { unreadForeignObjects, unreadFormerObjects } from "./plan/foreign-objects";
import { defaultProviderOfPlan, defaultTagsOfPlan, providersOfRootInPlan } from "./plan/plan-configuration";
import { redactSecrets } from "./plan/sensitive-values";
import { withoutShownBlocks } from "./plan/shown-blocks";
import { readShownValues, type ShownResource, type ShownValues } from "./plan/shown-values";
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
import { mergePlannedOutputs, mergePlannedResources } from "./plan-source/merge-planned-values";
import { type PlanParts, readPlanParts } from "./plan-source/plan-parts";
import { rehearsalExamplesKey } from "./plan-source/rehearsal-examples";
import { misfit, requireFittingSource } from "./plan-source/source-fit";
import { findMissingInstance } from "./plan-source/source-instances";
import { secretVariables, unreadBesidesChanges } from "./plan-source/written-configuration";
import { resourcesOfState, unreadObjectsOfState } from "./read-state";
import { defaultTagsOf, type ModuleSurroundings } from "./read-synthesized";
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
    const { name, isPlannedHere } = surroundings.plannedSource;
    const where = `${source} with --source ${name}`;
    requireFittingSource(json.configuration, surroundings.plannedSource, where);
    // A plan that only refreshes shows what exists, and not all that is written.
    const isWhole = isPlannedHere === true || json.resource_changes === undefined;
    const missing = isWhole ? undefined : findMissingInstance(whole, surroundings.plannedSource, source);
    if (missing !== undefined) {
      throw misfit(where, `${missing} is not in the plan`);
    }
  }
  return readUncheckedPlan(whole, source, surroundings);
}

/** Reads a plan that this program made from another one, so that its parts need not agree. */
export function readUncheckedPlan(
  json: JsonObject,
  source: string,
  { plannedSource, joined = [] }: ModuleSurroundings = {},
): TerraformConfiguration {
  const plan = readPlanParts(json, source, plannedSource);
  const { shown, written, examples, guesses } = plan;
  const others = readJoined(plan, joined, source);
  const providers = readProviders(plan);
  const comparison = argumentComparison(shown.resources, others.resources);
  const secrets = [...shown.secrets, ...others.secrets, ...secretVariables(json, examples.types)];
  const withoutSecrets = (values: JsonObject): JsonObject => redactSecrets(values, secrets) as JsonObject;
  const resources = [...mergeResources(plan, providers, comparison), ...resourcesOfState(others, comparison.ids)];
  const outputs = withoutSecrets({
    ...written.innerOutputs,
    ...mergePlannedOutputs(json, written, comparison, examples.resting),
  });
  const unread = withoutDeclaredParts(unreadParts(plan, providers, others), outputs);
  const defaultTags =
    plannedSource === undefined ? defaultTagsOfPlan(json.configuration) : defaultTagsOf(plannedSource.json);
  const lookups = written.resources.filter(({ mode }) => mode === "data");
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
    ...(examples.types.length === 0 ? {} : { unanswered: unansweredAmong(lookups, shown.resources) }),
    ...(defaultTags.length === 0 ? {} : { defaultTags }),
    ...(unread.length === 0 ? {} : { unreadParts: unread }),
    ...(guesses.length === 0 ? {} : { guesses }),
  };
}

function unansweredAmong(lookups: readonly Resource[], shown: ShownValues["resources"]): readonly string[] {
  const answered = new Set(shown.map(({ address }) => address));
  return lookups.map(({ address }) => address).filter((address) => !answered.has(address));
}

/** States that are joined with a plan: what exists in addition to what it plans, as far as it can reach what is planned. */
interface JoinedRoots extends ShownValues {
  /** The states, as child modules. */
  readonly root: JsonObject;
  /** What exists, also in other accounts. */
  readonly all: readonly ShownResource[];
  /** Accounts of the plan and of the states. */
  readonly accounts: readonly string[];
}

function readJoined({ json, shown: own }: PlanParts, joined: readonly JoinedRoot[], source: string): JoinedRoots {
  const root = { child_modules: joinedModules(objectOf(objectOf(json.planned_values).root_module), joined, source) };
  const shown = readShownValues({ root_module: root }, source);
  const [, ...roots] = dividedByRoot(shown.resources, joined);
  const together = withoutForeignPolicies(own.resources, ...roots);
  return {
    ...shown,
    resources: together.slice(own.resources.length),
    root,
    all: shown.resources,
    accounts: accountsOfRoots(own.resources, ...roots),
  };
}

/** The providers of AWS of a plan. */
interface PlanProviders {
  /** Arguments of the default provider. */
  readonly default: JsonObject;
  /** Region of the default provider. @default - not known */
  readonly region: string | undefined;
  /** Resources that name another provider, and where it puts them. */
  readonly aliased: ReturnType<typeof placesByAlias>;
}

function readProviders({ json: { configuration }, shown, examples }: PlanParts): PlanProviders {
  const provider = defaultProviderOfPlan(configuration);
  // The plan does not evaluate the Region of a variable, and version 6 of the provider names it at each resource.
  const named = examples.dependence.ofProvider("region") ? [] : shown.resources;
  return {
    default: provider,
    region: isLiteralText(provider.region) ? provider.region : soleRegion(named),
    aliased: placesByAlias(memberOf(configuration, "root_module"), providersOfRootInPlan(configuration)),
  };
}

/** The planned resources and the lookups, each in its Region. */
function mergeResources(
  { shown, unknown, written, examples }: PlanParts,
  { aliased }: PlanProviders,
  comparison: ArgumentComparison,
): readonly Resource[] {
  const places = new Map(aliased.map(({ address, place }) => [address, place]));
  // A rehearsal plans without the state: it shows no value of what exists.
  const lifecycles = new Map(
    examples.isRehearsed ? written.resources.map(({ address, values: { lifecycle } }) => [address, lifecycle]) : [],
  );
  return mergePlannedResources(unknown, shown.resources, written, comparison).map((resource) => ({
    ...resource,
    values: {
      // A provider before version 6 does not say at each resource in which Region it is.
      ...inRegionOfAlias(resource.values, places.get(withoutInstanceKeys(resource.address))),
      ...definedLifecycle(lifecycles.get(resource.address)),
    },
  }));
}

function definedLifecycle(lifecycle: Json | undefined): JsonObject {
  return lifecycle === undefined ? {} : { lifecycle };
}

/** What of a plan, of its configuration and of the states that are joined with it was not read. */
function unreadParts(
  { json, plannedSource, shown, unknown, written, examples }: PlanParts,
  providers: PlanProviders,
  others: JoinedRoots,
): readonly UnreadPart[] {
  return [
    ...(plannedSource?.unread ?? []),
    // The changes of a rehearsal show nothing that leaves or enters the state.
    ...withoutShownBlocks(
      examples.isRehearsed ? written.unread : unreadBesidesChanges(written),
      shown.resources,
      unknown,
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
    ...unreadForeignObjects(shown.resources, providers.region, others.all),
  ];
}
