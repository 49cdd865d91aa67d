import { existsSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import type { FileAccess } from "../../expressions/traversal";
import { isJsonObject } from "../../terraform-configuration";
import type { FileReader } from "../folder/file-reader";
import { readCalledFolder } from "../folder/module-folder";
import { type ParsedJson, parseJson } from "../json/parse-json";
import type { ModuleLoader } from "./expanded-module";

/**
 * Loads the modules that a stack in `folder` calls: local ones by their path, others from where `terraform init` put them.
 *
 * @throws when the returned loader is called, for a file that is not valid JSON
 */
export function createModuleLoader(folder: string): ModuleLoader {
  const root = resolve(folder);
  return loaderIn(root, { root, installed: installedModules(folder) }, []);
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

type InstalledModules = ReadonlyMap<string, string>;

interface RootModule {
  readonly root: string;
  readonly installed: InstalledModules;
}

function loaderIn(folder: string, { root, installed }: RootModule, path: readonly string[]): ModuleLoader {
  return (source, name) => {
    const inner = [...path, name];
    const isLocal = source.startsWith("./") || source.startsWith("../");
    const place = isLocal ? resolve(folder, source) : installed.get(inner.join("."));
    const isFolder = place !== undefined && statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
    const read = isFolder ? readCalledFolder(place, filesOfModules) : undefined;
    return read === undefined || place === undefined
      ? undefined
      : { ...read, folder: relative(root, place) || ".", load: loaderIn(place, { root, installed }, inner) };
  };
}

/** The list of modules that Terraform has installed: `{"Modules":[{"Key":"studio","Dir":".terraform/modules/studio"}]}`. */
function installedModules(folder: string): InstalledModules {
  const manifest = join(folder, ".terraform", "modules", "modules.json");
  const parsed: unknown = existsSync(manifest) ? readJsonFile(manifest).json : {};
  const listed = isJsonObject(parsed) && Array.isArray(parsed.Modules) ? parsed.Modules.filter(isJsonObject) : [];
  return new Map(
    listed.flatMap(({ Key, Dir }): [string, string][] =>
      typeof Key === "string" && typeof Dir === "string" ? [[Key, resolve(folder, Dir)]] : [],
    ),
  );
}

const filesOfModules: FileReader = { json: readJsonFile, text: (path) => readFileSync(path, "utf8") };

/** @throws when the file is not valid JSON, which Terraform would reject too */
function readJsonFile(path: string): ParsedJson {
  try {
    return parseJson(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path}: not valid JSON, got ${reason}; correct it or run terraform init again`);
  }
}
