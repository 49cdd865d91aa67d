import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ignoredChangeDifferences } from "../../../review/compare/ignored-change-differences";
import { ignoredChangesBetween } from "../../../review/model/ignored-changes";
import {
  blocksOf,
  isJsonObject,
  type JsonObject,
  type Resource,
} from "../../../verify/terraform/terraform-configuration";
import { STACK_FILE } from "../../shared/inputs/synthesized-stacks";

/** Resources of synthesized stacks with arguments that Terraform ignores, by the name of the stack. */
export type IgnoringResources = ReadonlyMap<string, readonly Resource[]>;

/** Reads them from the folder of a synthesis; a folder without stacks has none. A file that is no JSON counts as none. */
export function readIgnoringResources(outdir: string): IgnoringResources {
  const stacks = join(outdir, "stacks");
  const names = existsSync(stacks) ? readdirSync(stacks) : [];
  return new Map(names.map((name) => [name, ignoringResourcesOf(join(stacks, name, STACK_FILE))]));
}

/** One line for each resource whose edit no deployment applies, and one for each of its settings. */
export function ignoredEdits(before: IgnoringResources, after: IgnoringResources): readonly string[] {
  return [...after].flatMap(([stack, resources]) =>
    ignoredChangeDifferences(ignoredChangesBetween(before.get(stack) ?? [], resources), stack).flatMap(
      ({ text, details = [] }) => [`${stack}: ${text}`, ...details.map((detail) => `  ${detail}`)],
    ),
  );
}

function ignoringResourcesOf(path: string): readonly Resource[] {
  const { resource }: JsonObject = readObject(path);
  return Object.entries(isJsonObject(resource) ? resource : {}).flatMap(([type, named]) =>
    Object.entries(isJsonObject(named) ? named : {}).flatMap(([name, values]) =>
      isJsonObject(values) && blocksOf(values.lifecycle).some((block) => block.ignore_changes !== undefined)
        ? [{ address: `${type}.${name}`, mode: "managed" as const, type, name, values }]
        : [],
    ),
  );
}

function readObject(path: string): JsonObject {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return {};
  }
}
