import { isJsonObject, type Json, type JsonObject, jsonText } from "../../terraform-configuration";
import { firstDifference, jsonEquals, objectAt, objectsAt, shortJson } from "./json-shape";
import { addFault, type ShapeFaults } from "./shape-faults";
import { type ResourceEntry, requireMatchingAddress } from "./values-shape";

/** What an action list does: whether an object exists before and after it. */
interface ActionEffect {
  readonly before: boolean;
  readonly after: boolean;
}

/**
 * The actions of a plan.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
const actionEffects: ReadonlyMap<string, ActionEffect> = new Map([
  ["no-op", { before: true, after: true }],
  ["create", { before: false, after: true }],
  ["read", { before: false, after: true }],
  ["update", { before: true, after: true }],
  ["delete,create", { before: true, after: true }],
  ["create,delete", { before: true, after: true }],
  ["create,forget", { before: true, after: true }],
  ["delete", { before: true, after: false }],
  ["forget", { before: true, after: false }],
]);

/** One entry of `resource_changes` with the effect of its actions. */
interface ReadChange {
  readonly address: string;
  readonly entry: JsonObject;
  readonly change: JsonObject;
  readonly actions: string;
  readonly effect: ActionEffect;
}

/** The resources of a plan, besides its `resource_changes`. */
export interface PlanResources {
  /** Those of `planned_values`. */
  readonly planned: readonly ResourceEntry[];
  /** Those of `prior_state`. */
  readonly prior: readonly ResourceEntry[];
  /** Objects of `prior_state` that Terraform replaced and could not delete yet. */
  readonly former: readonly ResourceEntry[];
}

/**
 * Compares `resource_changes` with the planned values and the prior state, and reports every contradiction.
 *
 * @returns the actions of each change, such as `delete,create`
 */
export function compareResourceChanges(
  changes: Json | undefined,
  { planned, prior, former }: PlanResources,
  faults: ShapeFaults,
): readonly string[] {
  const read = objectsAt(changes, "resource_changes", faults).flatMap((entry) => readChange(entry, faults));
  const current = read.filter(({ entry }) => entry.deposed === undefined);
  const byAddress = new Map<string, ReadChange>();
  for (const change of current) {
    if (byAddress.has(change.address)) {
      addFault(faults, () => `resource_changes: contains ${change.address} twice`);
    }
    byAddress.set(change.address, change);
  }
  comparePlanned(planned, byAddress, faults);
  comparePrior(prior, current, faults);
  for (const change of current) {
    compareAction(change, faults);
  }
  for (const change of read.filter(({ entry }) => entry.deposed !== undefined)) {
    compareFormer(change, former, faults);
  }
  return read.map(({ actions }) => actions);
}

function readChange(entry: JsonObject, faults: ShapeFaults): readonly ReadChange[] {
  const { address, module_address: module } = entry;
  const change = objectAt(entry.change ?? null, `resource_changes of ${shortJson(address)}: change`, faults);
  const actions = textsOf(change.actions).join();
  const effect = actionEffects.get(actions);
  requireMatchingAddress(entry, typeof module === "string" ? `${module}.` : "", faults);
  if (change.importing !== undefined && !isJsonObject(change.importing)) {
    addFault(faults, () => `${jsonText(address)}: importing must be an object, got ${shortJson(change.importing)}`);
  }
  if (effect === undefined) {
    addFault(faults, () => `${jsonText(address)}: unknown actions, got ${shortJson(change.actions)}`);
    return [];
  }
  return [{ address: jsonText(address), entry, change, actions, effect }];
}

/** The texts of a list that holds nothing else: a list in a list would read like its only item. */
function textsOf(list: Json | undefined): readonly string[] {
  const items: readonly Json[] = Array.isArray(list) ? list : [];
  return items.every((item) => typeof item === "string") ? items : [];
}

function comparePlanned(
  planned: readonly ResourceEntry[],
  byAddress: ReadonlyMap<string, ReadChange>,
  faults: ShapeFaults,
): void {
  const plannedAddresses = new Set(planned.map(({ address }) => address));
  for (const { address, effect, actions } of byAddress.values()) {
    if (effect.after && !plannedAddresses.has(address)) {
      addFault(faults, () => `${address}: resource_changes says ${actions}, but planned_values does not contain it`);
    }
  }
  for (const { address, entry, values } of planned) {
    const found = byAddress.get(address);
    if (found === undefined) {
      addFault(faults, () => `${address}: planned_values contains it, but resource_changes does not`);
      continue;
    }
    const { change, effect, actions } = found;
    if (!effect.after) {
      addFault(faults, () => `${address}: planned_values contains it, but resource_changes says ${actions}`);
      continue;
    }
    addDifference(faults, `${address}: planned_values and change.after differ`, [values, change.after]);
    for (const name of ["mode", "type", "name", "index", "provider_name"]) {
      const text = `${address}: ${name} of planned_values and resource_changes differ`;
      addDifference(faults, text, [entry[name], found.entry[name]]);
    }
    const marks = [entry.sensitive_values, change.after_sensitive].map((tree) => trueMarks(tree ?? null));
    addDifference(faults, `${address}: sensitive marks differ`, marks);
  }
}

