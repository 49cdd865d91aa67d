import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file whole or not at all: a full disk, a killed process or a reader at the same time never meets half a report. A link
 * keeps pointing to its file. A pipe or device, such as `/dev/stdout`, is written to as it is.
 *
 * @throws the error of the operating system, with this path; the file then has its old content
 */
export function replaceFile(path: string, text: string | Uint8Array): void {
  try {
    const existing = statSync(path, { throwIfNoEntry: false });
    if (existing !== undefined && !existing.isFile()) {
      writeFileSync(path, text);
    } else {
      renameWritten(existing === undefined ? path : realpathSync(path), text, existing?.mode);
    }
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

function renameWritten(target: string, text: string | Uint8Array, mode?: number): void {
  const unfinished = `${target}.${process.pid}.unfinished`;
  try {
    writeFileSync(unfinished, text, { mode });
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** The same, in a folder that is created with its parents. */
export function replaceFileInNewFolder(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, text);
}
