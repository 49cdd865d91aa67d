import { fileFunctionNames } from "../../verify/terraform/expressions/built-in/file-functions";
import type { FileAccess } from "../../verify/terraform/expressions/traversal";
import type { WrittenFiles } from "../../verify/terraform/read/folder/written-files";
import { isJsonObject } from "../../verify/terraform/terraform-configuration";
import { filesOf, type RootModule } from "../compare/execution/rewritten-files";
import { functionCalls } from "./function-calls";

/** The files of a side that Terraform loads, and the access to others that functions read. */
export interface FilesOfSide {
  readonly written: WrittenFiles;
  readonly files?: FileAccess;
}

/** Functions whose result depends on other files of the folder. */
const readingFunctions: ReadonlySet<string> = new Set([...fileFunctionNames, "templatefile", "fileset"]);

/**
 * Calls of functions whose files nobody could compare, or whose files differ, as `fileset()`, sorted. The same text of two root modules
 * can then have two results. Compared is the file of a call with one literal path from the folder of the root module.
 */
export function unreadFiles(before: FilesOfSide, after: FilesOfSide): readonly string[] {
  const calls = [before, after].flatMap(({ written }) =>
    [...written].flatMap(([name, texts]) => functionCalls(name, [...texts])),
  );
  return [
    ...new Set(
      calls
        .filter(({ name, text }) => readingFunctions.has(name) && !isSameFile(text, before.files, after.files))
        .map(({ name }) => `${name}()`),
    ),
  ].sort();
}

/** The whole text is one call of a function that reads one file. A template can read further files. */
const oneFile = new RegExp(
  `^\\$\\{\\s*(?:${fileFunctionNames.join("|")})\\("(?:\\$\\{path\\.module\\}/)?([\\w./-]+)"\\)\\s*\\}$`,
);

function isSameFile(text: string, before: FileAccess | undefined, after: FileAccess | undefined): boolean {
  const [, path] = oneFile.exec(text) ?? [];
  const [one, other] = path === undefined ? [] : [before?.read(path), after?.read(path)];
  return one !== undefined && other !== undefined && one.equals(other);
}

/** Calls of functions that read files which could not be compared, or which differ. None where the files of a side are not known. */
export function unreadFilesBetween(before: RootModule, after: RootModule): readonly string[] {
  const [one, other] = [filesOf(before), filesOf(after)];
  return one === undefined || other === undefined
    ? []
    : unreadFiles({ written: one, ...accessOf(before) }, { written: other, ...accessOf(after) });
}

/** A called module has a folder of its own, from which its paths start. */
function accessOf({ json, surroundings = {} }: RootModule): Pick<FilesOfSide, "files"> {
  const root = surroundings.plannedSource ?? { json, load: () => undefined, ...surroundings };
  const callsModules = isJsonObject(root.json) && root.json.module !== undefined;
  return root.files === undefined || callsModules ? {} : { files: root.files };
}
