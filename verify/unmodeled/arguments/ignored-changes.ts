import { ownEntry } from "../../collections/own-entry";
import { resourceTypeOf } from "../../terraform/resource-types";
import { argumentUse, isListedBlock, isUnset } from "../../terraform/resource-types/argument-uses";
import type { ModeledType } from "../../terraform/resource-types/resource-type";
import { blocksOf, type Json, type Resource } from "../../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "../model-gap";

/** Terraform does not correct a manual change of an argument that `ignore_changes` lists. */
export function ignoredChanges(resource: Resource): readonly ModelGap[] {
  const { address, mode, type, values } = resource;
  const entry = mode === "managed" ? resourceTypeOf(type) : undefined;
  const ignored = blocksOf(values.lifecycle)
    .flatMap((block) => argumentsIn(block.ignore_changes))
    .filter((name) => entry?.kind !== "modeled" || !mayBeIgnored(entry, name))
    .filter((name) => !isLeftToAws(resource, name));
  if ((entry?.kind !== "modeled" && entry?.kind !== "reported") || ignored.length === 0) {
    return [];
  }
  const text = `${address} ignores changes of ${ignored.join(", ")}, so the real values may differ from the configuration`;
  return [modelGap(entry.topics, text, resource)];
}

/** Whether each value of the argument leaves the verdicts as they are, or can be set only when the resource is created. */
function mayBeIgnored(type: ModeledType, name: string): boolean {
  const path = name.replace(/\[[^\]]*\]/g, "");
  const around = path.split(".").map((_, at, parts) => parts.slice(0, at + 1).join("."));
  const uses = around.flatMap((prefix) => argumentUse(type, prefix) ?? []);
  return (
    around.some((prefix) => type.createOnce.includes(prefix)) ||
    (uses.length > 0 && !isListedBlock(type, path) && uses.every(({ kind }) => kind === "neutral"))
  );
}

/**
 * Arguments whose unset value means what AWS does by itself, with or without `ignore_changes`. The default network ACL has each subnet that
 * no other one has, and Terraform cannot take one from it.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_network_acl
 */
const argumentsLeftToAws: Readonly<Record<string, string>> = { aws_default_network_acl: "subnet_ids" };

function isLeftToAws({ type, values }: Resource, name: string): boolean {
  const value = values[name] ?? null;
  return (
    ownEntry(argumentsLeftToAws, type) === name && (isUnset(value) || (Array.isArray(value) && value.length === 0))
  );
}

function argumentsIn(value: Json | undefined): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => (typeof item === "string" ? [item] : []));
}
