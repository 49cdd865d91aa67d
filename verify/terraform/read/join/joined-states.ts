import { blocksOf, type Json, type JsonObject, jsonText } from "../../terraform-configuration";
import { type ResourceValues, readValuesRepresentation } from "../plan/values-representation";
import { isState, stateTree } from "../state-tree";
import { type JoinedRoot, requireFreeNames } from "./joined-root";

/**
 * The other states as modules of a root module, so that an ID of one state leads to the resource of another. Their outputs are left
 * out: what they tell is known from their resources.
 *
 * @param root the root module of the plan or state with which they are joined
 * @param joined other root modules; those that are no states are left to {@link joinSynthesized}
 * @param source its path, for messages
 * @throws when a name is taken, two roots manage one object, or a state is not one that the readers understand
 */
export function joinedModules(root: JsonObject, joined: readonly JoinedRoot[], source: string): readonly JsonObject[] {
  const states = joined.filter((other) => isState(other.json));
  if (states.length === 0) {
    return [];
  }
  // A state file has no tree of modules, so the addresses of its resources tell.
  const parts = [...blocksOf(root.child_modules), ...blocksOf(root.resources)];
  requireFreeNames(
    parts.map(({ address }) => jsonText(address)),
    joined,
    source,
  );
  const modules = states.map(({ name, source: file, json }): [string, JsonObject] => [
    file,
    relocated(stateTree(json, file).root_module, `module.${name}`, `module.${name}`),
  ]);
  requireOneOwner([[source, root], ...modules]);
  return modules.map(([, module]) => module);
}

function relocated(module: JsonObject, prefix: string, address: string): JsonObject {
  return {
    ...module,
    address,
    resources: blocksOf(module.resources).map((resource) => ({
      ...resource,
      address: `${prefix}.${jsonText(resource.address)}`,
      depends_on: textsOf(resource.depends_on).map((dependency) => `${prefix}.${dependency}`),
    })),
    child_modules: blocksOf(module.child_modules).map((child) =>
      relocated(child, prefix, `${prefix}.${jsonText(child.address)}`),
    ),
  };
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(jsonText) : [];
}

/** One of two states that manage one object says what is no longer true. */
function requireOneOwner(roots: readonly (readonly [source: string, root: JsonObject])[]): void {
  const owners = new Map<string, string>();
  for (const [source, root] of roots) {
    const objects = readValuesRepresentation({ root_module: root }, source).resources.flatMap(managedObjects);
    const shared = objects.find(({ key }) => owners.has(key));
    if (shared !== undefined) {
      const other = owners.get(shared.key);
      throw new Error(`${source}: manages ${shared.id}, which ${other} manages too; remove it from one of the states`);
    }
    for (const { key } of objects) {
      owners.set(key, source);
    }
  }
}

/** An object with an ARN, or an ID that AWS assigned. A name may be that of several; a policy has the ARN of what it protects. */
function managedObjects({
  mode,
  type,
  values: { arn, id },
}: ResourceValues): readonly { readonly key: string; readonly id: string }[] {
  const name = arn ?? id;
  const isDistinctive = typeof name === "string" && /^arn:|^[a-z]+-[0-9a-f]{8,17}$/.test(name);
  return mode === "managed" && isDistinctive ? [{ key: `${type} ${name}`, id: name }] : [];
}
