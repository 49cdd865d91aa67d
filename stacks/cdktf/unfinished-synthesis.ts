import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** No synthesis takes as long. */
const LONGEST_MS = 3_600_000;

/**
 * Creates the folder that this process writes a synthesis to, next to the output folder. Folders of earlier processes that a signal ended
 * are removed when they are older than an hour: a younger one may be in use.
 *
 * @param folder the output folder
 */
export function unfinishedSynthesis(folder: string): string {
  const [parent, prefix] = [dirname(folder), `${basename(folder)}.unfinished-`];
  const own = `${folder}.unfinished-${process.pid}`;
  // cdktf does not create parent folders.
  mkdirSync(own, { recursive: true });
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    if (name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)) && isLeft(path)) {
      rmSync(path, { recursive: true, force: true });
    }
  }
  return own;
}

function isLeft(path: string): boolean {
  const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return changed !== undefined && Date.now() - changed > LONGEST_MS;
}
