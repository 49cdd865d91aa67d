import { existsSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { isJsonObject } from "../../terraform-configuration";
import { type ParsedJson, parseJson } from "../json/parse-json";

/** Folders of the modules that Terraform has installed, by the names of their calls: `studio.network`. */
export type InstalledModules = ReadonlyMap<string, string>;

/**
 * The list of modules that Terraform has installed: `{"Modules":[{"Key":"studio","Dir":".terraform/modules/studio"}]}`.
 *
 * @throws when the list is not valid JSON
 */
export function installedModules(folder: string): InstalledModules {
  const manifest = join(folder, ".terraform", "modules", "modules.json");
  const parsed: unknown = existsSync(manifest) ? readJsonFile(manifest).json : {};
  const listed = isJsonObject(parsed) && Array.isArray(parsed.Modules) ? parsed.Modules.filter(isJsonObject) : [];
  return new Map(
    listed.flatMap(({ Key, Dir }): [string, string][] =>
      typeof Key === "string" && typeof Dir === "string" ? [[Key, resolve(folder, Dir)]] : [],
    ),
  );
}

/**
 * The folder of a called module, `undefined` if it is not there: a local one by its path, another one where Terraform put it. One by an
 * absolute path is copied by `terraform init`, so the copy is what Terraform reads.
 */
export function calledFolder(folder: string, source: string, installed: string | undefined): string | undefined {
  const isLocal = /^\.{1,2}\//.test(source);
  const place = isLocal ? resolve(folder, source) : (installed ?? (isAbsolute(source) ? source : undefined));
  return place !== undefined && statSync(place, { throwIfNoEntry: false })?.isDirectory() === true ? place : undefined;
}

/** @throws when the file is not valid JSON, which Terraform would reject too */
export function readJsonFile(path: string): ParsedJson {
  try {
    return parseJson(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path}: not valid JSON, got ${reason}; correct it or run terraform init again`);
  }
}
