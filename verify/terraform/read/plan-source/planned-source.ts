import type { FileAccess } from "../../expressions/traversal";
import type { LoadedModule } from "../modules/expanded-module";

/** The root module that was planned. */
export interface PlannedSource extends LoadedModule {
  /** Its folder, for messages. */
  readonly name: string;
  /** The files that its expressions may read. @default - none */
  readonly files?: FileAccess;
  /** Whether this program has planned it, so that the plan cannot be of an earlier source. @default false */
  readonly isPlannedHere?: true;
}