function comparePrior(prior: readonly ResourceEntry[], current: readonly ReadChange[], faults: ShapeFaults): void {
  const priorByAddress = new Map(prior.map((shown) => [shown.address, shown]));
  for (const { address, entry, change, effect } of current) {
    const { previous_address: previous } = entry;
    const isImported = change.importing !== undefined;
    const before = priorByAddress.get(address) ?? priorByAddress.get(jsonText(previous));
    if (before !== undefined && effect.before) {
      addDifference(faults, `${address}: prior_state and change.before differ`, [before.values, change.before]);
      const marks = [before.entry.sensitive_values, change.before_sensitive].map((tree) => trueMarks(tree ?? null));
      addDifference(faults, `${address}: sensitive marks before the change differ`, marks);
    } else if (before === undefined && effect.before && !isImported) {
      addFault(faults, () => `${address}: resource_changes says that it exists, but prior_state does not contain it`);
    } else if (before !== undefined && entry.mode === "managed" && !effect.before) {
      addFault(faults, () => `${address}: resource_changes creates it, but prior_state contains it`);
    }
  }
}

/** Terraform deletes or forgets a former object of the prior state, and does nothing else with it. */
function compareFormer(
  { address, entry, change, actions }: ReadChange,
  former: readonly ResourceEntry[],
  faults: ShapeFaults,
): void {
  const where = `${address}: the former object ${shortJson(entry.deposed)}`;
  const found = former.find((shown) => shown.address === address && shown.entry.deposed_key === entry.deposed);
  if (!formerActions.includes(actions)) {
    addFault(faults, () => `${where}: ${actions} is not an action of a former object`);
  }
  if (found === undefined) {
    addFault(faults, () => `${where} is not in prior_state`);
  } else {
    const text = `${address}: prior_state and change.before of a former object differ`;
    addDifference(faults, text, [found.values, change.before]);
  }
}

const formerActions: readonly string[] = ["delete", "forget"];

/** An action says whether there is an object before and after; no-op says that both are equal. */
function compareAction({ address, entry, change, actions, effect }: ReadChange, faults: ShapeFaults): void {
  const { before = null, after = null, after_unknown: unknown = null } = change;
  const isRead = actions === "read";
  if (isRead !== (entry.mode === "data" && actions !== "no-op" && actions !== "delete")) {
    addFault(faults, () => `${address}: ${actions} is not an action of a ${jsonText(entry.mode)} resource`);
  }
  if (!isRead && isJsonObject(before) !== effect.before) {
    addFault(faults, () => `${address}: ${actions} does not fit to change.before ${shortJson(before)}`);
  }
  if (isJsonObject(after) !== effect.after) {
    addFault(faults, () => `${address}: ${actions} does not fit to change.after ${shortJson(after)}`);
  }
  if (effect.after && !isJsonObject(unknown)) {
    addFault(faults, () => `${address}: change.after_unknown must be an object, got ${shortJson(unknown)}`);
  }
  if (actions === "no-op") {
    addDifference(faults, `${address}: no-op, but change.before and change.after differ`, [before, after]);
    if (trueMarks(unknown) !== null) {
      addFault(faults, () => `${address}: no-op, but change.after_unknown has unknown values`);
    }
  }
  const known = knownButMarked(after, unknown, "");
  if (known !== undefined) {
    addFault(
      faults,
      () => `${address}: change.after_unknown says that ${known} is not known, but change.after contains it`,
    );
  }
}

/** A path that `after_unknown` marks, although `after` contains a value there. */
function knownButMarked(after: Json | undefined, unknown: Json | undefined, path: string): string | undefined {
  if (unknown === true) {
    return after === undefined || after === null ? undefined : path || "the whole value";
  }
  if (typeof unknown !== "object" || unknown === null) {
    return unknown === false || unknown === null || unknown === undefined ? undefined : `the mark at ${path}`;
  }
  for (const [name, mark] of Object.entries(unknown)) {
    const member = Array.isArray(after) ? after[Number(name)] : isJsonObject(after) ? after[name] : undefined;
    const found = knownButMarked(member, mark as Json, path === "" ? name : `${path}.${name}`);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Whether a change says what becomes of an argument: its value, or that a part of it is not known. */
export function isTold(change: JsonObject, name: string): boolean {
  const { after, after_unknown: unknown } = change;
  const mark = isJsonObject(unknown) ? unknown[name] : undefined;
  return (isJsonObject(after) && name in after) || trueMarks(mark ?? null) !== null;
}

/** The tree of marks with only what is marked; null when nothing is. */
function trueMarks(marks: Json): Json {
  if (Array.isArray(marks)) {
    const items = marks.map(trueMarks);
    return items.every((item) => item === null) ? null : items;
  }
  if (isJsonObject(marks)) {
    const entries = Object.entries(marks).flatMap(([name, inner]): [string, Json][] => {
      const kept = trueMarks(inner);
      return kept === null ? [] : [[name, kept]];
    });
    return entries.length === 0 ? null : Object.fromEntries(entries);
  }
  return marks === false ? null : marks;
}

/** @param text what differs, after the address of the resource */
function addDifference(faults: ShapeFaults, text: string, [one, other]: readonly (Json | undefined)[]): void {
  if (!jsonEquals(one, other)) {
    addFault(faults, () => `${text}: ${firstDifference(one, other)}`);
  }
}
