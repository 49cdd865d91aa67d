import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ReviewInput } from "../../review/before-and-after";
import type { StackPair } from "../../review/review-stacks";
import { readTerraform } from "../shared/inputs/read-terraform";
import { STACK_FILE } from "../shared/inputs/synthesized-stacks";

/** No underscore: a marker has one for each character that another name may have, and two stacks must not share a comment. */
const STACK_NAME = /^[A-Za-z0-9][A-Za-z0-9.-]*$/;

/**
 * Pairs the stacks of two syntheses by name, sorted. Where one of the two has no stack at all, nothing is known about its stacks, and
 * none is taken for new or gone: the pairs then fail.
 *
 * @param folders output folders of cdktf, or folders that hold ENV/cdk.tf.json
 * @throws when neither has a stack
 */
export function stackPairs(beforeFolder: string, afterFolder: string): readonly StackPair[] {
  const [before, after] = [stacksIn(beforeFolder), stacksIn(afterFolder)];
  const names = [...new Set([...before.names, ...after.names])].sort();
  if (names.length === 0) {
    const missing = [beforeFolder, afterFolder].filter((folder) => !existsSync(folder));
    throw new Error(
      missing.length > 0
        ? missing.map(noSuchFolder).join("\n")
        : `${beforeFolder}, ${afterFolder}: no synthesized stack; pass two output folders of npx cdktf synth`,
    );
  }
  return names.map((name) => {
    const file = join(after.names.includes(name) ? after.folder : before.folder, name, STACK_FILE);
    if (!STACK_NAME.test(name)) {
      return failingPair(name, file, `${file}: not the name of a stack; use letters, digits, dots and hyphens`);
    }
    const fault = faultOf(before) ?? faultOf(after);
    if (fault !== undefined) {
      return failingPair(name, file, fault);
    }
    return { name, file, ...readerOf("before", before, name), ...readerOf("after", after, name) };
  });
}

/**
 * The stacks of a folder. A folder without stacks is refused, which a comparison would take for a failed synthesis.
 *
 * @throws one line that says what the folder lacks
 */
export function requireStacksIn(outdir: string): Stacks {
  if (!existsSync(outdir)) {
    throw new Error(noSuchFolder(outdir));
  }
  const stacks = stacksIn(outdir);
  if (stacks.names.length === 0) {
    throw new Error(`${outdir}: no synthesized stack; pass the output folder of npx cdktf synth`);
  }
  return stacks;
}

function noSuchFolder(folder: string): string {
  return `${folder}: no such folder; pass the output folder of npx cdktf synth`;
}

function faultOf({ folder, names }: Stacks): string | undefined {
  if (names.length > 0) {
    return undefined;
  }
  return existsSync(folder)
    ? `${folder}: no synthesized stack: the synthesis failed; see its log`
    : noSuchFolder(folder);
}

/** Stacks of a synthesis. */
export interface Stacks {
  /** The folder that holds a folder for each stack. */
  readonly folder: string;
  readonly names: readonly string[];
}

/** The stacks of an output folder of cdktf, or of a folder that holds ENV/cdk.tf.json; none where it does not exist. */
function stacksIn(outdir: string): Stacks {
  const inner = join(outdir, "stacks");
  const folder = existsSync(inner) ? inner : outdir;
  const entries = existsSync(folder) ? readdirSync(folder) : [];
  return { folder, names: entries.filter((name) => existsSync(join(folder, name, STACK_FILE))) };
}

function readerOf(side: "before" | "after", { folder, names }: Stacks, name: string): Partial<StackPair> {
  const path = join(folder, name, STACK_FILE);
  return names.includes(name) ? { [side]: (): ReviewInput => ({ ...readTerraform(path), name: path }) } : {};
}

function failingPair(name: string, file: string, message: string): StackPair {
  const fail = (): never => {
    throw new Error(message);
  };
  return { name, file, before: fail, after: fail };
}
