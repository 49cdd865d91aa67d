import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  type Resource,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { changesInPlan } from "../model/resource-changes";
import { byAddress } from "../model/review-difference";

/** A managed resource that exists before and after the change, with its values on both sides. */
export interface ResourceSides {
  readonly address: string;
  readonly type: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Parallel to `after`: `true` where only the apply shows the value. @default - all is known */
  readonly unknown?: Json;
  /** Parallel to `before` and `after`: `true` where the value is sensitive. @default - nothing is marked */
  readonly marks?: { readonly before: Json; readonly after: Json };
  /** The values with references in place of IDs. They also have the known part of what only the apply completes. @default - none */
  readonly written?: { readonly before: JsonObject; readonly after: JsonObject };
  /** Whether somebody wrote the values: then an empty list is not the same as no argument. @default - Terraform may write one for the other */
  readonly areWritten?: true;
}

/** The updated and replaced resources of a plan, as the plan shows them. */
export function sidesInPlan(
  plan: JsonObject,
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ResourceSides[] {
  const kinds = new Map(changesInPlan(plan).map(({ address, kind }) => [address, kind]));
  const [writtenBefore, writtenAfter] = [managedIn(before), managedIn(after)];
  return blocksOf(plan.resource_changes).flatMap(({ mode, deposed, address, type, change }) => {
    const name = jsonText(address);
    const isKept = ["update", "replace"].includes(kinds.get(name) ?? "");
    if (mode !== "managed" || deposed !== undefined || !isKept || !isJsonObject(change)) {
      return [];
    }
    const { before: one, after: other, after_unknown: unknown = false } = change;
    const { before_sensitive: marksBefore = false, after_sensitive: marksAfter = false } = change;
    const [first, second] = [writtenBefore.get(name), writtenAfter.get(name)];
    return isJsonObject(one) && isJsonObject(other)
      ? [
          {
            ...{ address: name, type: jsonText(type), before: one, after: other, unknown },
            marks: { before: marksBefore, after: marksAfter },
            ...(first && second && { written: { before: first.values, after: second.values } }),
          },
        ]
      : [];
  });
}

/** The resources that two configurations both have. */
export function sidesBetween(before: TerraformConfiguration, after: TerraformConfiguration): readonly ResourceSides[] {
  const known = managedIn(before);
  const areWritten = before.form === "synthesized" && after.form === "synthesized";
  return [...managedIn(after).values()].flatMap(({ address, type, values }) => {
    const earlier = known.get(address);
    return earlier === undefined
      ? []
      : [{ address, type, before: earlier.values, after: values, ...(areWritten && { areWritten }) }];
  });
}

function managedIn({ resources }: TerraformConfiguration): ReadonlyMap<string, Resource> {
  return byAddress(resources.filter(({ mode }) => mode === "managed"));
}
