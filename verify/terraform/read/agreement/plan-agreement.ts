import { withoutInstanceKeys } from "../../resource-address";
import { isJsonObject, type Json, type JsonObject, jsonText } from "../../terraform-configuration";
import { firstDifference, jsonEquals, objectAt, objectsAt, shortJson } from "./json-shape";
import { compareProviders } from "./provider-agreement";
import { compareResourceChanges, isTold } from "./resource-change-agreement";
import { addFault, newFaults, type ShapeFaults, throwFaults } from "./shape-faults";
import { type ResourceEntry, resourceEntries } from "./values-shape";

/** Actions that do not change an object. */
const inertActions: readonly string[] = ["no-op", "read"];

/**
 * Compares the representations of one plan: planned values, resource changes, output changes, drift, prior state and configuration.
 * `terraform show -json` writes all of them from one plan, so they agree unless somebody changed the file.
 *
 * @throws when they contradict each other, or a part has a wrong type; the error names each place and both values
 */
export function requireConsistentPlan(json: JsonObject, source: string): void {
  const faults = newFaults();
  const { current: planned } = resourceEntries(json.planned_values ?? null, "planned_values", faults);
  const { values: priorValues } = objectAt(json.prior_state, "prior_state", faults);
  const { current: prior, former } = resourceEntries(priorValues, "prior_state.values", faults);
  const actions = compareResourceChanges(json.resource_changes, { planned, prior, former }, faults);
  if (json.applyable === false && actions.some((action) => !inertActions.includes(action))) {
    addFault(faults, () => "applyable is false, but resource_changes has changes");
  }
  objectsAt(json.action_invocations, "action_invocations", faults);
  compareDrift(json.resource_drift, prior, faults);
  compareOutputs(json, faults);
  compareConfiguration(json, planned, prior, faults);
  throwFaults(faults, source);
}

/** Drift is the difference between the state before the refresh and the prior state, which is the one after it. */
function compareDrift(drift: Json | undefined, prior: readonly ResourceEntry[], faults: ShapeFaults): void {
  const byAddress = new Map(prior.map((shown) => [shown.address, shown.values]));
  for (const entry of objectsAt(drift, "resource_drift", faults)) {
    const { address, deposed } = entry;
    const { after = null } = objectAt(entry.change ?? null, `resource_drift of ${shortJson(address)}: change`, faults);
    const known = byAddress.get(jsonText(address));
    if (deposed === undefined && known !== undefined && !jsonEquals(after, known)) {
      addFault(
        faults,
        () => `${jsonText(address)}: resource_drift and prior_state differ: ${firstDifference(after, known)}`,
      );
    }
  }
}

function compareOutputs(json: JsonObject, faults: ShapeFaults): void {
  const { outputs } = isJsonObject(json.planned_values) ? json.planned_values : {};
  const planned = objectAt(outputs, "planned_values.outputs", newFaults());
  const changes = objectAt(json.output_changes, "output_changes", faults);
  for (const [name, change] of Object.entries(changes)) {
    const { actions, after, after_unknown: unknown } = objectAt(change, `output_changes.${name}`, faults);
    const action = Array.isArray(actions) ? jsonText(actions) : shortJson(actions);
    const isDeleted = action === "delete";
    if (!["no-op", "create", "update", "delete"].includes(action)) {
      addFault(faults, () => `output ${name}: unknown actions, got ${shortJson(actions)}`);
    }
    const output = planned[name];
    if (isDeleted === (output !== undefined)) {
      addFault(
        faults,
        () => `output ${name}: output_changes says ${action}, but planned_values ${isDeleted ? "has" : "lacks"} it`,
      );
    }
    const value = isJsonObject(output) ? output.value : undefined;
    // Terraform shows the planned value of an output only if every part of it is known.
    const expected = containsTrue(unknown ?? false) ? null : (after ?? null);
    if (!isDeleted && !jsonEquals(value ?? null, expected)) {
      addFault(
        faults,
        () => `output ${name}: planned_values and output_changes differ: ${firstDifference(value ?? null, expected)}`,
      );
    }
  }
  for (const name of Object.keys(planned)) {
    if (json.output_changes !== undefined && changes[name] === undefined) {
      addFault(faults, () => `output ${name}: planned_values contains it, but output_changes does not`);
    }
  }
}

/** Whether any part of a value is marked, however deep. */
function containsTrue(marks: Json): boolean {
  return marks === true || (typeof marks === "object" && marks !== null && Object.values(marks).some(containsTrue));
}

/** What Terraform plans is declared in the configuration, and of every configured argument it plans the value or does not know it. */
function compareConfiguration(
  json: JsonObject,
  planned: readonly ResourceEntry[],
  prior: readonly ResourceEntry[],
  faults: ShapeFaults,
): void {
  const { root_module: root, provider_config: providers } = objectAt(json.configuration, "configuration", faults);
  const declarations = declaredResources(root, "", faults);
  const declared = new Map(declarations);
  if (declared.size < declarations.length) {
    const [twice] = declarations.find(([address, resource]) => declared.get(address) !== resource) ?? [];
    addFault(faults, () => `configuration: declares ${twice} twice`);
  }
  // A former release of a resource may be of another provider; a data source was read by the one that the configuration names.
  const read = prior.filter(
    ({ entry, address }) => entry.mode === "data" && declared.has(withoutInstanceKeys(address)),
  );
  compareProviders(providers, declared, [...planned, ...read], faults);
  const entries = objectsAt(json.resource_changes, "", newFaults()).filter(({ deposed }) => deposed === undefined);
  const changes = new Map(entries.map((entry) => [entry.address, entry.change]));
  for (const { address } of planned) {
    const resource = declared.get(withoutInstanceKeys(address));
    if (resource === undefined) {
      addFault(faults, () => `${address}: planned_values contains it, but configuration does not declare it`);
      continue;
    }
    const change = objectAt(changes.get(address), "", newFaults());
    const names = Object.keys(objectAt(resource.expressions, `configuration of ${address}: expressions`, faults));
    for (const name of names.filter((argument) => !isTold(change, argument))) {
      addFault(faults, () => `${address}: configuration sets ${name}, but resource_changes does not mention it`);
    }
  }
}

function declaredResources(
  module: Json | undefined,
  prefix: string,
  faults: ShapeFaults,
): readonly (readonly [string, JsonObject])[] {
  const where = `configuration of ${prefix || "the root module"}`;
  const { resources, module_calls: calls } = objectAt(module, where, faults);
  const own = objectsAt(resources, `${where}: resources`, faults).map((resource) => {
    const address = `${prefix}${jsonText(resource.address)}`;
    objectsAt(resource.provisioners, `configuration of ${address}: provisioners`, faults);
    return [address, resource] as const;
  });
  const inner = Object.entries(objectAt(calls, `${where}: module_calls`, faults)).flatMap(([name, call]) =>
    declaredResources(objectAt(call, `${prefix}module.${name}`, faults).module, `${prefix}module.${name}.`, faults),
  );
  return [...own, ...inner];
}
