import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { STATE_FILE } from "../folder/copy-folder";

/** File name of a synthesized stack. */
export const STACK_FILE = "cdk.tf.json";
/** Files of earlier Terraform runs next to the stack, which are not copied. */
const RUN_ARTIFACTS = /^(\.terraform.*|plan|.*\.tfstate.*)$/;

/** A parsed `cdk.tf.json`. */
export type StackDocument = Readonly<Record<string, unknown>>;

/**
 * Reads a synthesized stack.
 *
 * @throws when the file does not contain a JSON object
 */
export async function readStack(directory: string): Promise<StackDocument> {
  const path = join(directory, STACK_FILE);
  const document: unknown = JSON.parse(await readFile(path, "utf8"));
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new Error(`${path}: not a synthesized stack, got ${JSON.stringify(document)}; synthesize it again`);
  }
  return { ...document };
}

/** The stack with a local state. A rehearsal must never use the configured backend. */
export function withLocalState(stack: StackDocument): StackDocument {
  const settings = typeof stack.terraform === "object" && stack.terraform !== null ? stack.terraform : {};
  const { cloud: _cloud, ...rest } = settings as { readonly cloud?: unknown };
  return { ...stack, terraform: { ...rest, backend: { local: { path: STATE_FILE } } } };
}

/** Copies a stack and its assets into a working copy and replaces the stack that was there. */
export async function fillWorkingCopy(workingCopy: string, stackDirectory: string): Promise<void> {
  await mkdir(workingCopy, { recursive: true });
  await cp(stackDirectory, workingCopy, {
    recursive: true,
    filter: (source) => source === stackDirectory || !RUN_ARTIFACTS.test(basename(source)),
  });
  const stack = withLocalState(await readStack(stackDirectory));
  await writeFile(join(workingCopy, STACK_FILE), JSON.stringify(stack, null, 2));
}
