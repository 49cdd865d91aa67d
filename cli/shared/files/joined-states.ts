import { basename } from "node:path";
import type { JoinedState } from "../../../verify/terraform/read/join/joined-states";
import { isState } from "../../../verify/terraform/read/state-tree";
import { isJsonObject } from "../../../verify/terraform/terraform-configuration";
import { readJson } from "./terraform-files";

/**
 * The states that `--join` names.
 *
 * @throws when a name is no name of a module, or a file is no state
 */
export function readJoinedStates(values: readonly string[] = []): readonly JoinedState[] {
  return values.map((value) => {
    const [, written, path = value] = /^([^=/\\]*)=(.*)$/s.exec(value) ?? [];
    const name = written ?? basename(path).replace(/\..*$/s, "");
    if (!/^[A-Za-z_][\w-]*$/.test(name)) {
      throw new Error(
        `--join: not the name of a module, got ${name || "nothing"}; write NAME=FILE with letters, digits, - and _`,
      );
    }
    const json = readJson(path);
    if (!isJsonObject(json) || !isState(json)) {
      throw new Error(
        `--join: ${path} is no state; pass the output of terraform show -json for a state, or a state file`,
      );
    }
    return { name, source: path, json };
  });
}
