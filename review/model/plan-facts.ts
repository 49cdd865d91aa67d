import { ownEntry } from "../../verify/collections/own-entry";
import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import {
  blocksOf,
  hasTrueMark,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  memberOf,
  objectOf,
} from "../../verify/terraform/terraform-configuration";
import { markAt } from "./plan-marks";
import { printablePair } from "./printable-value";
import { changesInPlan } from "./resource-changes";

/** What only a plan says of a change, and no model compares. */
export interface PlanFacts {
  /** Destroyed and replaced resources, with Terraform's reason. */
  readonly removals: readonly string[];
  /** Resources with another address in the state. */
  readonly moved: readonly string[];
  /** Resources that exist and come under Terraform. */
  readonly imported: readonly string[];
  /** Objects of an earlier run that Terraform still deletes. */
  readonly deposed: readonly string[];
  /** Resources that were changed outside Terraform, whether or not the plan changes them. */
  readonly drifted: readonly string[];
  /** Outputs whose value changes, or whose value is no longer hidden. */
  readonly outputs: readonly string[];
  /** Checks, conditions and validations of the configuration that fail, or whose result is not known before the apply. */
  readonly checks: readonly string[];
}

/** @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation */
export function planFacts(plan: JsonObject): PlanFacts {
  const managed = blocksOf(plan.resource_changes).filter(({ mode }) => mode === "managed");
  const reasons = new Map(managed.map(({ address, action_reason: reason }) => [jsonText(address), reason]));
  const outputs = Object.entries(isJsonObject(plan.output_changes) ? plan.output_changes : {});
  const configured = objectOf(objectOf(plan.configuration).root_module).outputs;
  return {
    removals: changesInPlan(plan)
      .filter(({ kind }) => kind === "destroy" || kind === "replace")
      .toSorted((one, other) => one.kind.localeCompare(other.kind))
      .map(({ address, kind, forcedBy = [] }) => {
        const verb = kind === "destroy" ? "is destroyed" : "is replaced";
        const because = forcedBy.length === 0 ? "" : ` because of changes to ${forcedBy.join(", ")}`;
        return `${address} ${verb}${because || reasonText(reasons.get(address))}`;
      }),
    // Terraform moves a resource without count to the first of none, and destroys it there.
    moved: managed.flatMap(({ address, previous_address: previous, change }) =>
      typeof previous === "string" && !(isJsonObject(change) && change.after === null)
        ? [`${previous} is now ${jsonText(address)}`]
        : [],
    ),
    imported: managed.flatMap(({ address, change }) =>
      isJsonObject(change) && isJsonObject(change.importing) ? [jsonText(address)] : [],
    ),
    deposed: managed.flatMap(({ address, deposed }) => (deposed === undefined ? [] : [jsonText(address)])),
    drifted: blocksOf(plan.resource_drift).flatMap(({ mode, address, change }) =>
      mode === "managed" ? [`${jsonText(address)}${driftText(change)}`] : [],
    ),
    outputs: outputs.flatMap(([name, change]) =>
      isShown(change, memberOf(configured, name))
        ? [`${name} is no longer sensitive: everybody who reads outputs sees its value`]
        : isChange(change)
          ? [outputText(name, change)]
          : [],
    ),
    checks: blocksOf(plan.checks).flatMap(checkTexts),
  };
}

/** Arguments of one resource that are named. */
const NAMED_ARGUMENTS = 4;

/** What somebody changed: the arguments with both values, where they are short and not marked as sensitive. */
function driftText(change: Json | undefined): string {
  const {
    before = null,
    after = null,
    before_sensitive: was = {},
    after_sensitive: is = {},
  } = isJsonObject(change) ? change : {};
  if (!isJsonObject(before) || !isJsonObject(after)) {
    return after === null && isJsonObject(before) ? " is gone" : "";
  }
  const valuesOf = (name: string) => [memberOf(before, name) ?? null, memberOf(after, name) ?? null] as const;
  const names = Object.keys({ ...before, ...after }).filter((name) => !jsonEquals(...valuesOf(name)));
  const texts = names.slice(0, NAMED_ARGUMENTS).map((name) => {
    const values = valuesOf(name);
    const isMarked = [was, is].some((marks) => hasTrueMark(markAt(marks, name)));
    return isMarked || values.some((value) => typeof value === "object" && value !== null)
      ? name
      : `${name}: ${printablePair(name, ...values).join(" -> ")}`;
  });
  const more = names.length > texts.length ? [`${names.length - texts.length} more`] : [];
  return texts.length === 0 ? "" : ` (${[...texts, ...more].join(", ")})`;
}

/** @see https://developer.hashicorp.com/terraform/internals/json-format#checks-representation */
function checkTexts({ instances }: JsonObject): readonly string[] {
  return blocksOf(instances).flatMap(({ address, status, problems }) => {
    const { to_display: name } = isJsonObject(address) ? address : {};
    const messages = blocksOf(problems).map(({ message }) => jsonText(message));
    return status === "fail" || status === "error"
      ? [`${jsonText(name)} fails${messages.length === 0 ? "" : `: ${messages.join("; ")}`}`]
      : status === "unknown"
        ? [`${jsonText(name)} is not known before the apply`]
        : [];
  });
}

/**
 * Whether an output has a value that was hidden before, and is not now. Of an output that is sensitive on one side, a plan marks both.
 */
function isShown(change: Json, configured: Json | undefined): boolean {
  return (
    isJsonObject(change) &&
    change.before !== null &&
    change.after !== null &&
    hasTrueMark(change.before_sensitive ?? false) &&
    isJsonObject(configured) &&
    configured.sensitive !== true
  );
}

/**
 * Terraform's reasons in words. Terraform may add some, which are printed as they are.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
const reasonTexts: Readonly<Record<string, string>> = {
  replace_because_tainted: "its last creation failed, or somebody tainted it",
  replace_because_cannot_update: "AWS cannot update it",
  replace_by_request: "the command asked for it",
  replace_by_triggers: "something in its replace_triggered_by changes",
  delete_because_no_resource_config: "it is no longer in the configuration",
  delete_because_no_module: "its module is no longer in the configuration",
  delete_because_wrong_repetition: "it no longer has count or for_each, or now has it",
  delete_because_count_index: "count is smaller",
  delete_because_each_key: "for_each no longer has its key",
  delete_because_no_move_target: "its moved block names nothing in the configuration",
};

function reasonText(reason: Json | undefined): string {
  return typeof reason === "string" ? `: ${ownEntry(reasonTexts, reason) ?? reason.replaceAll("_", " ")}` : "";
}

/** The output with both values, where they are short, known and not marked as sensitive. */
function outputText(name: string, change: Json): string {
  if (!isJsonObject(change)) {
    return name;
  }
  const { before = null, after = null, after_unknown: unknown = false } = change;
  const isMarked = [change.before_sensitive, change.after_sensitive].some(hasTrueMark);
  if (isMarked) {
    return `${name} (sensitive)`;
  }
  const isUnknown = hasTrueMark(unknown);
  if ([before, after].some((value) => typeof value === "object" && value !== null)) {
    return name;
  }
  const [one, other] = printablePair(name, before, after);
  return before === null
    ? `${name} is added${isUnknown || after === null ? "" : `: ${other}`}`
    : `${name}: ${one} -> ${isUnknown ? "(known after apply)" : after === null ? "(removed)" : other}`;
}

function isChange(change: Json): boolean {
  const actions = isJsonObject(change) && Array.isArray(change.actions) ? change.actions : [];
  return actions.some((action) => action !== "no-op" && action !== "read");
}
