import { join } from "node:path";
import { formattedString } from "../../envs/schema/string-formats";
import { readJson } from "../shared/files/json-file";
import { isBootstrapStack, STACK_FILE } from "../shared/inputs/synthesized-stacks";
import { requireStacksIn, type Stacks } from "../stacks/stack-pairs";
import { inDeploymentOrder, orderedStack } from "./deployment-order";
import { stackDigest } from "./stack-files";

/** A stack that a pipeline must plan. */
export interface ChangedStack {
  readonly name: string;
  readonly change: "new" | "changed" | "every";
  /** SHA-256 of its Terraform and its assets, in hexadecimal. */
  readonly digest: string;
  /** Changed stacks that must be applied before it. @default - none */
  readonly after?: readonly string[];
}

/** Stacks of environments in two syntheses, the changed ones in the order in which they can be applied. Bootstrap stacks are not among them: an administrator deploys those. */
export interface StackChanges {
  readonly changed: readonly ChangedStack[];
  /** Names of stacks that the later synthesis does not have. */
  readonly gone: readonly string[];
  readonly unchanged: number;
}

/**
 * Finds out which stacks differ between two syntheses, by digest. One stack at a time is in memory.
 *
 * @param before output folder of the earlier synthesis. @default - every stack of the later one
 * @throws one line when a folder has no stack, or a stack has another name than environments have
 */
export function changedStacks(before: string | undefined, after: string): StackChanges {
  const earlier = before === undefined ? undefined : environmentStacks(before);
  const later = environmentStacks(after);
  const found = later.names.map((name): ChangedStack | { readonly change: "none" } => {
    const digest = stackDigest(join(later.folder, name));
    if (earlier === undefined) {
      return { name, change: "every", digest };
    }
    if (!earlier.names.includes(name)) {
      return { name, change: "new", digest };
    }
    return stackDigest(join(earlier.folder, name)) === digest
      ? { change: "none" }
      : { name, change: "changed", digest };
  });
  const changed = found.filter((stack) => stack.change !== "none");
  return {
    changed: withOrder(changed, later.folder),
    gone: (earlier?.names ?? []).filter((name) => !later.names.includes(name)),
    unchanged: found.length - changed.length,
  };
}

function withOrder(changed: readonly ChangedStack[], folder: string): readonly ChangedStack[] {
  const stacks = changed.map((stack) => ({
    ...stack,
    ...orderedStack(stack.name, readJson(join(folder, stack.name, STACK_FILE))),
  }));
  return inDeploymentOrder(stacks).map(
    ({ name, change, digest, after = [] }): ChangedStack => ({
      name,
      change,
      digest,
      ...(after.length > 0 && { after }),
    }),
  );
}

/** Names become names of jobs and variables, and a folder may come from code that nobody reviewed. */
const environmentName = formattedString("an environment name");

/**
 * The stacks of environments in an output folder.
 *
 * @throws one line when the folder has none, or one has another name than environments have
 */
export function environmentStacks(outdir: string): Stacks {
  const { folder, names: all } = requireStacksIn(outdir);
  const names = all.filter((name) => !isBootstrapStack(name)).sort();
  const other = names.find((name) => !environmentName.safeParse(name).success);
  if (other !== undefined) {
    throw new Error(
      `${outdir}: not the name of an environment, got ${JSON.stringify(other)}; use lowercase letters, digits and inner hyphens`,
    );
  }
  if (names.length === 0) {
    throw new Error(`${outdir}: no synthesized stack of an environment; pass the output folder of npx cdktf synth`);
  }
  return { folder, names };
}
