import { createHash, type Hash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { withoutComments } from "../../review/model/json-comments";
import type { Json, JsonObject } from "../../verify/terraform/terraform-configuration";
import { readJson } from "../shared/files/json-file";
import { regularFiles } from "../shared/files/regular-files";
import { STACK_FILE } from "../shared/inputs/synthesized-stacks";
import { sortedKeys } from "./digests/canonical-json";

/** Folder with what Terraform uploads. A plan needs nothing else besides the {@link STACK_FILE}. */
const ASSETS = "assets";

/** SHA-256 of a stack's Terraform without comments, where cdktf writes its version, and of each asset with its path. */
export function stackDigest(folder: string): string {
  const stack = JSON.stringify(sortedKeys(withoutComments(readJson(join(folder, STACK_FILE)) as Json)));
  return addAssets(createHash("sha256").update(`${stack.length}\n${stack}`), folder).digest("hex");
}

/** SHA-256 of a stack's assets with their paths. */
export function assetsDigest(folder: string): string {
  return addAssets(createHash("sha256"), folder).digest("hex");
}

function addAssets(hash: Hash, folder: string): Hash {
  for (const path of regularFiles(folder, ASSETS)) {
    hash.update(`\n${JSON.stringify(path)}\n`).update(
      createHash("sha256")
        .update(readFileSync(join(folder, path)))
        .digest(),
    );
  }
  return hash;
}

/**
 * Writes a stack into a new folder, as it was read, and removes the folder after its use. Terraform reads every file of a folder, follows
 * links, and takes providers, modules and settings from `.terraform`; none of these are in the new one. Relative paths of local states
 * mean the same.
 *
 * @param folder of the stack, `<output folder>/stacks/<name>`
 */
export async function withCopyOfStack<T>(
  folder: string,
  json: JsonObject,
  use: (copy: string) => Promise<T>,
): Promise<T> {
  const outdir = dirname(dirname(resolve(folder)));
  const root = mkdtempSync(join(dirname(outdir), ".studio-perimeter-plan-"));
  try {
    const copy = join(root, "stacks", basename(folder));
    mkdirSync(copy, { recursive: true });
    writeFileSync(join(copy, STACK_FILE), JSON.stringify(json));
    for (const path of regularFiles(folder, ASSETS)) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      copyFileSync(join(folder, path), join(copy, path));
    }
    return await use(copy);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
