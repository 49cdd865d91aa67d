import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Paths of the regular files in a folder below another one, from that one on, sorted. Links are left out, since a link could name any
 * file of the machine.
 *
 * @param inner path from the folder; nothing there gives no files
 */
export function regularFiles(folder: string, inner: string): readonly string[] {
  const isOwn = lstatSync(join(folder, inner), { throwIfNoEntry: false })?.isDirectory() === true;
  const entries = isOwn ? readdirSync(join(folder, inner), { withFileTypes: true }) : [];
  return entries
    .flatMap((entry) => {
      const path = join(inner, entry.name);
      return entry.isDirectory() ? regularFiles(folder, path) : entry.isFile() ? [path] : [];
    })
    .sort();
}
