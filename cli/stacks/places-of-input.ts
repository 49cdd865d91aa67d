import { readFileSync } from "node:fs";
import { basename, dirname, extname, join, sep } from "node:path";
import { ownEntry } from "../../verify/collections/own-entry";
import type { EvidencePlace, ReportedStack } from "../../verify/report/reported-stack";
import { type SourcePlaces, sourcePlaces } from "../../verify/terraform/read/folder/source-places";
import { isJsonObject, type TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { isFolder } from "../shared/files/is-folder";
import { readJson } from "../shared/files/json-file";
import { regularFiles } from "../shared/files/regular-files";
import type { Input } from "./verify-file";

/**
 * Where people edit what a report is about: the block in HCL for the folder of a root module or a plan with its source, and the file of
 * the environment with the construct for a synthesized stack. Any other file is its own place.
 */
export function placesOfInput({ path, source, form }: Input): PlaceOf {
  const folder = source ?? (isFolder(path) ? path : undefined);
  if (folder !== undefined) {
    const places: SourcePlaces = sourcePlaces(folder);
    return (address) => (address === undefined ? places.first : places.placeOf(address));
  }
  return form === "synthesized" ? placesOfStack(path) : () => undefined;
}

/**
 * As {@link placesOfInput}. The plan of a synthesized stack has the name of its environment, and says nothing about constructs.
 *
 * @param read a side that the review read
 */
export function placesOfReview(
  { name, path, source }: Omit<Input, "form">,
  read: Pick<TerraformConfiguration, "form"> | undefined,
): PlaceOf {
  const form = read?.form ?? "plan";
  const environment = form === "plan" && source === undefined ? environmentFile(name) : undefined;
  return environment === undefined ? placesOfInput({ name, path, source, form }) : () => environment;
}

type PlaceOf = NonNullable<ReportedStack["placeOf"]>;

function placesOfStack(path: string): PlaceOf {
  const environment = environmentFile(basename(dirname(path)));
  const constructs = constructPaths(readJson(path));
  return (address) => {
    const [resource = ""] = (address ?? "").split(" ");
    const construct = constructs.get(resource);
    return environment === undefined ? undefined : { ...environment, ...(construct !== undefined && { construct }) };
  };
}

const ENVIRONMENTS = "envs";

/**
 * A line with the name of an environment, by the ending of its file. A name in YAML is at the start of its line; those of users and
 * teams are not.
 */
const nameLines: Readonly<Record<string, RegExp>> = {
  ".ts": /^\s*name:\s*(["'`])(?<name>[^"'`]+)\1/,
  ".yaml": /^(["']?)name\1\s*:\s*(["']?)(?<name>[\w-]+)\2\s*(?:#.*)?$/,
  ".yml": /^(["']?)name\1\s*:\s*(["']?)(?<name>[\w-]+)\2\s*(?:#.*)?$/,
  ".json": /^\s*\{?\s*"name"\s*:\s*"(?<name>[^"]+)"/,
};

/**
 * The file in envs/ that defines the environment, and the line with its name.
 *
 * @param project folder with envs/. Default: the working directory
 */
export function environmentFile(name: string, project = "."): EvidencePlace | undefined {
  const folder = join(project, ENVIRONMENTS);
  const files = isFolder(folder) ? regularFiles(folder, ".") : [];
  for (const file of files) {
    const pattern = ownEntry(nameLines, extname(file));
    const isNested = file.includes(sep) && extname(file) === ".ts";
    const lines = pattern === undefined || isNested ? [] : readFileSync(join(folder, file), "utf8").split(/\r?\n/);
    const line = lines.findIndex((text) => pattern?.exec(text)?.groups?.name === name);
    if (line >= 0) {
      return { file: [ENVIRONMENTS, ...file.split(sep)].join("/"), line: line + 1 };
    }
  }
  return undefined;
}

/** The construct path of each resource, which CDKTF writes into the stack. */
function constructPaths(json: unknown): ReadonlyMap<string, string> {
  const { resource, data } = isJsonObject(json) ? json : {};
  const found = new Map<string, string>();
  for (const [prefix, section] of [
    ["", resource],
    ["data.", data],
  ] as const) {
    for (const [type, named] of Object.entries(isJsonObject(section) ? section : {})) {
      for (const [name, values] of Object.entries(isJsonObject(named) ? named : {})) {
        const path = metadataPath(values);
        if (path !== undefined) {
          found.set(`${prefix}${type}.${name}`, path);
        }
      }
    }
  }
  return found;
}

function metadataPath(values: unknown): string | undefined {
  const comment = isJsonObject(values) ? values["//"] : undefined;
  const metadata = isJsonObject(comment) ? comment.metadata : undefined;
  const path = isJsonObject(metadata) ? metadata.path : undefined;
  return typeof path === "string" ? path : undefined;
}
