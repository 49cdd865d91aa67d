import { readdirSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { ADDED_FILE, isCopied } from "../folder/copy-folder";
import { isFolder } from "../folder/is-folder";

/** Whether a path is that of a folder or of something in it. */
export function isBelow(folder: string, path: string): boolean {
  const steps = relative(folder, path);
  return steps === "" || !(isAbsolute(steps) || steps.split(sep)[0] === "..");
}

/** Whether a copy has at a path what the folder has: neither what is not copied, nor what the copy adds. */
export function isAsInCopy(path: string): boolean {
  const steps = path.split(sep);
  const [first, second, ...inModules] = steps;
  const copied = first === ".terraform" && second === "modules" ? inModules : steps;
  return copied.every((step) => isCopied(step) && !step.startsWith(ADDED_FILE));
}

/** Whether a list of the files below a path may differ in a copy. */
export function isListedOtherwise(path: string, root: string): boolean {
  return isBelow(path, root) || (isFolder(path) && !hasOnlyCopied(path));
}

function hasOnlyCopied(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).every(
    (entry) => isCopied(entry.name) && (!entry.isDirectory() || hasOnlyCopied(join(folder, entry.name))),
  );
}
