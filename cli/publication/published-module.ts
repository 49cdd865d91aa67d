import type { ModuleFiles } from "../../stacks/module/module-files";

/** A version of a module, with the words of its address in a registry: `<host>/<namespace>/<name>/<system>`. */
export interface PublishedModule {
  readonly name: string;
  readonly version: string;
  readonly files: ModuleFiles;
}

/** A version of a module before its files are there. */
export type NamedModule = Pick<PublishedModule, "name" | "version">;

/** The last word of every address: the provider of the resources. */
export const MODULE_SYSTEM = "aws";

/** What a registry already holds of a version. A version never changes, because callers keep it by its number alone. */
export type PublishedState = "new" | "same" | "other";

/** @throws when the registry has the version with other content */
export function requireUnchanged(where: string, state: PublishedState): void {
  if (state === "other") {
    throw new Error(`${where}: is published with other content, and a version never changes; raise it in package.json`);
  }
}

/** Name of the archive of a version, as releases have it. */
export function archiveName({ name, version }: NamedModule): string {
  return `terraform-${MODULE_SYSTEM}-${name}-${version}.tar.gz`;
}
