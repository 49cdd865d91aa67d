import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { byAddress } from "./match-by-key";

/** What becomes of one resource; `edit`: its text changes, and only a plan tells whether that updates or replaces it. */
export const changeKinds = ["create", "update", "edit", "replace", "destroy", "forget"] as const;

export type ChangeKind = (typeof changeKinds)[number];

/** A resource that does not stay as it is. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly kind: ChangeKind;
  /** Arguments that force a replacement. @default - none, or not known */
  readonly forcedBy?: readonly string[];
}

/** The changes of managed resources that a plan makes; objects that an earlier run left to be deleted are not theirs. */
export function changesInPlan({ resource_changes: changes }: JsonObject): readonly ResourceChange[] {
  return blocksOf(changes)
    .filter(({ mode, deposed }) => mode === "managed" && deposed === undefined)
    .flatMap(({ address, type, change }) => {
      const { actions, replace_paths: paths } = isJsonObject(change) ? change : {};
      const kind = changeKindOf(Array.isArray(actions) ? actions.map(String) : []);
      const forcedBy = Array.isArray(paths) ? paths.map(argumentOf) : [];
      return kind === undefined
        ? []
        : [{ address: String(address), type: String(type), kind, ...(forcedBy.length > 0 && { forcedBy }) }];
    });
}

/** Addresses of resources that somebody changed beside Terraform since the last apply. */
export function driftInPlan({ resource_drift: drift }: JsonObject): readonly string[] {
  return blocksOf(drift)
    .filter(({ mode }) => mode === "managed")
    .map(({ address }) => String(address));
}

/** The changes between two configurations, as far as they show: which of them Terraform must replace is not among it. */
export function changesBetween(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ResourceChange[] {
  const managed = ({ resources }: TerraformConfiguration) =>
    byAddress(resources.filter(({ mode }) => mode === "managed"));
  const [old, now] = [managed(before), managed(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((address): readonly ResourceChange[] => {
    const [was, is] = [old.get(address), now.get(address)];
    const type = (is ?? was)?.type ?? "";
    if (was === undefined || is === undefined) {
      return [{ address, type, kind: was === undefined ? "create" : "destroy" }];
    }
    return JSON.stringify(was.values) === JSON.stringify(is.values) ? [] : [{ address, type, kind: "edit" }];
  });
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
  return changeKindByActions[actions.join()];
}

/** `["subnet_ids", 0]` as `subnet_ids`. */
function argumentOf(path: Json): string {
  return (Array.isArray(path) ? path : [path]).filter((step) => typeof step === "string").join(".");
}
