import { basename } from "node:path";
import type { JoinedRoot } from "../../../verify/terraform/read/join/joined-root";
import { readJoinedRoot } from "./read-terraform";

/**
 * The root modules that `--join` names: states, or synthesized stacks.
 *
 * @throws when a name is no name of a module, or a file is neither
 */
export function readJoinedRoots(values: readonly string[] = []): readonly JoinedRoot[] {
  return values.map((value) => {
    const [, written, path = value] = /^([^=/\\]*)=(.*)$/s.exec(value) ?? [];
    const name = written ?? basename(path).replace(/\..*$/s, "");
    if (!/^[A-Za-z_][\w-]*$/.test(name)) {
      throw new Error(
        `--join: not the name of a module, got ${name || "nothing"}; write NAME=FILE with letters, digits, - and _`,
      );
    }
    return readJoinedRoot(name, path);
  });
}
