import {
  blocksOf,
  type Configuration,
  isJsonObject,
  type Json,
  type JsonObject,
  type Resource,
} from "../configuration";
import { withoutMirrors } from "./plan/computed-copies";
import { type KnownResource, knownIds, withoutIds } from "./plan/ids-to-references";
import { withoutSecrets } from "./plan/sensitive-values";
import { readValues, type Shown } from "./plan/values-tree";

/** Reads `terraform show -json` of a state. What is applied is judged as if it were written: ids become references. */
export function readState(json: JsonObject, source: string): Configuration {
  requireMajorVersion(json, source);
  return ofShown(readValues(json.values, source), source);
}

/** Reads the state file itself, format 4. */
export function readStateFile(json: JsonObject, source: string): Configuration {
  if (json.version !== 4) {
    const version = JSON.stringify(json.version ?? null);
    throw new Error(
      `${source}: is a state of another format, got version ${version}; show it with Terraform 0.12 or later`,
    );
  }
  const resources = blocksOf(json.resources).flatMap(instancesOf);
  return ofShown(readValues({ outputs: json.outputs ?? {}, root_module: { resources } }, source), source);
}

/** @throws for a format that no reader here was written for */
export function requireMajorVersion(json: JsonObject, source: string): void {
  const version = json.format_version;
  if (typeof version !== "string" || !/^1\./.test(version)) {
    throw new Error(
      `${source}: is of a format that is not read, got format_version ${JSON.stringify(version ?? null)}; use Terraform 1.x`,
    );
  }
}

function ofShown({ resources, outputs, secrets }: Shown, source: string): Configuration {
  const ids = knownIds(resources);
  const clean = (value: JsonObject, owner?: KnownResource): JsonObject => {
    const restored = withoutSecrets(ids.restore(value, owner), secrets);
    return isJsonObject(restored) ? restored : {};
  };
  const region = regionIn(resources);
  return {
    source,
    form: "state",
    resources: withoutMirrors(
      resources.map((shown): Resource => {
        const { address, mode, type, name } = shown;
        return { address, mode, type, name, values: clean(withoutIds(shown), shown) };
      }),
    ),
    outputs: clean(outputs),
    ...(region === undefined ? {} : { region }),
  };
}

function regionIn(resources: readonly KnownResource[]): string | undefined {
  const found = resources.find(({ address, type }) => type === "aws_region" && address.includes("data."));
  const region = found?.values.region ?? found?.values.name;
  return typeof region === "string" ? region : undefined;
}

/** The state file keeps the instances of a resource together, and names what is sensitive by paths. */
function instancesOf(resource: JsonObject): readonly JsonObject[] {
  const { module, mode, type, name } = resource;
  const base = [module, ...(mode === "data" ? ["data"] : []), type, name]
    .filter((part) => part !== undefined)
    .join(".");
  return blocksOf(resource.instances).map(
    ({ index_key: key, attributes, sensitive_attributes: paths, dependencies }) => ({
      address: key === undefined ? base : `${base}[${JSON.stringify(key)}]`,
      mode: mode ?? "managed",
      type: type ?? null,
      name: name ?? null,
      values: attributes ?? {},
      sensitive_values: marksOf(Array.isArray(paths) ? paths : []),
      depends_on: dependencies ?? [],
    }),
  );
}

/** `[[{"type":"get_attr","value":"password"}]]` as `{"password": true}`; of a deeper path the whole attribute is taken. */
function marksOf(paths: readonly Json[]): JsonObject {
  const first = paths.flatMap((path) => (Array.isArray(path) ? path.slice(0, 1) : []));
  return Object.fromEntries(
    first.flatMap((step) => (isJsonObject(step) && typeof step.value === "string" ? [[step.value, true]] : [])),
  );
}
