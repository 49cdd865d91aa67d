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
