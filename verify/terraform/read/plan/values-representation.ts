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

/** One resource of a values representation, with sensitive values masked. */
export interface ResourceValues {
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

/**
 * What Terraform calls a values representation: `planned_values` and `prior_state.values` of a plan, and `values` of a state.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#values-representation
 */
export interface ValuesRepresentation {
  readonly resources: readonly ResourceValues[];
  readonly outputs: JsonObject;
  readonly secrets: readonly string[];
}

/** Reads `{"outputs": ..., "root_module": {"resources": [...], "child_modules": [...]}}`. */
export function readValuesRepresentation(tree: Json | undefined, where: string): ValuesRepresentation {
  return readTree(isJsonObject(tree) ? tree : {}, where);
}

/** Memoized, because `requireNoOmittedResource` reads the tree before the plan is read. */
const readTree = memoizeByFirst(({ outputs, root_module }: JsonObject, where: string): ValuesRepresentation => {
  const found = resourcesIn(root_module, "", where);
  const named = isJsonObject(outputs) ? Object.entries(outputs) : [];
  return {
    resources: found.map(({ resource }) => resource),
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
  readonly resource: ResourceValues;
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
    resource: {
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
