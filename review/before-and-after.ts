import { type Configuration, isJsonObject, type Json, type JsonObject } from "../verify/terraform/configuration";
import type { ModuleLoader } from "../verify/terraform/read/modules/module";
import { readConfiguration } from "../verify/terraform/read/read-configuration";
import { changesBetween, changesInPlan, driftInPlan, type ResourceChange } from "./model/resource-changes";

/** A configuration before a change and after it, in one normal form: where nothing changes, the two are equal. */
export interface Sides {
  /** @default - nothing was there */
  readonly before?: Configuration;
  /** @default - nothing stays */
  readonly after?: Configuration;
  readonly changes: readonly ResourceChange[];
  /** Addresses of what somebody changed beside Terraform. */
  readonly drifted: readonly string[];
}

/** A file as parsed, and what people call it. */
export interface Source {
  readonly json: unknown;
  readonly name: string;
  /** Finds modules that a synthesized stack calls. @default - they count as not read */
  readonly load?: ModuleLoader;
}

/**
 * Reads both sides of a plan.
 *
 * @throws when it is no plan, or only a part of one
 */
export function sidesOfPlan({ json, name }: Source): Sides {
  const after = readConfiguration(json, name);
  if (after.form !== "plan" || !isJsonObject(json)) {
    throw new Error(`${name}: is not a plan, got a ${after.form} stack; pass terraform show -json PLAN, or --before`);
  }
  const before = withoutModuleOutputs(readConfiguration(rewound(json), `${name} (before)`));
  return {
    ...(isThere(before) && { before }),
    ...(isThere(after) && { after }),
    changes: changesInPlan(json),
    drifted: driftInPlan(json),
  };
}

/** Reads both sides from two files of any form, stacks of two branches for example. */
export function sidesOfFiles(before: Source, after: Source): Sides {
  const [old, now] = [before, after].map(({ json, name, load }) => readConfiguration(json, name, load));
  if (old === undefined || now === undefined || old.form !== now.form) {
    throw new Error(
      `${after.name}: cannot be compared with ${before.name}, got a ${now?.form} and a ${old?.form}; pass two of a kind`,
    );
  }
  return {
    ...(isThere(old) && { before: old }),
    ...(isThere(now) && { after: now }),
    changes: changesBetween(old, now),
    drifted: [],
  };
}

/**
 * The plan of no change over what is there now. Read by the same reader as the plan itself, what does not change comes out
 * the same on both sides; a reader of states would name the same thing in other words.
 */
function rewound(plan: JsonObject): JsonObject {
  const { prior_state: prior, resource_changes: changes, output_changes: outputs } = plan;
  return {
    ...plan,
    complete: true,
    planned_values: (isJsonObject(prior) ? prior.values : undefined) ?? {},
    resource_changes: (Array.isArray(changes) ? changes : []).map((entry: Json) =>
      isJsonObject(entry) && isJsonObject(entry.change)
        ? { ...entry, change: { ...entry.change, after_unknown: {} } }
        : entry,
    ),
    output_changes: Object.fromEntries(
      Object.entries(isJsonObject(outputs) ? outputs : {}).map(([name, change]) => [name, unchanged(change)]),
    ),
  };
}

function unchanged(change: Json): JsonObject {
  const { before = null, before_sensitive: marks = false } = isJsonObject(change) ? change : {};
  return { actions: ["no-op"], before, after: before, after_unknown: false, after_sensitive: marks };
}

/** No state keeps outputs of modules: what the plan's text says of them is true of afterwards only. */
function withoutModuleOutputs(configuration: Configuration): Configuration {
  const own = Object.entries(configuration.outputs).filter(([name]) => !name.startsWith("module."));
  return { ...configuration, outputs: Object.fromEntries(own) };
}

function isThere({ resources }: Configuration): boolean {
  return resources.some(({ mode }) => mode === "managed");
}
