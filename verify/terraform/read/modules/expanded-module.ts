import type { TerraformValue } from "../../expressions/terraform-value";
import type { FileAccess } from "../../expressions/traversal";
import type { Json, JsonObject, Resource, UnreadPart } from "../../terraform-configuration";
import type { VariableValues } from "../folder/variable-values";
import type { WrittenFiles } from "../folder/written-files";
import type { ModuleProviders } from "../understood/provider-aliases";

/** The JSON of a called module, and the loader for the modules that it calls. */
export interface LoadedModule {
  readonly json: JsonObject;
  readonly load: ModuleLoader;
  /** Its folder, from the folder of the root module. @default - not known */
  readonly folder?: string;
  /** What of the module's files was not read. @default - none */
  readonly unread?: readonly UnreadPart[];
  /** What each of its files says. @default - not known */
  readonly written?: WrittenFiles;
}

/**
 * Loads the module that a `module` block with this source, version and name calls.
 *
 * @returns `undefined` when the module's files are not there, or are not JSON
 */
export type ModuleLoader = (source: string, name: string, version?: Json) => LoadedModule | undefined;

/** A module and the modules that it calls, as resources in the normal form. */
export interface ExpandedModule {
  readonly resources: readonly Resource[];
  readonly outputs: JsonObject;
  /** The outputs as values that know their sets. */
  readonly outputValues: ReadonlyMap<string, TerraformValue>;
  /** Outputs of called modules by their full name, such as `module.studio.perimeter_posture`. */
  readonly innerOutputs: JsonObject;
  readonly unread: readonly UnreadPart[];
}

/** The address of a module and the values that its call passes. */
export interface ModuleContext {
  /** Address of the module with its final dot; empty for the root. */
  readonly prefix: string;
  readonly variables: VariableValues;
  readonly load: ModuleLoader;
  /** The value of `path.module`: its folder, from the folder of the root module. @default - not known */
  readonly folder?: string;
  /** The files that expressions may read. @default - none */
  readonly files?: FileAccess;
  /** Suffixes of the instances of a resource or a module, which a plan knows. @default - evaluate count and for_each */
  readonly suffixes?: (address: string) => readonly string[] | undefined;
  /** Whether it is a root module, which configures its providers. */
  readonly isRoot: boolean;
  readonly providers: ModuleProviders;
}
