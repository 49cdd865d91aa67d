import { readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { type HclBlock, parseHcl } from "../../hcl/parse-hcl";
import { isJsonObject, namedBlocks } from "../../terraform-configuration";
import { parseJson } from "../json/parse-json";
import { calledFolder, type InstalledModules, installedModules, type WrittenSource } from "./installed-modules";
import { type TerraformFileName, terraformFilesIn } from "./terraform-file-name";

/** Where something is written. */
export interface SourcePlace {
  /** Path of the file, from the working directory if it is below that. */
  readonly file: string;
  /** Starting with 1. */
  readonly line: number;
}

/** Where each resource, data source and module call of a root module and of the modules that it calls is written. */
export interface SourcePlaces {
  /** The block of a Terraform address, or a file of the folder; the call of the module for a module that nobody edits here. */
  placeOf(address: string): SourcePlace | undefined;
  /** The first file, for what is about the whole folder. */
  readonly first: SourcePlace | undefined;
}

/** Reads the folder of a root module. Files that cannot be read have no places. */
export function sourcePlaces(folder: string): SourcePlaces {
  const places = new Map<string, SourcePlace>();
  collectPlaces(resolve(folder), { places, installed: readableModules(resolve(folder)), path: [], call: undefined });
  const files = configurationFiles(resolve(folder)).map(({ name }) => name);
  const fileNamed = (name: string): SourcePlace | undefined =>
    files.includes(name) ? { file: displayPath(join(resolve(folder), name)), line: 1 } : undefined;
  return {
    first: fileNamed(files[0] ?? ""),
    placeOf: (address) => {
      const [first = ""] = address.split(" ");
      const bare = first.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");
      return places.get(bare) ?? places.get(bare.replace(/\.[^.]*$/, "")) ?? fileNamed(address);
    },
  };
}

interface ModulePlace {
  readonly places: Map<string, SourcePlace>;
  readonly installed: InstalledModules;
  /** Names of the calls, from the root. */
  readonly path: readonly string[];
  /** The call that a module stands for, if Terraform downloaded the module. */
  readonly call: SourcePlace | undefined;
}

/** Ends cycles of local modules, which Terraform rejects. */
const maxModuleDepth = 10;

function collectPlaces(folder: string, { places, installed, path, call }: ModulePlace): void {
  const prefix = path.map((name) => `module.${name}.`).join("");
  for (const file of configurationFiles(folder)) {
    const name = join(folder, file.name);
    for (const { address, line, source } of blocksOfFile(name, file)) {
      const place = call ?? { file: displayPath(name), line };
      // Terraform refuses a second block; an override file changes the first one.
      places.set(`${prefix}${address}`, places.get(`${prefix}${address}`) ?? place);
      const inner = [...path, address.replace(/^module\./, "")];
      const called = source === undefined ? undefined : calledFolder(folder, source, installed.get(inner.join(".")));
      if (called !== undefined && inner.length <= maxModuleDepth) {
        const isDownloaded = called.split(sep).includes(".terraform");
        collectPlaces(called, { places, installed, path: inner, call: call ?? (isDownloaded ? place : undefined) });
      }
    }
  }
}

function configurationFiles(folder: string): readonly TerraformFileName[] {
  return terraformFilesIn(folder).filter(({ role, isOpenTofu }) => role !== "variables" && !isOpenTofu);
}

/** A block with its address in the module. */
interface PlacedBlock {
  readonly address: string;
  readonly line: number;
  /** For a module call: what it says of its source. */
  readonly source?: WrittenSource;
}

function blocksOfFile(path: string, { syntax }: TerraformFileName): readonly PlacedBlock[] {
  try {
    const text = readFileSync(path, "utf8");
    return syntax === "hcl" ? parseHcl(text).blocks.flatMap(placedBlock) : jsonBlocks(text);
  } catch {
    return [];
  }
}

function placedBlock({ type, labels, body, line }: HclBlock): readonly PlacedBlock[] {
  const address = addressOfBlock(type, labels);
  if (address === undefined) {
    return [];
  }
  const textOf = (wanted: string): string | undefined => {
    const written = body.attributes.find(({ name }) => name === wanted)?.expression;
    return /^"([^"$%\\]*)"$/.exec(written ?? "")?.[1];
  };
  const source = type === "module" ? textOf("source") : undefined;
  return [{ address, line, ...(source !== undefined && { source: { source, version: textOf("version") } }) }];
}

function addressOfBlock(type: string, [first, second]: readonly string[]): string | undefined {
  switch (type) {
    case "resource":
      return `${first}.${second}`;
    case "data":
      return `data.${first}.${second}`;
    case "module":
      return `module.${first}`;
    default:
      return undefined;
  }
}

/** In JSON a block begins where its name is written below its type. */
function jsonBlocks(text: string): readonly PlacedBlock[] {
  const { json } = parseJson(text);
  const roots = (Array.isArray(json) ? json : [json]).filter(isJsonObject);
  return roots.flatMap(({ resource, data, module: calls }) => [
    ...namedBlocks(resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => ({ address: `${type}.${name}`, line: lineOfKeys(text, type, name) })),
    ),
    ...namedBlocks(data).flatMap(([type, named]) =>
      Object.keys(named).map((name) => ({ address: `data.${type}.${name}`, line: lineOfKeys(text, type, name) })),
    ),
    ...namedBlocks(calls).map(([name, { source, version }]) => ({
      address: `module.${name}`,
      line: lineOfKeys(text, "module", name),
      ...(typeof source === "string" && { source: { source, version } }),
    })),
  ]);
}

function lineOfKeys(text: string, ...keys: readonly string[]): number {
  const at = keys.reduce((from, key) => Math.max(from, text.indexOf(`${JSON.stringify(key)}`, from)), 0);
  return text.slice(0, at).split("\n").length;
}

/** A list that cannot be read has no modules: only places are lost. */
function readableModules(folder: string): InstalledModules {
  try {
    return installedModules(folder);
  } catch {
    return new Map();
  }
}

function displayPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") ? path : below;
}
