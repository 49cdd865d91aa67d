import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";
import type { ModuleLoader } from "./expanded-module";

/**
 * Loads the modules that a stack in `folder` calls: local ones by their path, others from where `terraform init` put them.
 *
 * A module with resources in HCL cannot be read. It counts as not loaded, never as empty. Files in HCL that only declare
 * variables, outputs and requirements are ignored.
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
    const json = place === undefined ? undefined : readModule(place);
    return json === undefined || place === undefined ? undefined : { json, load: loaderIn(place, installed, inner) };
  };
}

/** The list of modules that Terraform has installed: `{"Modules":[{"Key":"studio","Dir":".terraform/modules/studio"}]}`. */
function installedModules(folder: string): InstalledModules {
  const manifest = join(folder, ".terraform", "modules", "modules.json");
  const parsed: unknown = existsSync(manifest) ? parsedJson(manifest, readFileSync(manifest, "utf8")) : {};
  const listed = isJsonObject(parsed) && Array.isArray(parsed.Modules) ? parsed.Modules.filter(isJsonObject) : [];
  return new Map(
    listed.flatMap(({ Key, Dir }): [string, string][] =>
      typeof Key === "string" && typeof Dir === "string" ? [[Key, resolve(folder, Dir)]] : [],
    ),
  );
}

/** HCL blocks that create or read something, or give it a name. */
const resourceBlockPattern = /^\s*(?:resource|data|module|locals)\b/m;

function readModule(place: string): JsonObject | undefined {
  if (!existsSync(place) || !statSync(place).isDirectory()) {
    return undefined;
  }
  const files = readdirSync(place).filter((name) => /\.tf(?:\.json)?$/.test(name));
  const texts = files.map((name) => ({ name, text: readFileSync(join(place, name), "utf8") }));
  const isOpaque = ({ name, text }: { name: string; text: string }): boolean =>
    name.endsWith(".tf") && resourceBlockPattern.test(text);
  if (files.length === 0 || texts.some(isOpaque)) {
    return undefined;
  }
  const parsed = texts.flatMap(({ name, text }) =>
    name.endsWith(".tf.json") ? [parsedJson(join(place, name), text)] : [],
  );
  return mergeModuleFiles(parsed.filter(isJsonObject));
}

/** @throws when the file is not valid JSON, which Terraform would reject too */
function parsedJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path}: not valid JSON, got ${reason}; correct it or run terraform init again`);
  }
}

/** Terraform merges the files of a folder: sections of the same name are combined. */
function mergeModuleFiles(files: readonly JsonObject[]): JsonObject {
  const sections = new Map<string, Json[]>();
  for (const [name, section] of files.flatMap((file) => Object.entries(file))) {
    sections.set(name, [...(sections.get(name) ?? []), ...(Array.isArray(section) ? section : [section])]);
  }
  return Object.fromEntries(sections);
}
