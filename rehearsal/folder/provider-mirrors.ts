import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isFolder } from "./is-folder";

const HOSTS = ["registry.terraform.io", "registry.opentofu.org"];

/**
 * Folders that have providers in the layout of a mirror: the given one, and what `terraform init` left in the root modules.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
export function mirrorFolders(given: string | undefined, roots: readonly string[]): readonly string[] {
  const installed = roots.map((root) => join(root, ".terraform", "providers"));
  return [...(given === undefined ? [] : [resolve(given)]), ...installed].filter(isFolder);
}

/** Providers that no mirror has. */
export function missingProviders(sources: readonly string[], mirrors: readonly string[]): readonly string[] {
  return sources.filter(
    (source) => !mirrors.some((mirror) => placesOf(source).some((place) => existsSync(join(mirror, place)))),
  );
}

function placesOf(source: string): readonly string[] {
  return source.split("/").length > 2 ? [source] : HOSTS.map((host) => `${host}/${source}`);
}

/** A CLI configuration that installs providers from the mirrors and never from a registry. */
export async function mirrorCliConfig(directory: string, mirrors: readonly string[]): Promise<string> {
  const path = join(directory, "mirrors.tfrc");
  const blocks = mirrors.map((mirror) => `  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n`);
  await writeFile(path, `provider_installation {\n${blocks.join("")}}\n`);
  return path;
}
