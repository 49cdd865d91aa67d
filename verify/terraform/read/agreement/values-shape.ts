import { type Json, type JsonObject, jsonText } from "../../terraform-configuration";
import { objectAt, objectsAt, shortJson } from "./json-shape";
import { addFault, type ShapeFaults } from "./shape-faults";

/** One resource of `planned_values`, `prior_state.values` or the `values` of a state, with what identifies it. */
export interface ResourceEntry {
  readonly address: string;
  readonly entry: JsonObject;
  readonly values: JsonObject;
}

/** The resources of a tree of modules. */
export interface ResourceEntries {
  readonly current: readonly ResourceEntry[];
  /** Objects that Terraform replaced and could not delete yet. */
  readonly former: readonly ResourceEntry[];
}

/**
 * The resources of a tree of modules, and every fault in its shape: an entry of a wrong type, an address that does not fit to type,
 * name and module, or an address that appears twice.
 */
export function resourceEntries(tree: Json | undefined, where: string, faults: ShapeFaults): ResourceEntries {
  const { outputs, root_module: root } = objectAt(tree, where, faults);
  for (const [name, output] of Object.entries(objectAt(outputs, `${where}.outputs`, faults))) {
    objectAt(output, `${where}.outputs.${name}`, faults);
  }
  const entries = moduleEntries(root, "", `${where}.root_module`, faults);
  const seen = new Set<string>();
  for (const { address, entry } of entries) {
    // A deposed object has the address of the object that replaced it.
    if (entry.deposed_key === undefined && seen.has(address)) {
      addFault(faults, () => `${where}: contains ${address} twice`);
    }
    seen.add(address);
  }
  return {
    current: entries.filter(({ entry }) => entry.deposed_key === undefined),
    former: entries.filter(({ entry }) => entry.deposed_key !== undefined),
  };
}

function moduleEntries(
  module: Json | undefined,
  prefix: string,
  where: string,
  faults: ShapeFaults,
): readonly ResourceEntry[] {
  const { resources, child_modules: children } = objectAt(module, where, faults);
  const own = objectsAt(resources, `${where}.resources`, faults).map((entry) =>
    shownEntry(entry, prefix, where, faults),
  );
  const inner = objectsAt(children, `${where}.child_modules`, faults).flatMap((child, index) => {
    const { address } = child;
    if (typeof address !== "string" || !`${address}.`.startsWith(`${prefix}module.`)) {
      addFault(
        faults,
        () => `${where}.child_modules[${index}]: must have the address of a module of ${prefix || "the root"}`,
      );
      return [];
    }
    return moduleEntries(child, `${address}.`, address, faults);
  });
  return [...own, ...inner];
}

function shownEntry(entry: JsonObject, prefix: string, where: string, faults: ShapeFaults): ResourceEntry {
  const { address } = entry;
  if (typeof address !== "string") {
    addFault(faults, () => `${where}.resources: an entry must have an address, got ${shortJson(entry)}`);
    return { address: "", entry, values: {} };
  }
  requireMatchingAddress(entry, prefix, faults);
  const values = objectAt(entry.values, `${address}: values`, faults);
  return { address, entry, values };
}

/** The address must be made of mode, type, name and index, because models look at all of them. */
export function requireMatchingAddress(entry: JsonObject, prefix: string, faults: ShapeFaults): void {
  const { address, mode, type, name, index } = entry;
  if (mode !== "managed" && mode !== "data") {
    addFault(faults, () => `${jsonText(address)}: mode must be managed or data, got ${shortJson(mode)}`);
  }
  if (index !== undefined && typeof index !== "string" && typeof index !== "number") {
    addFault(faults, () => `${jsonText(address)}: index must be a text or a number, got ${shortJson(index)}`);
  }
  const base = `${prefix}${mode === "data" ? "data." : ""}${jsonText(type)}.${jsonText(name)}`;
  const key = index === undefined ? "" : `[${JSON.stringify(index)}]`;
  if (typeof address !== "string" || !isAddressOf(address, base, key)) {
    addFault(faults, () => `${shortJson(address)}: is not the address of ${base}${key}`);
  }
}

/** Terraform escapes some characters of a key in another way than JSON, so only the presence of the key is compared then. */
function isAddressOf(address: string, base: string, key: string): boolean {
  const isPlainKey = /^\[(?:\d+|"[\w .:/@-]*")\]$/.test(key);
  return key === "" || isPlainKey
    ? address === `${base}${key}`
    : address.startsWith(`${base}[`) && address.endsWith("]");
}
