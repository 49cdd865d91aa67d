import type { JsonObject } from "../../terraform-configuration";
import type { RootModuleFiles } from "../root-module-files";

/** Another root module, which is judged together with a configuration, a plan or a state. */
export interface JoinedRoot {
  /** Name of the other root module. Its resources have addresses as in a module of this name. */
  readonly name: string;
  /** The path, for messages. */
  readonly source: string;
  /** Terraform JSON of the root module, or its state: as `terraform show -json` writes it, or a state file. */
  readonly json: JsonObject;
  /** What belongs to a synthesized stack in addition to its JSON. @default - nothing */
  readonly surroundings?: RootModuleFiles;
}

/**
 * Checks that the addresses of joined root modules are free.
 *
 * @param addresses of resources or modules of the root module with which they are joined
 * @param source its path, for messages
 * @throws when two joined root modules have one name, or the root module calls a module of this name
 */
export function requireFreeNames(addresses: readonly string[], joined: readonly JoinedRoot[], source: string): void {
  const own = new Set(addresses.map((address) => /^module\.([\w-]+)/.exec(address)?.[1]));
  for (const [index, { name, source: file }] of joined.entries()) {
    const isTwice = joined.findIndex((other) => other.name === name) !== index;
    if (isTwice || own.has(name)) {
      const owner = isTwice ? "two joined roots have this name" : `${source} has a module of this name`;
      throw new Error(`--join ${file}: ${owner}, got ${name}; pass another name as NAME=FILE`);
    }
  }
}
