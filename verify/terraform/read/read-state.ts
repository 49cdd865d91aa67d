import { withoutDeclaredParts } from "../declared-parts";
import { soleRegion } from "../sole-region";
import {
  blocksOf,
  type JsonObject,
  objectOf,
  type Resource,
  type TerraformConfiguration,
  type UnreadPart,
} from "../terraform-configuration";
import { joinedModules } from "./join/joined-states";
import { accountsOfRoots, dividedByRoot, withoutForeignPolicies } from "./join/other-accounts";
import { withoutComputedCopies } from "./plan/computed-copies";
import { unreadForeignObjects, unreadUnfinishedObjects } from "./plan/foreign-objects";
import { type IdRewriter, idRewriter, withoutComputedIds, withoutNulls } from "./plan/id-rewriter";
import { redactSecrets } from "./plan/sensitive-values";
import { readShownValues, type ShownResource, type ShownValues } from "./plan/shown-values";
import { unreadProviderNames } from "./plan/unread-parts";
import type { ModuleSurroundings } from "./read-synthesized";
import { stateTree } from "./state-tree";

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
  const tree = { outputs, root_module: { ...root, child_modules: children } };
  const shown = readShownValues(tree, source);
  const roots = dividedByRoot(shown.resources, joined);
  const [own = [], ...others] = roots;
  const accounts = accountsOfRoots(...roots);
  const resources = withoutForeignPolicies(own, ...others);
  const ids = idRewriter(resources);
  const region = regionOfState(resources);
  const written = objectOf(redactSecrets(ids.rewrite(shown.outputs), shown.secrets));
  const unread = withoutDeclaredParts(
    [...unreadObjectsOfState(tree.root_module), ...unreadForeignObjects(own, region, others.flat())],
    written,
  );
  return {
    source,
    form: "state",
    resources: withoutComputedCopies(resourcesOfState({ ...shown, resources }, ids)),
    outputs: written,
    ...(accounts.length === 0 ? {} : { accounts }),
    ...(region === undefined ? {} : { region }),
    ...(unread.length === 0 ? {} : { unreadParts: unread }),
  };
}

/** What of a state is not known: resources of other providers, and objects that Terraform will replace. */
export function unreadObjectsOfState(module: JsonObject): readonly UnreadPart[] {
  return [...unreadProviderNames(module), ...unreadUnfinishedObjects(module)];
}

/** The resources of a state in the normal form. */
export function resourcesOfState({ resources, secrets }: ShownValues, ids: IdRewriter): readonly Resource[] {
  return resources.map((shown): Resource => {
    const { address, mode, type, name } = shown;
    const values = ids.rewrite(withoutNulls(withoutComputedIds(shown)), shown);
    return { address, mode, type, name, values: objectOf(redactSecrets(values, secrets)) };
  });
}

/** The Region of the data source, or the only one that the resources name: a state does not hold that of the provider. */
function regionOfState(resources: readonly ShownResource[]): string | undefined {
  const found = resources.find(({ address, type }) => type === "aws_region" && address.includes("data."));
  const region = found?.values.region ?? found?.values.name;
  const [only, ...others] = new Set(
    resources.flatMap(({ mode, values }) => (mode === "managed" && values.region !== undefined ? [values.region] : [])),
  );
  const named = region ?? (others.length === 0 ? only : soleRegion(resources));
  return typeof named === "string" && named !== "" ? named : undefined;
}
