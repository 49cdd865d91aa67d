import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { withoutEntriesOfOthers } from "../../verify/acceptance/shared-entries";
import { perimeterHolds, type VerifiedStack } from "../../verify/claims/decide-claims";
import { unprovedClaims } from "../../verify/report/text-report";
import { isConfigurationFile } from "../../verify/terraform/read/folder/terraform-file-name";
import { readPolicy } from "../policy/policy-file";
import { STACK_FILE } from "../shared/inputs/synthesized-stacks";
import { refusedLines } from "../stacks/synthesize-environments";
import { verifyFile } from "../stacks/verify-file";

/** What is wrong with a synthesis, and how a reader learns it. */
export interface SynthesisJudgement {
  readonly stacks: readonly VerifiedStack[];
  /** One line for each value that AWS would refuse. */
  readonly refused: readonly string[];
  /** One line for each file of another author that Terraform would load together with a stack. */
  readonly foreign: readonly string[];
}

/**
 * Judges a synthesis before anybody can deploy it.
 *
 * @param finished folder of the synthesis
 * @param outdir folder that it is published to
 */
export function judgeSynthesis(finished: string, outdir: string): SynthesisJudgement {
  const names = readdirSync(join(finished, "stacks"));
  const policy = readPolicy();
  return {
    stacks: withoutEntriesOfOthers(
      names.map((name) => ({
        ...verifyFile({ name, path: join(finished, "stacks", name, STACK_FILE), form: "synthesized" }, policy),
        file: join(outdir, "stacks", name, STACK_FILE),
      })),
    ),
    refused: refusedLines(join(finished, "stacks")),
    foreign: names.flatMap((name) => foreignFiles(join(finished, "stacks", name), join(outdir, "stacks", name))),
  };
}

/** Terraform loads every configuration file of a folder; a synthesis replaces its own files only. */
function foreignFiles(finished: string, published: string): readonly string[] {
  const own = new Set(readdirSync(finished));
  return (existsSync(published) ? readdirSync(published) : [])
    .filter((name) => isConfigurationFile(name) && !own.has(name))
    .map((name) => `${join(published, name)}: not of this project, but Terraform would load it; remove it`);
}

/** Every reason for which a synthesis must not be deployed, with its evidence; empty where there is none. */
export function objections({ stacks, refused, foreign }: SynthesisJudgement): string {
  const unproved = stacks.filter((stack) => !perimeterHolds(stack));
  const claims = unproved.length === 0 ? "" : unprovedClaims(unproved, { color: false }).replace(/^\n/, "");
  return [...refused, ...foreign].map((line) => `${line}\n`).join("") + claims;
}
