import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import type { FileAccess } from "../../expressions/traversal";
import type { FileReader } from "../folder/file-reader";
import { calledFolder, type InstalledModules, installedModules, readJsonFile } from "../folder/installed-modules";
import { readCalledFolder } from "../folder/module-folder";
import type { ModuleLoader } from "./expanded-module";

/**
 * Loads the modules that a stack in `folder` calls: local ones by their path, others from where `terraform init` put them.
 *
 * @throws when the returned loader is called, for a file that is not valid JSON, and for a module that calls itself
 */
export function createModuleLoader(folder: string): ModuleLoader {
  const root = resolve(folder);
  return loaderIn({ root, installed: installedModules(folder) }, [folderOf(root)], []);
}

/** Larger files are not read: a policy has at most 20 kB. */
const maximumFileBytes = 1_000_000;

/** The files that `file` and `templatefile` may read: regular files by a path from the folder of the root module. */
export function createFileAccess(folder: string): FileAccess {
  return {
    read: (path) => {
      const place = join(folder, path);
      const stat = isAbsolute(path) ? undefined : statSync(place, { throwIfNoEntry: false });
      return stat?.isFile() === true && stat.size <= maximumFileBytes ? readFileSync(place) : undefined;
    },
  };
}

interface RootModule {
  readonly root: string;
  readonly installed: InstalledModules;
}

/**
 * @param folders of the modules from the root to the one whose calls are loaded
 * @param path names of the calls
 */
function loaderIn(
  { root, installed }: RootModule,
  folders: readonly [string, ...string[]],
  path: readonly string[],
): ModuleLoader {
  return (source, name, version) => {
    const inner = [...path, name];
    const [folder] = folders;
    const place = calledFolder(folder, { source, version }, installed.get(inner.join(".")));
    if (place !== undefined && folders.includes(folderOf(place))) {
      const address = inner.map((one) => `module.${one}`).join(".");
      throw new Error(
        `${folder}: ${address} calls ${place}, which contains this call; Terraform refuses it: correct the source`,
      );
    }
    const read = place === undefined ? undefined : readCalledFolder(place, filesOfModules);
    return read === undefined || place === undefined
      ? undefined
      : {
          ...read,
          folder: relative(root, place) || ".",
          load: loaderIn({ root, installed }, [folderOf(place), ...folders], inner),
        };
  };
}

/** The folder behind links, which could lead in a circle. */
function folderOf(place: string): string {
  return statSync(place, { throwIfNoEntry: false }) === undefined ? resolve(place) : realpathSync(place);
}

const filesOfModules: FileReader = { json: readJsonFile, text: (path) => readFileSync(path, "utf8") };
