import { type Configuration, isJsonObject, type Json, type JsonObject, type Resource } from "../configuration";
import { type ExpandedModule, expandModule } from "./modules/module";
import { judgeOf, type PlanJudge } from "./plan/argument-comparison";
import { withoutMirrors } from "./plan/computed-copies";
import { withoutIds, withoutKeys } from "./plan/ids-to-references";
import { fill } from "./plan/merge-known-values";
import { leftOut } from "./plan/omitted-resources";
import { configurationJson, defaultTagsOfPlan, providerOfPlan } from "./plan/plan-configuration";
import { mask, secretsIn, withoutSecrets } from "./plan/sensitive-values";
import { dependenciesIn, suffixesOf, unknownTrees } from "./plan/unknown-values";
import { accountUnread, actionsUnread, aliasesUnread } from "./plan/unread-parts";
import { readValues, type Shown, type ShownResource } from "./plan/values-tree";
import { readState, requireMajorVersion } from "./read-state";

/**
 * Reads `terraform show -json` of a plan: what will be there after the apply. Values that are not known before it are taken
 * from the configuration's own text, which the plan carries.
 *
 * @throws for a plan that is only a part: of one it cannot be said what it opens
 */
export function readPlan(json: JsonObject, source: string): Configuration {
  requireMajorVersion(json, source);
  requireWhole(json, source);
  const shown = shownIn(json, source);
  const written = writtenIn(json, shown.resources);
  const judge = judgeOf(shown.resources);
  const secrets = [
    ...shown.secrets,
    ...Object.values(variablesIn(json, true)).flatMap((value) => secretsIn(value, true)),
  ];
  const clean = (values: JsonObject): JsonObject => withoutSecrets(values, secrets) as JsonObject;
  const provider = providerOfPlan(json.configuration);
  const { root_module: module } = isJsonObject(json.configuration) ? json.configuration : {};
  const unread = [
    ...written.unread,
    ...accountUnread(provider),
    ...aliasesUnread(module),
    ...actionsUnread(json.action_invocations),
  ];
  const defaultTags = defaultTagsOfPlan(json.configuration);
  const resources = mergedResources(json, shown, written, judge);
  return {
    source,
    form: "plan",
    resources: withoutMirrors(resources.map((resource) => ({ ...resource, values: clean(resource.values) }))),
    outputs: clean({ ...written.innerOutputs, ...outputsIn(json, written, judge) }),
    ...(typeof provider.region === "string" && !provider.region.includes("${") ? { region: provider.region } : {}),
    ...(defaultTags.length === 0 ? {} : { defaultTags }),
    ...(unread.length === 0 ? {} : { unread }),
  };
}

/** What is there before the apply, as the plan found it. */
export function readPriorState(json: JsonObject, source: string): Configuration {
  requireMajorVersion(json, source);
  const prior = isJsonObject(json.prior_state) ? json.prior_state : { format_version: json.format_version ?? null };
  return readState(prior, `${source} (before)`);
}

function requireWhole(json: JsonObject, source: string): void {
  if (json.errored === true) {
    throw new Error(`${source}: is the plan of a run that failed, got errored true; plan again`);
  }
  if (json.complete === false) {
    throw new Error(
      `${source}: is a plan of a part, got complete false; plan without -target, until nothing is deferred`,
    );
  }
  if (json.complete === undefined) {
    requireNoGap(json, source);
  }
}

function requireNoGap(json: JsonObject, source: string): void {
  const planned = readValues(json.planned_values, source);
  const prior = readValues(isJsonObject(json.prior_state) ? json.prior_state.values : undefined, source);
  const address = leftOut(json, planned.resources, prior.resources);
  if (address !== undefined) {
    throw new Error(
      `${source}: is a plan of a part, got nothing of ${address}; plan without -target and -exclude, and repeat with count what lifecycle.enabled may leave out`,
    );
  }
}

/** Planned resources, and the data sources that were read before the plan. */
function shownIn(json: JsonObject, source: string): Shown {
  const planned = readValues(json.planned_values, source);
  const prior = readValues(isJsonObject(json.prior_state) ? json.prior_state.values : undefined, source);
  const known = new Set(planned.resources.map(({ address }) => address));
  const data = prior.resources.filter(({ mode, address }) => mode === "data" && !known.has(address));
  const dependencies = dependenciesIn(json.configuration);
  const resources = [...planned.resources, ...data].map((resource) => ({
    ...resource,
    dependencies: dependencies.get(withoutKeys(resource.address)) ?? [],
  }));
  return { ...planned, resources, secrets: [...planned.secrets, ...prior.secrets] };
}

/** The configuration's own text, with the instances that the plan has. */
function writtenIn(json: JsonObject, shown: readonly ShownResource[]): ExpandedModule {
  const { json: module, load } = configurationJson(json.configuration);
  return expandModule(module, { prefix: "", variables: variablesIn(json, false), load, suffixes: suffixesOf(shown) });
}

/** Values of the root's variables, the sensitive ones or the others. */
function variablesIn(json: JsonObject, sensitive: boolean): JsonObject {
  const { variables } = json;
  const declared = configurationJson(json.configuration).json.variable;
  return Object.fromEntries(
    Object.entries(isJsonObject(variables) ? variables : {}).flatMap(([name, variable]): [string, Json][] => {
      const declaration = isJsonObject(declared) ? declared[name] : undefined;
      const isSensitive = isJsonObject(declaration) && declaration.sensitive === true;
      const value = isJsonObject(variable) ? variable.value : undefined;
      return isSensitive === sensitive && value !== undefined ? [[name, value]] : [];
    }),
  );
}

function mergedResources(
  json: JsonObject,
  shown: Shown,
  written: ExpandedModule,
  judge: PlanJudge,
): readonly Resource[] {
  const texts = new Map(written.resources.map((resource) => [resource.address, resource]));
  const unknown = unknownTrees(json.resource_changes);
  const merged = shown.resources.map((resource): Resource => {
    const { address, mode, type, name, marks } = resource;
    const sides = {
      planned: withoutIds(resource),
      unknown: unknown.get(address),
      written: texts.get(address)?.values,
      marks,
    };
    const values = fill(sides, judge.of(resource));
    return { address, mode, type, name, values: isJsonObject(values) ? values : {} };
  });
  const known = new Set(merged.map(({ address }) => address));
  return [...merged, ...written.resources.filter(({ mode, address }) => mode === "data" && !known.has(address))];
}

function outputsIn(json: JsonObject, { outputs }: ExpandedModule, judge: PlanJudge): JsonObject {
  const changes = isJsonObject(json.output_changes) ? json.output_changes : {};
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, written]): [string, Json][] => {
      const change = changes[name];
      const { after, after_unknown: unknown, after_sensitive: marks } = isJsonObject(change) ? change : {};
      const planned = after === undefined ? undefined : mask(after, marks);
      const value = fill({ planned, unknown: unknown ?? change === undefined, written, marks }, judge.of(undefined));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
