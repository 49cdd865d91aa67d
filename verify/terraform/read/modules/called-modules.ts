import { memoize } from "../../../collections/memoize";
import { jsonText, namedBlocks } from "../../terraform-configuration";
import type { LoadedModule } from "./expanded-module";

/** A call of a module, with the module if its files are there. */
export interface CalledModule {
  /** Address of the call, such as `module.network.module.subnets`. */
  readonly address: string;
  /** The source as the call writes it; empty if it writes none. */
  readonly source: string;
  /** @default - its files are not there, or are not JSON */
  readonly module?: LoadedModule;
}

/** Every call of a module, in a root module and in the modules that it calls. Their files are read once for each root module. */
export const calledModules: (root: LoadedModule) => readonly CalledModule[] = memoize((root) => callsIn(root, ""));

function callsIn({ json, load }: LoadedModule, prefix: string): readonly CalledModule[] {
  return namedBlocks(json.module).flatMap(([name, { source: written, version }]): readonly CalledModule[] => {
    const call = { address: `${prefix}module.${name}`, source: jsonText(written ?? "") };
    const module = load(call.source, name, version);
    return module === undefined ? [call] : [{ ...call, module }, ...callsIn(module, `${call.address}.`)];
  });
}
