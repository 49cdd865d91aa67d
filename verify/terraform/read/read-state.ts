import { withoutDeclaredParts } from "../declared-parts";
import { soleRegion } from "../sole-region";
import {
  blocksOf,
  type JsonObject,
  objectOf,
  type Resource,
  type TerraformConfiguration,
  textsOf,
  type UnreadPart,
  withoutNulls,
} from "../terraform-configuration";
import type { JoinedRoot } from "./join/joined-root";
import { joinedModules } from "./join/joined-states";
import { accountsOfRoots, dividedByRoot, withoutForeignPolicies } from "./join/other-accounts";
import { withoutComputedCopies } from "./plan/computed-copies";
import { unreadForeignObjects, unreadUnfinishedObjects } from "./plan/foreign-objects";
import { type IdRewriter, idRewriter, withoutComputedIds } from "./plan/id-rewriter";
import { redactSecrets } from "./plan/sensitive-values";
import { unreadProviderNames } from "./plan/unread-parts";
import { type ResourceValues, readValuesRepresentation, type ValuesRepresentation } from "./plan/values-representation";
import { rehearsalExamplesKey, unreadExamples } from "./plan-source/rehearsal-examples";
import type { ModuleSurroundings } from "./read-synthesized";
import { type StateTree, stateTree } from "./state-tree";

/**
 * Reads a state: `terraform show -json` or a state file. IDs become references, so the result looks like a configuration.
 *
 * @throws when the state, or one that is joined with it, is of an unknown version or does not agree with itself
 */
export function readState(
  json: JsonObject,
  source: string,
  { joined = [] }: ModuleSurroundings = {},
): TerraformConfiguration {
  const { outputs, root_module: root } = stateTree(json, source);
  const children = [...blocksOf(root.child_modules), ...joinedModules(root, joined, source)];
  return configurationOfState({ outputs, root_module: { ...root, child_modules: children } }, source, joined)
    .configuration;
}

/** The resources of states, and their IDs. */
export interface ExistingResources {
  readonly configuration: TerraformConfiguration;
  /** Turns the IDs of the resources into references. */
  readonly ids: IdRewriter;
}

/**
 * Reads the states of other root modules, for a root module without a state of its own.
 *
 * @param account of the root module, which decides whose policies are foreign. @default - not known
 */
export function readExistingStates(
  joined: readonly JoinedRoot[],
  source: string,
  account: string | undefined,
): ExistingResources {
  const resources = account === undefined ? [] : [callerOf(account)];
  const root = { resources, child_modules: joinedModules({}, joined, source) };
  const { configuration, ids } = configurationOfState({ outputs: {}, root_module: root }, source, joined);
  const found = configuration.resources.filter(({ address }) => address !== callerAddress);
  return { configuration: { ...configuration, resources: found }, ids };
}

const callerAddress = "data.aws_caller_identity.root";

/** Stands in for the account of a root module that nobody applied yet. */
function callerOf(account: string): JsonObject {
  return {
    address: callerAddress,
    mode: "data",
    type: "aws_caller_identity",
    name: "root",
    values: { account_id: account, id: account },
  };
}

function configurationOfState(tree: StateTree, source: string, joined: readonly JoinedRoot[]): ExistingResources {
  const represented = readValuesRepresentation({ ...tree }, source);
  const roots = dividedByRoot(represented.resources, joined);
  const [own = [], ...others] = roots;
  const accounts = accountsOfRoots(...roots);
  const resources = withoutForeignPolicies(own, ...others);
  const ids = idRewriter(resources);
  const region = regionOfState(resources);
  const outputs = objectOf(redactSecrets(ids.rewrite(represented.outputs), represented.secrets));
  const unread = withoutDeclaredParts(
    [...unreadObjectsOfState(tree.root_module), ...unreadForeignObjects(own, region, others.flat())],
    outputs,
  );
  const configuration: TerraformConfiguration = {
    source,
    form: "state",
    resources: withoutComputedCopies(resourcesOfState({ ...represented, resources }, ids), "state"),
    outputs,
    ...(accounts.length === 0 ? {} : { accounts }),
    ...(region === undefined ? {} : { region }),
    ...(unread.length === 0 ? {} : { unreadParts: unread }),
  };
  return { configuration, ids };
}

/** What of a state is not known: resources of other providers, and objects that Terraform will replace. */
export function unreadObjectsOfState(module: JsonObject): readonly UnreadPart[] {
  return [...unreadProviderNames(module), ...unreadUnfinishedObjects(module), ...unreadExamplesIn(module)];
}

/** A state has no expressions, so any of its values may come from an example. */
function unreadExamplesIn(module: JsonObject): readonly UnreadPart[] {
  return [
    ...unreadExamples(textsOf(module[rehearsalExamplesKey]) ?? [], "; verify a state of the account"),
    ...blocksOf(module.child_modules).flatMap(unreadExamplesIn),
  ];
}

/** The resources of a state in the normal form. */
export function resourcesOfState({ resources, secrets }: ValuesRepresentation, ids: IdRewriter): readonly Resource[] {
  return resources.map((resource): Resource => {
    const { address, mode, type, name } = resource;
    const values = ids.rewrite(withoutNulls(withoutComputedIds(resource)), resource);
    return { address, mode, type, name, values: objectOf(redactSecrets(values, secrets)) };
  });
}

/** The Region of the data source, or the only one that the resources name: a state does not hold that of the provider. */
function regionOfState(resources: readonly ResourceValues[]): string | undefined {
  const found = resources.find(({ address, type }) => type === "aws_region" && address.includes("data."));
  const region = found?.values.region ?? found?.values.name;
  const [only, ...others] = new Set(
    resources.flatMap(({ mode, values }) => (mode === "managed" && values.region !== undefined ? [values.region] : [])),
  );
  const named = region ?? (others.length === 0 ? only : soleRegion(resources));
  return typeof named === "string" && named !== "" ? named : undefined;
}
