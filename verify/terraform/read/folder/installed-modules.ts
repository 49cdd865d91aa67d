import { existsSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { admitsVersion } from "../../../../aws/version-constraint";
import { isJsonObject, type Json } from "../../terraform-configuration";
import { type ParsedJson, parseJson } from "../json/parse-json";

/** The modules that Terraform has installed, by the names of their calls: `studio.network`. */
export type InstalledModules = ReadonlyMap<string, InstalledModule>;

interface InstalledModule {
  readonly folder: string;
  /** Where Terraform got it from. */
  readonly source: string;
  /** @default - it has none, because it is not from a registry */
  readonly version?: string;
}

/** What a `module` block says of the module that it calls. */
export interface WrittenSource {
  readonly source: string;
  /** A version constraint. @default - any */
  readonly version?: Json | undefined;
}

/**
 * The list of modules that Terraform has installed:
 * `{"Modules":[{"Key":"studio","Source":"registry.terraform.io/acme/studio/aws","Version":"1.0.0","Dir":".terraform/modules/studio"}]}`.
 *
 * @throws when the list is not valid JSON
 */
export function installedModules(folder: string): InstalledModules {
  const manifest = join(folder, ".terraform", "modules", "modules.json");
  const parsed: unknown = existsSync(manifest) ? readJsonFile(manifest).json : {};
  const listed = isJsonObject(parsed) && Array.isArray(parsed.Modules) ? parsed.Modules.filter(isJsonObject) : [];
  return new Map(
    listed.flatMap(({ Key, Source, Version, Dir }): [string, InstalledModule][] =>
      typeof Key === "string" && typeof Source === "string" && typeof Dir === "string"
        ? [[Key, { folder: resolve(folder, Dir), source: Source, ...(isText(Version) && { version: Version }) }]]
        : [],
    ),
  );
}

function isText(value: Json | undefined): value is string {
  return typeof value === "string" && value !== "";
}

/** Whether a module is called by its path from the folder of the call, so that `terraform init` does not download it. */
export function isLocalSource(source: string): boolean {
  return /^\.{1,2}\//.test(source);
}

/**
 * The folder of a called module, `undefined` if it is not there: a local one by its path, another one where Terraform put it. One by an
 * absolute path is copied by `terraform init`, so the copy is what Terraform reads. A copy of another source or version than the block
 * names is not the module that it calls: Terraform refuses to plan before the next `terraform init`.
 */
export function calledFolder(
  folder: string,
  written: WrittenSource,
  installed: InstalledModule | undefined,
): string | undefined {
  const { source } = written;
  const isLocal = isLocalSource(source);
  const copy = installed === undefined ? (isAbsolute(source) ? source : undefined) : copyOf(written, installed);
  const place = isLocal ? resolve(folder, source) : copy;
  return place !== undefined && statSync(place, { throwIfNoEntry: false })?.isDirectory() === true ? place : undefined;
}

function copyOf({ source, version }: WrittenSource, installed: InstalledModule): string | undefined {
  const isSame = canonicalSource(source) === canonicalSource(installed.source);
  const isAdmitted =
    version === undefined ||
    version === null ||
    (typeof version === "string" && admitsVersion(version, installed.version ?? "") === true);
  return isSame && isAdmitted ? installed.folder : undefined;
}

/**
 * A source without what Terraform adds when it writes the list: the registry, the kind of download, the scheme, and the ending of a
 * repository.
 *
 * @see https://developer.hashicorp.com/terraform/language/modules/sources
 */
function canonicalSource(source: string): string {
  return source
    .replace(/^registry\.(?:terraform\.io|opentofu\.org)\//, "")
    .replace(/^(?:git|hg|s3|gcs)::/, "")
    .replace(/^(?:ssh:\/\/)?git@([^:/]+)[:/]/, "git@$1/")
    .replace(/^(?:https|file):\/\//, "")
    .replace(/\.git(?=\/\/|\?|$)/, "");
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
