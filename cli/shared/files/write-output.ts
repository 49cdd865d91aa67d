import { statSync } from "node:fs";
import type { Terminal } from "../command";
import { replaceFile } from "./replace-file";

/** Writes what a command makes to the file that an option names, and says so; without one, to the terminal. */
export function writeOutput(content: string | Uint8Array, path: string | undefined, terminal: Terminal): void {
  if (path === undefined) {
    terminal.out(String(content));
    return;
  }
  replaceFile(path, content);
  if (isRegularFile(path)) {
    terminal.out(`${path}: written\n`);
  }
}

/** Whether a path is a file. A pipe or device, such as `/dev/stdout`, gets what is written and nothing else. */
export function isRegularFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
