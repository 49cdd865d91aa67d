import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { VariableFile } from "../folder/copy-folder";
import type { FolderNeeds } from "../folder/read-folder";
import type { FolderInput } from "../run/run-context";
import { filesRead } from "./file-reads";

/** The name of a zone or its ID without quotes, as YAML and CSV write it. */
const plainZone = /\b(?:[a-z]{2,4}(?:-[a-z]+)+-\d[a-i]|[a-z]+\d-az\d)\b/g;
/** A letter without quotes, where a value of YAML or CSV ends. */
const plainLetter = /([:,-][ \t]*)([a-i])(?=[ \t]*[,\r\n]|$)/g;

/**
 * Everything with which an expression of a folder can compare a value: its expressions, the values of its variables, and the files that it
 * reads. A name of a zone has quotes in each.
 */
export function comparedTexts(
  { needs, expressions, variableFiles }: FolderInput,
  environment: NodeJS.ProcessEnv,
): readonly string[] {
  const [root = ""] = needs.folders;
  const definitions = readdirSync(root).filter((name) => /\.tfvars(?:\.json)?$/.test(name));
  const given = [...definitions.map((name) => readFileSync(join(root, name), "utf8")), ...variableFiles.map(textOf)];
  const inEnvironment = Object.entries(environment).flatMap(([name, value = ""]) =>
    name.startsWith("TF_VAR_") ? [value, JSON.stringify(value)] : [],
  );
  return [...(expressions ?? needs.files.map(({ text }) => text)), ...given, ...inEnvironment, ...textsOfFiles(needs)];
}

function textOf(file: VariableFile): string {
  return file.kind === "text" ? file.text : readFileSync(file.path, "utf8");
}

function textsOfFiles({ files, folders }: FolderNeeds): readonly string[] {
  const [root = ""] = folders;
  const read = files.flatMap(({ folder, name, text }) =>
    filesRead(name.endsWith(".json") ? text.replaceAll('\\"', '"') : text, { folder, root, folders }),
  );
  return [...new Set(read)].map((path) =>
    readFileSync(path, "utf8").replaceAll(plainZone, '"$&"').replaceAll(plainLetter, '$1"$2"'),
  );
}
