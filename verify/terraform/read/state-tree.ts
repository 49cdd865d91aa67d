import { blocksOf, isJsonObject, type Json, type JsonObject } from "../terraform-configuration";
import { requireConsistentState, requireConsistentStateFile } from "./agreement/state-agreement";
import { exampleTypesOf, rehearsalExamplesKey } from "./plan-source/rehearsal-examples";

/** The `values` of a state as `terraform show -json` writes them. */
export interface StateTree {
  readonly outputs: Json;
  readonly root_module: JsonObject;
}

/** Whether parsed JSON is a state: the output of `terraform show -json`, or a state file. */
export function isState(json: JsonObject): boolean {
  const isEmpty = Object.keys(json).every((key) => emptyStateKeys.includes(key));
  return isStateFile(json) || ("format_version" in json && ("values" in json || isEmpty));
}

/** Keys that Terraform prints for an empty state. */
const emptyStateKeys = ["format_version", "terraform_version"];

function isStateFile(json: JsonObject): boolean {
  return "serial" in json && "lineage" in json;
}

/**
 * The resources of a state, whether `terraform show -json` wrote it or it is a state file of version 4.
 *
 * @throws when its version is another one, or its parts do not agree
 */
export function stateTree(json: JsonObject, source: string): StateTree {
  if (isStateFile(json)) {
    if (json.version !== 4) {
      const version = JSON.stringify(json.version ?? null);
      throw new Error(`${source}: unsupported version of a state file, got ${version}; use Terraform 0.12 or later`);
    }
    requireConsistentStateFile(json, source);
    return {
      outputs: json.outputs ?? {},
      root_module: { ...examplesOf(json, source), resources: blocksOf(json.resources).flatMap(stateInstances) },
    };
  }
  requireSupportedFormatVersion(json, source);
  requireConsistentState(json, source);
  const { outputs = {}, root_module: root } = isJsonObject(json.values) ? json.values : {};
  return { outputs, root_module: { ...examplesOf(json, source), ...(isJsonObject(root) ? root : {}) } };
}

/** What the state of a rehearsal says of itself is kept with its resources, which may become a module of another root module. */
function examplesOf(json: JsonObject, source: string): JsonObject {
  const types = exampleTypesOf(json, source);
  return types.length === 0 ? {} : { [rehearsalExamplesKey]: types };
}

/** @throws when `format_version` is not 1.x, the only one that the readers support */
export function requireSupportedFormatVersion(json: JsonObject, source: string): void {
  const version = json.format_version;
  if (typeof version !== "string" || !/^1\./.test(version)) {
    throw new Error(`${source}: unsupported format_version, got ${JSON.stringify(version ?? null)}; use Terraform 1.x`);
  }
}

/** A state file groups the instances of a resource, and marks sensitive values by their paths. */
function stateInstances(resource: JsonObject): readonly JsonObject[] {
  const { module, mode, type, name, provider } = resource;
  const base = [module, ...(mode === "data" ? ["data"] : []), type, name]
    .filter((part) => part !== undefined)
    .join(".");
  return blocksOf(resource.instances).map(
    ({ index_key: key, attributes, sensitive_attributes: paths, dependencies, status, deposed }) => ({
      address: key === undefined ? base : `${base}[${JSON.stringify(key)}]`,
      mode: mode ?? "managed",
      type: type ?? null,
      name: name ?? null,
      ...(status === "tainted" && { tainted: true }),
      ...(deposed !== undefined && { deposed_key: deposed }),
      ...(provider !== undefined && { provider_name: sourceOfProvider(provider) }),
      values: attributes ?? {},
      sensitive_values: sensitiveMarksOf(Array.isArray(paths) ? paths : []),
      depends_on: dependencies ?? [],
    }),
  );
}

/** `provider["registry.terraform.io/hashicorp/aws"]`; anything else, such as an alias after it, is no plain source. */
function sourceOfProvider(provider: Json): Json {
  const source =
    typeof provider === "string" ? /^(?:module\..*\.)?provider\["([^"]+)"\]$/.exec(provider)?.[1] : undefined;
  return source ?? provider;
}

/** `[[{"type":"get_attr","value":"password"}]]` as `{"password": true}`. A deeper path marks the whole attribute. */
function sensitiveMarksOf(paths: readonly Json[]): JsonObject {
  const first = paths.flatMap((path) => (Array.isArray(path) ? path.slice(0, 1) : []));
  return Object.fromEntries(
    first.flatMap((step) => (isJsonObject(step) && typeof step.value === "string" ? [[step.value, true]] : [])),
  );
}
