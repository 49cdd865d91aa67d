import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
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
  return loaderIn(folder, installedModules(folder), []);
}

type InstalledModules = ReadonlyMap<string, string>;

function loaderIn(folder: string, installed: InstalledModules, path: readonly string[]): ModuleLoader {
  return (source, name) => {
    const inner = [...path, name];
    const isLocal = source.startsWith("./") || source.startsWith("../");
    const place = isLocal ? resolve(folder, source) : installed.get(inner.join("."));
    const isFolder = place !== undefined && statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
    const read = isFolder ? readCalledFolder(place, filesOfModules) : undefined;
    return read === undefined || place === undefined ? undefined : { ...read, load: loaderIn(place, installed, inner) };
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
