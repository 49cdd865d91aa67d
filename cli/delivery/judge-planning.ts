import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { type PlanningPart, planningParts } from "../../review/planning/planning-parts";
import { type UnknownPart, type UnknownPlanning, unknownParts } from "../../review/planning/unknown-parts";
import type { Json, JsonObject } from "../../verify/terraform/terraform-configuration";
import { readJson } from "../shared/files/json-file";
import { STACK_FILE } from "../shared/inputs/synthesized-stacks";
import { environmentStacks } from "./changed-stacks";
import { sortedKeys } from "./digests/canonical-json";
import { assetsDigest } from "./stack-files";

/** A synthesized stack that nobody has reviewed, and the trusted synthesis with which it is compared. */
export interface PlanningComparison {
  readonly name: string;
  /** Path of its Terraform JSON. */
  readonly path: string;
  readonly json: JsonObject;
  /** Output folder of the trusted synthesis. */
  readonly before: string;
}

/**
 * Compares what Terraform would execute, load or contact while it plans a stack with the stacks of a trusted synthesis. Nothing runs.
 *
 * @returns nothing when a trusted stack does each of it
 * @throws one line when the trusted synthesis has no stack
 */
export function judgePlanning({ name, path, json, before }: PlanningComparison): UnknownPlanning | undefined {
  const parts = planningParts(json, assetsDigest(dirname(path)));
  const { folder, names } = environmentStacks(before);
  const partsOf = (stack: string): readonly PlanningPart[] => {
    const known = join(folder, stack);
    return planningParts(readJson(join(known, STACK_FILE)) as JsonObject, assetsDigest(known));
  };
  const same = names.includes(name) ? partsOf(name) : [];
  // Most changes leave nothing unknown: the other stacks of a fleet are then not read.
  const unknown = names
    .filter((other) => other !== name)
    .reduce(
      (left: readonly UnknownPart[], other) =>
        left.length === 0
          ? left
          : unknownParts(
              left.map(({ part }) => part),
              { same, others: partsOf(other) },
            ),
      unknownParts(parts, { same, others: [] }),
    );
  return unknown.length === 0
    ? undefined
    : { texts: unknown.flatMap(({ texts }) => texts), digest: digestOf(unknown.map(({ part }) => part)) };
}

/** Where a call is does not matter: the same text in another place does the same. */
function digestOf(parts: readonly PlanningPart[]): string {
  const contents = parts
    .map(
      (part): Json =>
        part.kind === "call" ? [part.name, part.text, part.files] : [part.path, part.value, part.definitions],
    )
    .map((content) => JSON.stringify(sortedKeys(content)));
  return createHash("sha256")
    .update(JSON.stringify([...new Set(contents)].sort()))
    .digest("hex");
}

/**
 * The digests that a maintainer allows, separated by blanks or commas, or `none`.
 *
 * @throws when one is not a digest
 */
export function parseAllowedDigests(text: string): readonly string[] {
  const digests = text.split(/[\s,]+/).filter((word) => word !== "" && word !== "none");
  const wrong = digests.find((digest) => !/^[0-9a-f]{64}$/.test(digest));
  if (wrong !== undefined) {
    throw new Error(
      `--allow-execution: not a digest of 64 hexadecimal digits, got ${wrong}; copy it from the comment on the plan`,
    );
  }
  return digests;
}
