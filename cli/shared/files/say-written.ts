import { statSync } from "node:fs";
import type { Terminal } from "../command";

/** Says that a file was written. A pipe or device, such as `/dev/stdout`, has what was written and nothing else. */
export function sayWritten(path: string, terminal: Terminal): void {
  if (statSync(path).isFile()) {
    terminal.out(`${path}: written\n`);
  }
}
