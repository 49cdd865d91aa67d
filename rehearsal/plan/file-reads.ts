import { readFileSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { ConfigurationFile } from "../folder/configuration-files";
import { withUnknownReads } from "./computed-reads";
import { isAsInCopy, isBelow, isListedOtherwise } from "./copied-paths";
import { fileCallsIn } from "./file-calls";
import { firstOf } from "./first-of";

/** Where an expression is. */
export interface Place {
  readonly folder: string;
  readonly root: string;
  /** Every folder whose files Terraform loads. */
  readonly folders: readonly string[];
}

const FOLDER_NAMES: Readonly<Record<string, "folder" | "root">> = { module: "folder", root: "root", cwd: "root" };

/** A text without an expression, which says which file is read, or hides it behind escapes. */
const LITERAL = /^\s*"(?:[^"\\$%]|\\.)*"\s*$/;

/**
 * The text of a file in which no path is computed: for the plan, what is read by such a path is not known. In JSON, a computed path stays.
 */
export function withoutComputedPaths({ folder, name, text }: ConfigurationFile, place: Omit<Place, "folder">): string {
  return /\.(?:tf|tofu)$/.test(name)
    ? withUnknownReads(text, ({ start, end, path }) =>
        fileCallsIn(text.slice(start, end))
          .slice(0, 1)
          .some(({ path: written }) => {
            const isKnown = written !== undefined && pathOf(written, { ...place, folder }) !== undefined;
            return !isKnown && !LITERAL.test(text.slice(path.start, path.end));
          }),
      )
    : text;
}

/** Only a path that is written out tells which file is read. */
export function readsOutside(code: string, place: Place, where: string): string | undefined {
  return firstOf(fileCallsIn(code), ({ name, path: written, pattern }) => {
    const path = written === undefined ? undefined : pathOf(written, place);
    if (name === "templatestring" || path === undefined || (name === "fileset" && !isBelowItsFolder(pattern))) {
      return `${where} reads a file whose path is not written out with ${name}`;
    }
    const inFolders = place.folders.filter((folder) => isBelow(folder, path)).map((folder) => relative(folder, path));
    if (inFolders.length === 0) {
      return `${where} reads ${path}, which is outside of the folder`;
    }
    if (!inFolders.every(isAsInCopy) || (name === "fileset" && isListedOtherwise(path, place.root))) {
      return `${where} asks for files at ${path}, which are not those of the folder in a copy of it`;
    }
    return name === "templatefile" && isFile(path) && fileCallsIn(readFileSync(path, "utf8")).length > 0
      ? `the template ${path} reads a file`
      : undefined;
  });
}

/** Functions that tell of a file what no expression can compare with a text: a digest, or whether it is there. */
const withoutContent = /^(?:file(?:exists|set)|file(?:base64)?(?:md5|sha\d+))$/;

/** The files whose content an expression reads, of the paths that are written out. */
export function filesRead(code: string, place: Place): readonly string[] {
  return fileCallsIn(code).flatMap(({ name, path: written }) => {
    const path = written === undefined || withoutContent.test(name) ? undefined : pathOf(written, place);
    return path !== undefined && isFile(path) ? [path] : [];
  });
}

/** Whether a pattern of `fileset` finds only what is below its folder. */
function isBelowItsFolder(pattern: string | undefined): boolean {
  return (
    pattern !== undefined &&
    /^[\w\s*?/.,{}@+-]*$/.test(pattern) &&
    !/\{[^}]*[./]/.test(pattern) &&
    !pattern.replaceAll(/\{[^}]*\}/g, "").includes("..")
  );
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function pathOf(written: string, { folder, root }: Place): string | undefined {
  const [, base = "root", rest = written] = /^\$\{path\.(\w+)\}(?:\/([^$]*))?$/.exec(written) ?? [];
  const start = FOLDER_NAMES[base];
  const steps = written.startsWith("${") ? (rest === written ? "" : rest) : written;
  return start === undefined || steps.includes("${") || steps.startsWith("~")
    ? undefined
    : resolve(start === "folder" ? folder : root, steps);
}
