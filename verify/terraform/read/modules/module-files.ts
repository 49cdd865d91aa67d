import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import type { FileAccess } from "../../expressions/traversal";
import type { FileReader } from "../folder/file-reader";
import { calledFolder, type InstalledModules, installedModules, readJsonFile } from "../folder/installed-modules";
import { readCalledFolder } from "../folder/module-folder";
import type { ModuleLoader } from "./expanded-module";
import { isReadable, isReadableModule, readableFolder } from "./readable-files";

/** What expressions of a root module may read: the modules that it calls, and files. */
export interface ModuleFiles {
  readonly load: ModuleLoader;
  readonly files: FileAccess;
}

/**
 * Loads the modules that a root module in `folder` calls, and reads files of theirs.
 *
 * @throws when `load` is called, as in {@link createModuleLoader}
 */
export function createModuleFiles(folder: string): ModuleFiles {
  const called = new Set<string>();
  return { load: createModuleLoader(folder, called), files: createFileAccess(folder, called) };
}

/**
 * Loads the modules that a stack in `folder` calls: local ones by their path, others from where `terraform init` put them.
 *
 * @param called gets the folder of each module, behind all links. @default - nobody asks
 * @throws when the returned loader is called, for a file that is not valid JSON, and for a module that calls itself
 */
export function createModuleLoader(folder: string, called: Set<string> = new Set()): ModuleLoader {
  const root = resolve(folder);
  return loaderIn({ root, called, installed: installedModules(folder) }, [folderOf(root)], []);
}

/** Larger files are not read: a policy has at most 20 kB. */
const maximumFileBytes = 1_000_000;

/**
 * The files that `file` and `templatefile` may read: regular files by a path from the folder of the root module, in its repository or in a called
 * module. Others may be keys of the user, and do not get into a report.
 *
 * @param called folders of called modules, behind all links
 */
export function createFileAccess(folder: string, called: ReadonlySet<string> = new Set()): FileAccess {
  return {
    read: (path) => {
      const place = join(folder, path);
      const stat = isAbsolute(path) ? undefined : statSync(place, { throwIfNoEntry: false });
      if (stat?.isFile() !== true || stat.size > maximumFileBytes) {
        return undefined;
      }
      const root = realpathSync(folder);
      const modules = [...called].filter((module) => isReadableModule(module, root));
      const file = realpathSync(place);
      return isReadable(file, [readableFolder(folder), ...modules]) ? readFileSync(file) : undefined;
    },
  };
}

interface RootModule {
  readonly root: string;
  readonly called: Set<string>;
  readonly installed: InstalledModules;
}

/**
 * @param folders of the modules from the root to the one whose calls are loaded
 * @param path names of the calls
 */
function loaderIn(
  { root, called, installed }: RootModule,
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
    if (place !== undefined) {
      called.add(folderOf(place));
    }
    return read === undefined || place === undefined
      ? undefined
      : {
          ...read,
          folder: relative(root, place) || ".",
          load: loaderIn({ root, called, installed }, [folderOf(place), ...folders], inner),
        };
  };
}

/** The folder behind links, which could lead in a circle. */
function folderOf(place: string): string {
  return statSync(place, { throwIfNoEntry: false }) === undefined ? resolve(place) : realpathSync(place);
}

const filesOfModules: FileReader = { json: readJsonFile, text: (path) => readFileSync(path, "utf8") };
