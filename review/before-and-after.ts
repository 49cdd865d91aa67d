import { wholePlan } from "../verify/terraform/read/plan/whole-plan";
import { readConfiguration, readDerivedPlan } from "../verify/terraform/read/read-configuration";
import type { ModuleSurroundings } from "../verify/terraform/read/read-synthesized";
import {
  isJsonObject,
  type JsonObject,
  type TerraformConfiguration,
} from "../verify/terraform/terraform-configuration";
import { type ResourceSides, sidesBetween, sidesInPlan } from "./attributes/resource-sides";
import { rewrittenFiles } from "./compare/execution/rewritten-files";
import { type IgnoredChange, ignoredChangesBetween, ignoredChangesOfPlan } from "./model/ignored-changes";
import { type PlanFacts, planFacts } from "./model/plan-facts";
import { changesBetween, changesInPlan, driftInPlan, type ResourceChange } from "./model/resource-changes";
import { type SensitiveTextMask, sensitiveTextMask } from "./model/sensitive-texts";
import { unreadFilesBetween } from "./planning/unread-files";
import { planOfNoChange } from "./prior-plan";

/** A configuration before and after a change, in the same normal form: what does not change is equal in both. */
export interface BeforeAndAfter {
  /** @default - nothing existed before */
  readonly before?: TerraformConfiguration;
  /** @default - nothing remains */
  readonly after?: TerraformConfiguration;
  readonly changes: readonly ResourceChange[];
  /** Addresses of resources that were changed outside Terraform. */
  readonly drifted: readonly string[];
  /** Configured values that Terraform does not apply. @default - none */
  readonly ignored?: readonly IgnoredChange[];
  /** What only a plan says. @default - two files are compared */
  readonly facts?: PlanFacts;
  /** The values of updated and replaced resources on both sides. @default - they are not compared one by one */
  readonly sides?: readonly ResourceSides[];
  /** Hides what either side marks as sensitive. @default - nothing is marked */
  readonly mask?: SensitiveTextMask;
  /** Both files, where two files are compared. @default - a plan, which does not hold the earlier configuration */
  readonly files?: { readonly before: JsonObject; readonly after: JsonObject };
  /** Finds the names of files with another text on each side, where two root modules are compared. @default - none is known */
  readonly rewritten?: () => readonly string[];
  /** Calls of functions that read files which could not be compared, or which differ. @default - none */
  readonly uncompared?: () => readonly string[];
}

/** A parsed Terraform JSON file. */
export interface ReviewInput {
  readonly json: unknown;
  /** Name of the file in error texts. */
  readonly name: string;
  /** What belongs to a synthesized stack in addition to its JSON. @default - nothing */
  readonly surroundings?: ModuleSurroundings;
}

/**
 * Reads the prior state and the planned values of a plan.
 *
 * @param alternative what the command offers for a file that is no plan
 * @throws when the JSON is not a plan, or the plan is partial or failed
 */
export function beforeAndAfterOfPlan(
  { json, name, surroundings }: ReviewInput,
  alternative = "add --before FILE",
): BeforeAndAfter {
  const mask: SensitiveTextMask = isJsonObject(json) ? sensitiveTextMask(json) : (text) => text;
  const after = masked(mask, () => readConfiguration(json, name, surroundings));
  if (after.form !== "plan" || !isJsonObject(json)) {
    throw new Error(
      `${name}: not a plan, got a ${after.form} stack; pass the output of terraform show -json PLAN, or ${alternative}`,
    );
  }
  const before = withoutModuleOutputs(
    masked(mask, () => readDerivedPlan(planOfNoChange(wholePlan(json)), `${name} (before)`, surroundings)),
  );
  return {
    ...(hasManagedResources(before) && { before }),
    ...(hasManagedResources(after) && { after }),
    changes: changesInPlan(json),
    drifted: driftInPlan(json),
    ignored: ignoredChangesOfPlan(json),
    facts: planFacts(json),
    sides: sidesInPlan(json, before, after),
    mask,
  };
}

/**
 * Reads two files of the same form, for example the synthesized stacks of two branches.
 *
 * @throws when the forms differ
 */
export function beforeAndAfterOfFiles(before: ReviewInput, after: ReviewInput): BeforeAndAfter {
  const [configurationBefore, configurationAfter] = [before, after].map(({ json, name, surroundings }) =>
    readConfiguration(json, name, surroundings),
  );
  if (
    configurationBefore === undefined ||
    configurationAfter === undefined ||
    configurationBefore.form !== configurationAfter.form
  ) {
    throw new Error(
      `${after.name}: cannot be compared with ${before.name}, got forms ${configurationAfter?.form} and ${configurationBefore?.form}; pass two files of the same form`,
    );
  }
  return {
    ...(hasManagedResources(configurationBefore) && { before: configurationBefore }),
    ...(hasManagedResources(configurationAfter) && { after: configurationAfter }),
    changes: changesBetween(configurationBefore, configurationAfter),
    drifted: [],
    rewritten: () => rewrittenFiles(before, after),
    uncompared: () => unreadFilesBetween(before, after),
    sides: sidesBetween(configurationBefore, configurationAfter),
    ignored: ignoredChangesBetween(configurationBefore.resources, configurationAfter.resources),
    mask: maskOfFiles(before, after),
    ...(configurationAfter.form === "synthesized" && isJsonObject(before.json) && isJsonObject(after.json)
      ? { files: { before: before.json, after: after.json } }
      : {}),
  };
}

/** Messages about a faulty file quote its values. */
function masked<Result>(mask: SensitiveTextMask, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof Error ? new Error(mask(error.message)) : error;
  }
}

function maskOfFiles(...files: readonly ReviewInput[]): SensitiveTextMask {
  const masks = files.flatMap(({ json }) => (isJsonObject(json) ? [sensitiveTextMask(json)] : []));
  return (text) => masks.reduce((masked, mask) => mask(masked), text);
}

/** States contain no module outputs; those in the plan describe only the result. */
function withoutModuleOutputs(configuration: TerraformConfiguration): TerraformConfiguration {
  const rootOutputs = Object.entries(configuration.outputs).filter(([name]) => !name.startsWith("module."));
  return { ...configuration, outputs: Object.fromEntries(rootOutputs) };
}

function hasManagedResources({ resources }: TerraformConfiguration): boolean {
  return resources.some(({ mode }) => mode === "managed");
}
