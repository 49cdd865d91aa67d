import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import type { AnyEnvironmentInput } from "../schema/any-environment";
import { withSource } from "../validation/issues/environment-source";
import { readDocumentOfFile } from "./yaml-document";

/** Files of the folder that are known and are no environments. */
const OTHER_FILES: readonly string[] = [
  "environment.schema.json",
  "prices.json",
  "released-interfaces.json",
  "README.md",
  ".gitkeep",
  ".DS_Store",
];

/** TypeScript files that the program imports and that need no other file of the folder to import them. */
const PROGRAM_FILES: readonly string[] = ["index.ts", "pipeline.ts", "prefix.ts"];

/** An environment has about 4 kB. */
const MAX_BYTES = 256 * 1024;

/** Reads the text of a file, or says why that is impossible. */
type FileReading = { readonly text: string } | { readonly problem: string };

/**
 * The environments in the files of a folder and of the folders below it, in the order of their paths: one per `.yaml`, `.yml` or
 * `.json`. A file that cannot be read, that is not known, or that `index.ts` does not import is in the list too, as one that cannot be
 * synthesized; `parseEnvironments` reports it.
 *
 * @param folder the folder `envs` of the sources
 */
export function environmentsOfFiles(folder: string): readonly AnyEnvironmentInput[] {
  const name = basename(folder);
  return [
    ...filesOf(folder, "").flatMap((path) => environmentsOfFile(folder, path, `${name}/${path}`)),
    ...unlistedSources(folder).map((path) =>
      unreadable(`${name}/${path}: is not in the list of environments; import it in ${name}/index.ts, or remove it`),
    ),
  ];
}

/** Paths relative to the folder, without TypeScript. */
function filesOf(folder: string, below: string): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        return filesOf(folder, path);
      }
      return entry.name.endsWith(".ts") || OTHER_FILES.includes(entry.name) ? [] : [path];
    });
}

function environmentsOfFile(folder: string, path: string, file: string): readonly AnyEnvironmentInput[] {
  if (![".yaml", ".yml", ".json"].includes(extname(path))) {
    return [unreadable(`${file}: is no environment; name it .yaml, .yml or .json, or move it out of envs/`)];
  }
  const reading = readText(join(folder, path));
  return [
    "problem" in reading ? unreadable(`${file}: ${reading.problem}`) : environmentOfText(reading.text, file, path),
  ];
}

function readText(path: string): FileReading {
  try {
    const { size } = statSync(path);
    if (!statSync(path).isFile()) {
      return { problem: "is no regular file; write a file" };
    }
    if (size > MAX_BYTES) {
      return { problem: `has ${size} bytes; an environment has less than ${MAX_BYTES}` };
    }
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)) };
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") {
      return { problem: "is not text in UTF-8; save it as UTF-8" };
    }
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    return {
      problem: `cannot be read (${code})${isLink ? ": it is a link" : ""}; correct its permissions, or remove it`,
    };
  }
}

function environmentOfText(text: string, file: string, path: string): AnyEnvironmentInput {
  const document = readDocumentOfFile(text, path);
  if (document.kind === "refused") {
    return unreadable(...document.mistakes.map((each) => `${file}:${each.line}: ${each.text}`));
  }
  const { value, lineOf } = document;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return unreadable(`${file}:1: is not an object; write the fields of one environment`);
  }
  // Editors read the schema of a JSON file from this key.
  const { $schema, ...environment } = value as Readonly<Record<string, unknown>>;
  return withSource(environment as unknown as AnyEnvironmentInput, { kind: "file", file, lineOf });
}

/** TypeScript files directly in the folder that no other one of them imports: an environment that somebody forgot to list. */
function unlistedSources(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));
  const texts = names.map((name) => readFileSync(join(folder, name), "utf8"));
  return names.filter(
    (name) => !PROGRAM_FILES.includes(name) && !texts.some((text) => text.includes(`"./${name.slice(0, -3)}"`)),
  );
}

function unreadable(...issues: readonly string[]): AnyEnvironmentInput {
  return withSource({} as AnyEnvironmentInput, { kind: "unreadable", issues });
}
