import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** The file that cdktf writes a stack into. */
export const STACK_FILE = "cdk.tf.json";
/** Where a working copy has its state. */
export const STATE_FILE = "terraform.tfstate";
/** What earlier runs left beside the stack, which is none of the rehearsal's. */
const RUN_ARTIFACTS = /^(\.terraform.*|plan|.*\.tfstate.*)$/;

/** A parsed `cdk.tf.json`. */
export type StackDocument = Readonly<Record<string, unknown>>;

/** Reads a synthesized stack. */
export async function readStack(directory: string): Promise<StackDocument> {
  const path = join(directory, STACK_FILE);
  const document: unknown = JSON.parse(await readFile(path, "utf8"));
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new Error(`${path}: holds no stack, got ${JSON.stringify(document)}; synthesize it again`);
  }
  return { ...document };
}

/**
 * The stack with its state in a file beside it: a rehearsal must never touch the state that the stack is configured for.
 */
export function withLocalState(stack: StackDocument): StackDocument {
  const settings = typeof stack.terraform === "object" && stack.terraform !== null ? stack.terraform : {};
  const { cloud: _hosted, ...rest } = settings as { readonly cloud?: unknown };
  return { ...stack, terraform: { ...rest, backend: { local: { path: STATE_FILE } } } };
}

/** Puts a stack, with its assets, into a working copy, in place of the stack that was there. */
export async function fillWorkingCopy(workingCopy: string, stackDirectory: string): Promise<void> {
  await mkdir(workingCopy, { recursive: true });
  await cp(stackDirectory, workingCopy, {
    recursive: true,
    filter: (source) => source === stackDirectory || !RUN_ARTIFACTS.test(basename(source)),
  });
  const stack = withLocalState(await readStack(stackDirectory));
  await writeFile(join(workingCopy, STACK_FILE), JSON.stringify(stack, null, 2));
}
