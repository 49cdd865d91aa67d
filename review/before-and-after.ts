import type { ModuleLoader } from "../verify/terraform/read/modules/expanded-module";
import { readConfiguration } from "../verify/terraform/read/read-configuration";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type TerraformConfiguration,
} from "../verify/terraform/terraform-configuration";
import { changesBetween, changesInPlan, driftInPlan, type ResourceChange } from "./model/resource-changes";

/** A configuration before a change and after it, in one normal form: where nothing changes, the two are equal. */
export interface BeforeAndAfter {
  /** @default - nothing was there */
  readonly before?: TerraformConfiguration;
  /** @default - nothing stays */
  readonly after?: TerraformConfiguration;
  readonly changes: readonly ResourceChange[];
  /** Addresses of what somebody changed beside Terraform. */
  readonly drifted: readonly string[];
}

/** A file as parsed, and what people call it. */
export interface ReviewInput {
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
export function beforeAndAfterOfPlan({ json, name }: ReviewInput): BeforeAndAfter {
  const after = readConfiguration(json, name);
  if (after.form !== "plan" || !isJsonObject(json)) {
    throw new Error(`${name}: is not a plan, got a ${after.form} stack; pass terraform show -json PLAN, or --before`);
  }
  const before = withoutModuleOutputs(readConfiguration(planOfNoChange(json), `${name} (before)`));
  return {
    ...(hasManagedResources(before) && { before }),
    ...(hasManagedResources(after) && { after }),
    changes: changesInPlan(json),
    drifted: driftInPlan(json),
  };
}

/** Reads both sides from two files of any form, stacks of two branches for example. */
export function beforeAndAfterOfFiles(before: ReviewInput, after: ReviewInput): BeforeAndAfter {
  const [old, now] = [before, after].map(({ json, name, load }) => readConfiguration(json, name, load));
  if (old === undefined || now === undefined || old.form !== now.form) {
    throw new Error(
      `${after.name}: cannot be compared with ${before.name}, got a ${now?.form} and a ${old?.form}; pass two of a kind`,
    );
  }
  return {
    ...(hasManagedResources(old) && { before: old }),
    ...(hasManagedResources(now) && { after: now }),
    changes: changesBetween(old, now),
    drifted: [],
  };
}

/**
 * The plan of no change over what is there now. Read by the same reader as the plan itself, what does not change comes out
 * the same on both sides; a reader of states would name the same thing in other words.
 */
function planOfNoChange(plan: JsonObject): JsonObject {
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
      Object.entries(isJsonObject(outputs) ? outputs : {}).map(([name, change]) => [name, unchangedOutput(change)]),
    ),
  };
}

function unchangedOutput(change: Json): JsonObject {
  const { before = null, before_sensitive: marks = false } = isJsonObject(change) ? change : {};
  return { actions: ["no-op"], before, after: before, after_unknown: false, after_sensitive: marks };
}

/** No state keeps outputs of modules: what the plan's text says of them is true of afterwards only. */
function withoutModuleOutputs(configuration: TerraformConfiguration): TerraformConfiguration {
  const own = Object.entries(configuration.outputs).filter(([name]) => !name.startsWith("module."));
  return { ...configuration, outputs: Object.fromEntries(own) };
}

function hasManagedResources({ resources }: TerraformConfiguration): boolean {
  return resources.some(({ mode }) => mode === "managed");
}
