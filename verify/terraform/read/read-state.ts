import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  type Resource,
  type TerraformConfiguration,
} from "../terraform-configuration";
import { requireConsistentState, requireConsistentStateFile } from "./agreement/state-agreement";
import { withoutComputedCopies } from "./plan/computed-copies";
import { unreadForeignObjects, unreadUnfinishedObjects } from "./plan/foreign-objects";
import { idRewriter, type ResourceWithIds, withoutComputedIds, withoutNulls } from "./plan/id-rewriter";
import { redactSecrets } from "./plan/sensitive-values";
import { readShownValues, type ShownResource } from "./plan/shown-values";
import { unreadProviderNames } from "./plan/unread-parts";

/** Reads `terraform show -json` of a state. IDs become references, so the result looks like a configuration. */
export function readState(json: JsonObject, source: string): TerraformConfiguration {
  requireSupportedFormatVersion(json, source);
  requireConsistentState(json, source);
  return configurationOfState(json.values, source);
}

/** Reads a state file of version 4. */
export function readStateFile(json: JsonObject, source: string): TerraformConfiguration {
  if (json.version !== 4) {
    const version = JSON.stringify(json.version ?? null);
    throw new Error(`${source}: unsupported version of a state file, got ${version}; use Terraform 0.12 or later`);
  }
  requireConsistentStateFile(json, source);
  const resources = blocksOf(json.resources).flatMap(stateInstances);
  return configurationOfState({ outputs: json.outputs ?? {}, root_module: { resources } }, source);
}

/** @throws when `format_version` is not 1.x, the only one that the readers support */
export function requireSupportedFormatVersion(json: JsonObject, source: string): void {
  const version = json.format_version;
  if (typeof version !== "string" || !/^1\./.test(version)) {
    throw new Error(`${source}: unsupported format_version, got ${JSON.stringify(version ?? null)}; use Terraform 1.x`);
  }
}

function configurationOfState(tree: Json | undefined, source: string): TerraformConfiguration {
  const { resources, outputs, secrets } = readShownValues(tree, source);
  const ids = idRewriter(resources);
  const clean = (value: Json, owner?: ResourceWithIds): JsonObject => {
    const restored = redactSecrets(ids.rewrite(value, owner), secrets);
    return isJsonObject(restored) ? restored : {};
  };
  const region = regionOfState(resources);
  const { root_module: module } = isJsonObject(tree) ? tree : {};
  const unread = [
    ...unreadProviderNames(module),
    ...unreadUnfinishedObjects(module),
    ...unreadForeignObjects(resources, region),
  ];
  return {
    source,
    form: "state",
    resources: withoutComputedCopies(
      resources.map((shown): Resource => {
        const { address, mode, type, name } = shown;
        return { address, mode, type, name, values: clean(withoutNulls(withoutComputedIds(shown)), shown) };
      }),
    ),
    outputs: clean(outputs),
    ...(region === undefined ? {} : { region }),
    ...(unread.length === 0 ? {} : { unreadParts: unread }),
  };
}

/** The Region of the data source, or the only one that the resources name: a state does not hold that of the provider. */
function regionOfState(resources: readonly ShownResource[]): string | undefined {
  const found = resources.find(({ address, type }) => type === "aws_region" && address.includes("data."));
  const region = found?.values.region ?? found?.values.name;
  const [only, ...others] = new Set(
    resources.flatMap(({ mode, values }) => (mode === "managed" && values.region !== undefined ? [values.region] : [])),
  );
  const named = region ?? (others.length === 0 ? only : undefined);
  return typeof named === "string" && named !== "" ? named : undefined;
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
