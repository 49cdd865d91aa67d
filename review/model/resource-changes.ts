import { ownEntry } from "../../verify/collections/own-entry";
import {
  blocksOf,
  hasTrueMark,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  memberOf,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { markAt } from "./plan-marks";
import { replacementsBetween } from "./replacements";
import { byAddress } from "./review-difference";

/**
 * What Terraform does with a resource. `edit`: the arguments differ, none of them is known to force a replacement, and only a plan shows
 * whether the resource is updated or replaced.
 */
const changeKinds = ["create", "update", "edit", "replace", "destroy", "forget"] as const;

/** What Terraform does with a resource. */
export type ChangeKind = (typeof changeKinds)[number];

/** A change of one managed resource. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly kind: ChangeKind;
  /** Sensitive arguments that change; plans mask their values. @default - none, or not known */
  readonly sensitive?: readonly string[];
  /** Arguments that force the replacement. @default - none, or not known */
  readonly forcedBy?: readonly string[];
  /** Changed arguments of an edit of which only a plan shows whether they force a replacement. @default - none */
  readonly mayForce?: readonly string[];
}

/** Number of changes by kind, without zeros. */
export function countChangeKinds(changes: readonly ResourceChange[]): readonly (readonly [ChangeKind, number])[] {
  return changeKinds.flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [[kind, count] as const];
  });
}

/** The changes of managed resources in a plan, without deposed objects that an earlier run left behind. */
export function changesInPlan({ resource_changes: changes }: JsonObject): readonly ResourceChange[] {
  return blocksOf(changes)
    .filter(({ mode, deposed }) => mode === "managed" && deposed === undefined)
    .flatMap(({ address, type, change }) => {
      const { actions, replace_paths: paths } = isJsonObject(change) ? change : {};
      const sensitive = isJsonObject(change) ? changedSensitiveArguments(change) : [];
      const kind = changeKindOf(Array.isArray(actions) ? actions.map(jsonText) : []);
      const forcedBy = Array.isArray(paths) ? paths.map(argumentOf) : [];
      return kind === undefined
        ? []
        : [
            {
              ...{ address: jsonText(address), type: jsonText(type), kind },
              ...(forcedBy.length > 0 && { forcedBy }),
              ...(sensitive.length > 0 && { sensitive }),
            },
          ];
    });
}

/** Arguments with a sensitive part that differ on the two sides of an update or a replacement. */
function changedSensitiveArguments({
  before,
  after,
  before_sensitive: marksBefore = false,
  after_sensitive: marksAfter = false,
}: JsonObject): readonly string[] {
  if (!isJsonObject(before) || !isJsonObject(after)) {
    return [];
  }
  return [...new Set([...Object.keys(after), ...Object.keys(before)])].filter(
    (name) =>
      [marksBefore, marksAfter].some((marks) => hasTrueMark(markAt(marks, name))) &&
      JSON.stringify(memberOf(before, name) ?? null) !== JSON.stringify(memberOf(after, name) ?? null),
  );
}

/** Addresses of resources that were changed outside Terraform since the last apply. */
export function driftInPlan({ resource_drift: drift }: JsonObject): readonly string[] {
  return blocksOf(drift)
    .filter(({ mode }) => mode === "managed")
    .map(({ address }) => jsonText(address));
}

/** The changes between two configurations, of which `aws/replacing-arguments.ts` says what Terraform replaces. */
export function changesBetween(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ResourceChange[] {
  const [resourcesBefore, resourcesAfter] = [byAddress(before.resources), byAddress(after.resources)];
  const replacements = replacementsBetween(resourcesBefore, resourcesAfter, [before.region, after.region]);
  return [...new Set([...resourcesAfter.keys(), ...resourcesBefore.keys()])].flatMap(
    (address): readonly ResourceChange[] => {
      const [resourceBefore, resourceAfter] = [resourcesBefore.get(address), resourcesAfter.get(address)];
      const { type = "", mode } = resourceAfter ?? resourceBefore ?? {};
      if (mode !== "managed") {
        return [];
      }
      if (resourceBefore === undefined || resourceAfter === undefined) {
        return [{ address, type, kind: resourceBefore === undefined ? "create" : "destroy" }];
      }
      const { forcedBy = [], mayForce = [] } = replacements.get(address) ?? {};
      if (forcedBy.length > 0) {
        return [{ address, type, kind: "replace", forcedBy }];
      }
      return JSON.stringify(resourceBefore.values) === JSON.stringify(resourceAfter.values)
        ? []
        : [{ address, type, kind: "edit", ...(mayForce.length > 0 && { mayForce }) }];
    },
  );
}

const changeKindByActions: Readonly<Record<string, ChangeKind>> = {
  create: "create",
  update: "update",
  delete: "destroy",
  forget: "forget",
  "delete,create": "replace",
  "create,delete": "replace",
  "create,forget": "replace",
};

function changeKindOf(actions: readonly string[]): ChangeKind | undefined {
  return ownEntry(changeKindByActions, actions.join());
}

/** The argument of a replace path: `["subnet_ids", 0]` gives `subnet_ids`. */
function argumentOf(path: Json): string {
  return (Array.isArray(path) ? path : [path]).filter((step) => typeof step === "string").join(".");
}
