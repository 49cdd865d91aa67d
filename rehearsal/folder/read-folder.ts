import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import type { UsedTypes } from "../schema/used-types";
import { type ConfigurationFile, readConfigurationFiles } from "./configuration-files";
import { isFolder } from "./is-folder";
import { withoutComments } from "./without-comments";

/** What the files of a root module and of the modules that it calls by path need. */
export interface FolderNeeds {
  /**
   * The folder of the root module, and those of the modules that it calls by a relative path, absolute. Terraform itself copies a module
   * that is called by an absolute path.
   */
  readonly folders: readonly string[];
  /** The files of these folders that Terraform loads. */
  readonly files: readonly ConfigurationFile[];
  readonly types: UsedTypes;
  /** Sources of providers other than hashicorp/aws: `hashicorp/random`. */
  readonly otherProviders: readonly string[];
  /** Their local names, by their source: `random` for `hashicorp/random`. */
  readonly localNames: Readonly<Record<string, readonly string[]>>;
  /** Those of them that are only required: nothing in the files has a type of theirs. */
  readonly unusedProviders: readonly string[];
  /** Version constraints of hashicorp/aws, in the root module and in those that it calls. */
  readonly awsConstraints: readonly string[];
  /**
   * The first role that an argument or a variable `deployers` names, in the root module or in one that it calls: `role/apply`.
   * @default - none
   */
  readonly deployer?: string;
}

/**
 * Reads which types and providers a root module uses. Only words are searched: Terraform itself reads the files later, and a type too
 * many does no harm.
 *
 * @throws when the folder is not there, has no file that Terraform loads, or has a JSON file that is not JSON
 */
export function readFolderNeeds(folder: string): FolderNeeds {
  const root = resolve(folder);
  if (!isFolder(root)) {
    throw new Error(`${folder}: no such folder; pass the folder of a root module`);
  }
  const starts = [root, ...installedModules(root)];
  const found = calledModules(starts, needsOfFolder);
  if (found.get(root)?.length === 0) {
    throw new Error(`${folder}: has no file that Terraform loads; pass the folder of a root module`);
  }
  const needs = [...found.values()].flat();
  const types = needs.flatMap((each) => each.types);
  const named = new Map(needs.flatMap(({ providers }) => providers));
  const used = new Set([...types.map(({ type }) => type.split("_")[0] ?? ""), ...named.keys()]);
  const sourceOf = (name: string): string => named.get(name) ?? `hashicorp/${name}`;
  const otherProviders = [...new Set([...used].map(sourceOf))].filter((source) => !isServed(source)).sort();
  const localNames = Object.fromEntries(
    otherProviders.map((source) => [source, [...used].filter((name) => sourceOf(name) === source)]),
  );
  const withTypes = new Set(types.map(({ type }) => sourceOf(type.split("_")[0] ?? "")));
  const list = (section: "resource" | "data"): readonly string[] =>
    [
      ...new Set(types.filter((one) => one.section === section && /^aws_/.test(one.type)).map(({ type }) => type)),
    ].sort();
  const [deployer] = needs.flatMap((each) => each.deployers);
  const copied = calledModules(starts, (place) => found.get(place) ?? [], isRelative);
  return {
    ...(deployer === undefined ? {} : { deployer }),
    folders: [...copied.keys()],
    files: [...copied.values()].flat().map(({ file }) => file),
    types: { resources: list("resource"), dataSources: list("data") },
    awsConstraints: [...new Set(needs.flatMap((each) => each.awsConstraints))],
    otherProviders,
    localNames,
    unusedProviders: otherProviders.filter((source) => !withTypes.has(source)),
  };
}

/**
 * The folders and those of the modules that they call by a path, with what their files need.
 *
 * @param isFollowed which paths count. Default: every one
 */
function calledModules(
  starts: readonly string[],
  needsIn: (folder: string) => readonly FileNeeds[],
  isFollowed: (source: string) => boolean = () => true,
): ReadonlyMap<string, readonly FileNeeds[]> {
  const found = new Map<string, readonly FileNeeds[]>();
  const open = [...starts];
  for (const next of open) {
    if (!found.has(next)) {
      const needs = needsIn(next);
      found.set(next, needs);
      const sources = needs.flatMap(({ modules }) => modules).filter(isFollowed);
      open.push(...sources.map((source) => resolve(next, source)).filter(isFolder));
    }
  }
  return found;
}

function isRelative(source: string): boolean {
  return !isAbsolute(source);
}

/** Terraform itself implements `terraform_data`; the stand-in serves AWS. */
function isServed(source: string): boolean {
  return (
    /^(?:registry\.(?:terraform\.io|opentofu\.org)\/)?hashicorp\/aws$/.test(source) || source.endsWith("/terraform")
  );
}

