import type { FileAccess } from "../expressions/traversal";
import type { UnreadPart } from "../terraform-configuration";
import type { VariableValues } from "./folder/variable-values";
import type { WrittenFiles } from "./folder/written-files";
import type { ModuleLoader } from "./modules/expanded-module";

/** What belongs to a root module in addition to its JSON. */
export interface RootModuleFiles {
  /** Loads the modules that it calls. @default - they count as not read */
  readonly load?: ModuleLoader;
  /** The files that its expressions may read. @default - none */
  readonly files?: FileAccess;
  /** Values of its variables. @default - none is known */
  readonly variables?: VariableValues;
  /** Names of its required variables without a value. @default - not known */
  readonly unset?: readonly string[];
  /** What of its files was not read. @default - nothing */
  readonly unread?: readonly UnreadPart[];
  /** What each of its files says. @default - not known */
  readonly written?: WrittenFiles;
}
