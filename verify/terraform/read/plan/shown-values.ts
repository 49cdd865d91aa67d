import { memoizeByFirst } from "../../../collections/memoize";
import { instanceKeyOf } from "../../resource-address";
import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  type Resource,
} from "../../terraform-configuration";
import { maskSensitive, sensitiveStrings } from "./sensitive-values";

/** One resource of `terraform show -json`, with sensitive values masked. */
export interface ShownResource {
  readonly address: string;
  readonly mode: Resource["mode"];
  readonly type: string;
  readonly name: string;
  /** `["a"]`, `[0]`, or empty without count and for_each. */
  readonly instanceKey: string;
  /** Address of its module with the final dot; empty in the root module. */
  readonly modulePath: string;
  readonly values: JsonObject;
  readonly sensitiveMarks: Json;
  readonly dependencies: readonly string[];
}

/** The content of `planned_values`, `prior_state.values` or the `values` of a state. */
export interface ShownValues {
  readonly resources: readonly ShownResource[];
  readonly outputs: JsonObject;
  readonly secrets: readonly string[];
}

/** Reads `{"outputs": ..., "root_module": {"resources": [...], "child_modules": [...]}}`. */
export function readShownValues(tree: Json | undefined, where: string): ShownValues {
  return readTree(isJsonObject(tree) ? tree : {}, where);
}

/** Once for each tree: whether a plan omits a resource is asked before the plan is read. */
const readTree = memoizeByFirst(({ outputs, root_module }: JsonObject, where: string): ShownValues => {
  const found = resourcesIn(root_module, "", where);
  const named = isJsonObject(outputs) ? Object.entries(outputs) : [];
  return {
    resources: found.map(({ shown }) => shown),
    outputs: Object.fromEntries(named.map(([name, output]) => [name, outputValue(output)])),
    secrets: [
      ...found.flatMap(({ secrets }) => secrets),
      ...named.flatMap(([, output]) =>
        isJsonObject(output) && output.sensitive === true ? sensitiveStrings(output.value ?? null, true) : [],
      ),
    ],
  };
});

function outputValue(output: Json): Json {
  const { value = null, sensitive = false } = isJsonObject(output) ? output : {};
  return maskSensitive(value, sensitive);
}

interface ResourceWithSecrets {
  readonly shown: ShownResource;
  readonly secrets: readonly string[];
}

function resourcesIn(module: Json | undefined, modulePath: string, where: string): readonly ResourceWithSecrets[] {
  if (!isJsonObject(module)) {
    return [];
  }
  // A deposed object has the address of the object that replaced it.
  const own = blocksOf(module.resources)
    .filter(({ deposed_key: deposed }) => deposed === undefined)
    .map((resource) => readResource(resource, modulePath, where));
  const inner = blocksOf(module.child_modules).flatMap((child) =>
    resourcesIn(child, `${jsonText(child.address)}.`, where),
  );
  return [...own, ...inner];
}

function readResource(resource: JsonObject, modulePath: string, where: string): ResourceWithSecrets {
  const { address, mode, type, name, values, sensitive_values: marks = {}, depends_on: dependencies } = resource;
  if (typeof address !== "string" || typeof type !== "string" || typeof name !== "string") {
    throw new Error(
      `${where}: a resource has no address, type or name, got the keys ${Object.keys(resource).join(", ")}; run terraform show -json again`,
    );
  }
  const plain = isJsonObject(values) ? values : {};
  const maskedValues = maskSensitive(plain, marks);
  return {
    shown: {
      address,
      mode: mode === "data" ? "data" : "managed",
      type,
      name,
      instanceKey: instanceKeyOf({ address, type, name }),
      modulePath,
      values: isJsonObject(maskedValues) ? maskedValues : {},
      sensitiveMarks: marks,
      dependencies: Array.isArray(dependencies) ? dependencies.map(jsonText) : [],
    },
    secrets: sensitiveStrings(plain, marks),
  };
}