/** Folders of the modules that `terraform init` has installed. The rest of a download, such as its examples, is not called. */
function installedModules(root: string): readonly string[] {
  const folder = join(root, ".terraform", "modules");
  const manifest = join(folder, "modules.json");
  if (!existsSync(manifest)) {
    return [];
  }
  return valuesNamed(parsedJson(manifest, readFileSync(manifest, "utf8")), "Modules")
    .flatMap((modules) => valuesNamed(modules, "Dir"))
    .filter((place): place is string => typeof place === "string")
    .map((place) => resolve(root, place))
    .filter(isFolder);
}

function needsOfFolder(folder: string): readonly FileNeeds[] {
  return readConfigurationFiles(folder).map((file) => ({ file, ...needsOf(file) }));
}

interface FileNeeds extends WrittenNeeds {
  readonly file: ConfigurationFile;
}

/** What the text of a file names. */
interface WrittenNeeds {
  readonly types: readonly { readonly section: "resource" | "data"; readonly type: string }[];
  /** Local name and source of each required provider. */
  readonly providers: readonly (readonly [string, string])[];
  /** Version constraints of the provider aws. */
  readonly awsConstraints: readonly string[];
  /** Paths of modules. */
  readonly modules: readonly string[];
  /** Roles without a wildcard that may run Terraform. */
  readonly deployers: readonly string[];
}

function needsOf({ folder, name, text }: ConfigurationFile): WrittenNeeds {
  return name.endsWith(".json") ? needsOfJson(parsedJson(join(folder, name), text)) : needsOfHcl(withoutComments(text));
}

function parsedJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path}: not JSON; correct the file`);
  }
}

function needsOfHcl(text: string): WrittenNeeds {
  const blocks = [...text.matchAll(/^[ \t\uFEFF]*(resource|data)\s+"?([a-z][a-z0-9_]*)"?\s+"/gm)];
  const [, required = ""] = text.split(/required_providers\s*\{/, 2);
  return {
    types: blocks.map(([, section, type = ""]) => ({ section: section === "data" ? "data" : "resource", type })),
    providers: [...required.matchAll(/(?<![\w-])([\w-]+)\s*=\s*\{[^{}]*?\bsource\s*=\s*"([^"]+)"/g)].map(
      ([, name = "", source = ""]) => [name, source],
    ),
    awsConstraints: [...required.matchAll(/^[ \t\uFEFF]*aws\s*=\s*(?:\{[^{}]*?\bversion\s*=\s*)?"([^"]+)"/gm)].flatMap(
      ([, constraint = ""]) => (/\d/.test(constraint) ? [constraint] : []),
    ),
    deployers: [
      ...text.matchAll(
        /(?:^[ \t\uFEFF]*|variable ")deployers(?:\s*=|"\s*\{[^{}]*?\bdefault\s*=)\s*\[\s*"(role\/[^"*$]+)"/gm,
      ),
    ].map(([, role = ""]) => role),
    modules: [...text.matchAll(/\bsource\s*=\s*"(\.{0,2}\/[^"$]*)"/g)].map(([, source = ""]) => source),
  };
}

/** The members of an object, or of each object of a list. */
function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return [value].flat().flatMap((one) => (typeof one === "object" && one !== null ? Object.entries(one) : []));
}

/** What an object, or each object of a list, has under a name. */
function valuesNamed(value: unknown, name: string): readonly unknown[] {
  return membersOf(value)
    .filter(([key]) => key === name)
    .map(([, member]) => member);
}

function needsOfJson(json: unknown): WrittenNeeds {
  const section = (name: string) => valuesNamed(json, name).flatMap(membersOf);
  const required = valuesNamed(json, "terraform").flatMap((settings) => valuesNamed(settings, "required_providers"));
  const sourceOf = (value: unknown): string | undefined => {
    const [source] = valuesNamed(value, "source");
    return typeof source === "string" ? source : undefined;
  };
  return {
    types: [
      ...section("resource").map(([type]) => ({ section: "resource" as const, type })),
      ...section("data").map(([type]) => ({ section: "data" as const, type })),
    ].filter(({ type }) => type !== "//"),
    providers: required.flatMap(membersOf).flatMap(([name, value]): [string, string][] => {
      const source = sourceOf(value);
      return source === undefined ? [] : [[name, source]];
    }),
    awsConstraints: required
      .flatMap(membersOf)
      .filter(([name]) => name === "aws")
      .flatMap(([, value]) => [value, ...valuesNamed(value, "version")])
      .filter((constraint): constraint is string => typeof constraint === "string"),
    deployers: section("module").flatMap(([, value]) =>
      valuesNamed(value, "deployers")
        .flat()
        .filter((role): role is string => typeof role === "string" && /^role\/[^*$]+$/.test(role)),
    ),
    modules: section("module").flatMap(([, value]) => {
      const source = sourceOf(value);
      return source !== undefined && /^\.{0,2}\//.test(source) ? [source] : [];
    }),
  };
}
