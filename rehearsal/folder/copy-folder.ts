import { copyFile, lstat, mkdir, readdir, realpath, stat, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** File name of the state in a working copy. */
export const STATE_FILE = "terraform.tfstate";

/** What the names of files begin with that a copy adds. Terraform reads files in the order of their names, and the last one wins. */
export const ADDED_FILE = "zz_rehearsal";

/** Limits of a copy: a root module is small, and a folder of another kind is named by mistake. */
const MAXIMUM_BYTES = 200_000_000;
const MAXIMUM_FILES = 20_000;

/** What Terraform and version control leave in a folder. Downloaded modules are copied apart. */
const SKIPPED = /^(?:\.terraform|\.git|\.terragrunt-cache|node_modules|\.terraform\.lock\.hcl|.*\.tfstate(?:\..*)?)$/;

/** Whether a copy has the file or folder of a name. */
export function isCopied(name: string): boolean {
  return !SKIPPED.test(name);
}

/**
 * Copies a root module with the modules that it calls by path, so that their relative paths stay. Links are followed; the folder itself is
 * only read.
 *
 * @param folders the folder of the root module first, all absolute
 * @returns the copy of the root module
 * @throws when the folders are too large
 */
export async function copyRootModule(folders: readonly string[], target: string): Promise<string> {
  const [root = ""] = folders;
  const base = commonFolder(folders);
  const copy: Copy = { root, files: 0, bytes: 0 };
  for (const folder of outermost(folders.filter((one) => !one.split(sep).includes(".terraform")))) {
    await copyFolder(copy, folder, join(target, relative(base, folder)), []);
  }
  const working = join(target, relative(base, root));
  const modules = join(root, ".terraform", "modules");
  if ((await stat(modules).catch(() => undefined))?.isDirectory() === true) {
    await copyFolder(copy, modules, join(working, ".terraform", "modules"), []);
  }
  await overrideBackend(working, { local: { path: STATE_FILE } });
  return working;
}

/** Gives a root module a backend: an override file wins over the one that it configures, and over HCP Terraform. */
export async function overrideBackend(working: string, backend: object): Promise<void> {
  const path = join(working, `${ADDED_FILE}_override.tf.json`);
  await writeFile(path, JSON.stringify({ terraform: { backend } }, null, 2));
}

function commonFolder(folders: readonly string[]): string {
  const [first = "", ...others] = folders.map((folder) => folder.split(sep));
  const parts = [...first];
  const shared = parts.findIndex((part, index) => others.some((other) => other[index] !== part));
  return (shared < 0 ? parts : parts.slice(0, shared)).join(sep) || sep;
}

/** Folders that are in no other one. */
function outermost(folders: readonly string[]): readonly string[] {
  return folders.filter((folder) => !folders.some((other) => other !== folder && folder.startsWith(`${other}${sep}`)));
}

interface Copy {
  readonly root: string;
  files: number;
  bytes: number;
}

async function copyFolder(copy: Copy, from: string, to: string, above: readonly string[]): Promise<void> {
  const real = await realpath(from);
  if (above.includes(real)) {
    return;
  }
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const source = join(from, name);
    // A link to nothing is no file that Terraform can read.
    const entry = isCopied(name) ? await stat(source).catch(() => undefined) : undefined;
    if (entry?.isDirectory() === true) {
      await copyFolder(copy, source, join(to, name), [...above, real]);
    } else if (entry?.isFile() === true) {
      copy.files += 1;
      copy.bytes += entry.size;
      requireSmall(copy);
      await copyFile(source, join(to, name));
    }
  }
}

function requireSmall({ root, files, bytes }: Copy): void {
  if (files > MAXIMUM_FILES || bytes > MAXIMUM_BYTES) {
    throw new Error(
      `${root}: too large to copy, got more than ${MAXIMUM_FILES} files or ${MAXIMUM_BYTES / 1_000_000} MB; pass the folder of a root module`,
    );
  }
}

/** Values of variables: a file, or the text of one. */
export type VariableFile =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "text"; readonly syntax: "hcl" | "json"; readonly text: string };

/** Copies files with values of variables so that Terraform loads them after all others, in their order. */
export async function addVariableFiles(working: string, files: readonly VariableFile[]): Promise<void> {
  await mkdir(working, { recursive: true });
  for (const [index, file] of files.entries()) {
    const isJson = file.kind === "text" ? file.syntax === "json" : file.path.endsWith(".json");
    const order = String(index).padStart(4, "0");
    const target = join(working, `${ADDED_FILE}_${order}.${isJson ? "auto.tfvars.json" : "auto.tfvars"}`);
    if (file.kind === "text") {
      await writeFile(target, file.text);
    } else if ((await lstat(file.path).catch(() => undefined)) === undefined) {
      throw new Error(`${file.path}: no such file; pass a file with values of variables`);
    } else {
      await copyFile(file.path, target);
    }
  }
}
