import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file whole or not at all: a full disk, a killed process or a reader at the same time never meets half a report. A link
 * keeps pointing to its file. A pipe or device, such as `/dev/stdout`, is written to as it is.
 *
 * @throws the error of the operating system, with this path; the file then has its old content
 */
export function replaceFile(path: string, text: string | Uint8Array): void {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isFile()) {
    writeFileSync(path, text);
    return;
  }
  const target = existing === undefined ? path : realpathSync(path);
  const unfinished = `${target}.${process.pid}.unfinished`;
  try {
    writeFileSync(unfinished, text, existing === undefined ? {} : { mode: existing.mode });
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

/** The same, in a folder that is created with its parents. */
export function replaceFileInNewFolder(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, text);
}
