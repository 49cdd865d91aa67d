import { ownEntry } from "../../../collections/own-entry";
import { computedAttributeFormats } from "../../resource-types/computed-attribute-formats";
import { type Json, type JsonObject, jsonText } from "../../terraform-configuration";
import { rehearsalExamplesKey } from "../plan-source/rehearsal-examples";
import { objectAt, objectsAt, shortJson } from "./json-shape";
import { addFault, newFaults, type ShapeFaults, throwFaults } from "./shape-faults";
import { type ResourceEntry, resourceEntries } from "./values-shape";

/** Keys that `terraform show -json` writes for a state. */
const stateKeys = ["format_version", "terraform_version", "values", "checks", rehearsalExamplesKey];

/**
 * Checks the shape of what `terraform show -json` writes for a state, and that the ID, the ARN and the name of a resource agree.
 *
 * @throws when they do not; the error names each place
 */
export function requireConsistentState(json: JsonObject, source: string): void {
  const faults = newFaults();
  requireKnownKeys(json, stateKeys, faults);
  const { current: entries } = resourceEntries(json.values, "values", faults);
  for (const entry of entries) {
    requireMatchingNames(entry, faults);
  }
  throwFaults(faults, source);
}

/** Keys of a state file of version 4. */
const stateFileKeys = [
  "version",
  "terraform_version",
  "serial",
  "lineage",
  "outputs",
  "resources",
  "check_results",
  rehearsalExamplesKey,
];

/**
 * As {@link requireConsistentState}, for a state file, which groups the instances of a resource.
 *
 * @throws when the shape is not that of a state file, or a resource or an instance appears twice
 */
export function requireConsistentStateFile(json: JsonObject, source: string): void {
  const faults = newFaults();
  requireKnownKeys(json, stateFileKeys, faults);
  if (json.resources === undefined || json.resources === null) {
    addFault(faults, () => `resources: must be a list, got ${shortJson(json.resources)}`);
  }
  const seen = new Set<string>();
  for (const [index, resource] of objectsAt(json.resources, "resources", faults).entries()) {
    const { module, mode, type, name } = resource;
    const address = [module, mode, type, name].map((part) => shortJson(part)).join(".");
    const where = `resources[${index}]`;
    if (!["managed", "data"].includes(jsonText(mode)) || typeof type !== "string" || typeof name !== "string") {
      addFault(
        faults,
        () => `${where}: must have mode managed or data, type and name, got ${shortJson([mode ?? null, type ?? null])}`,
      );
    }
    if (module !== undefined && !(typeof module === "string" && module.startsWith("module."))) {
      addFault(faults, () => `${where}: module must be the address of a module, got ${shortJson(module)}`);
    }
    if (seen.has(address)) {
      addFault(faults, () => `${where}: ${jsonText(type)}.${jsonText(name)} appears twice`);
    }
    seen.add(address);
    requireInstances(resource, `${where} ${jsonText(type)}.${jsonText(name)}`, faults);
  }
  throwFaults(faults, source);
}

function requireInstances({ type, instances }: JsonObject, where: string, faults: ShapeFaults): void {
  if (!Array.isArray(instances)) {
    addFault(faults, () => `${where}: instances must be a list, got ${shortJson(instances)}`);
    return;
  }
  const keys = new Set<string>();
  for (const instance of objectsAt(instances, `${where}.instances`, faults)) {
    const { index_key: key, deposed, attributes } = instance;
    if (!["undefined", "string", "number"].includes(typeof key)) {
      addFault(faults, () => `${where}: index_key must be a text or a number, got ${shortJson(key)}`);
    }
    if (instance.attributes_flat !== undefined) {
      addFault(
        faults,
        () => `${where}: has attributes_flat, the form of Terraform 0.11; run terraform apply with a later version`,
      );
    }
    if (deposed === undefined && keys.has(shortJson(key))) {
      addFault(faults, () => `${where}: the instance ${shortJson(key)} appears twice`);
    }
    if (deposed === undefined) {
      keys.add(shortJson(key));
      const values = objectAt(attributes, `${where}: attributes`, faults);
      requireMatchingNames({ address: where, entry: { mode: "managed", type: type ?? null }, values }, faults);
    }
  }
}

function requireKnownKeys(json: JsonObject, known: readonly string[], faults: ShapeFaults): void {
  for (const key of Object.keys(json).filter((name) => !known.includes(name))) {
    addFault(faults, () => `${key}: is not a part of a state that verify understands`);
  }
}

/** AWS makes the ARN and the ID of some types from their names, so that the models can take one for the other. */
function requireMatchingNames({ address, entry: { mode, type }, values }: ResourceEntry, faults: ShapeFaults): void {
  const formats = mode === "managed" && typeof type === "string" ? ownEntry(computedAttributeFormats, type) : undefined;
  for (const [attribute, format] of Object.entries(formats ?? {})) {
    const shown = values[attribute];
    if (typeof shown === "string" && shown !== "" && !formatPattern(format, values).test(shown)) {
      addFault(faults, () => `${address}: ${attribute} is ${shortJson(shown)}, but the other attributes say ${format}`);
    }
  }
}

const anyPlace = new Set(["partition", "region", "account"]);

function formatPattern(format: string, values: JsonObject): RegExp {
  const parts = format.split(/(\{[^}]*\})/).map((part) => {
    const [, name = "", standard] = /^\{(\w+)(?:=([^}]*))?\}$/.exec(part) ?? [];
    return name === "" ? escapePattern(part) : anyPlace.has(name) ? "[^:]*" : valuePattern(values[name], standard);
  });
  return new RegExp(`^${parts.join("")}$`, "s");
}

function valuePattern(value: Json | undefined, standard: string | undefined): string {
  const known = typeof value === "string" && value !== "" ? value : standard;
  return known === undefined ? ".*" : escapePattern(known);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
