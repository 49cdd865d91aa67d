import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { isCopied } from "../folder/copy-folder";
import { isFolder } from "../folder/is-folder";
import type { FolderNeeds } from "../folder/read-folder";

/**
 * Why a plan of a folder that nobody vouches for is not made: Terraform would run or read more than the folder. Without one of these,
 * Terraform runs no program but itself and the stand-in, and reads no file but those of the folder.
 *
 * @param folders every folder whose files Terraform loads
 * @returns the first reason as half of a sentence; `undefined` when there is none
 */
export function planHazard({ folders: [root = "", ...called], otherProviders }: FolderNeeds): string | undefined {
  const folders = [root, ...called];
  if (otherProviders.length > 0) {
    return `it uses ${listed("the provider", otherProviders)}, and only the stand-in for AWS runs`;
  }
  const isInside = (path: string): boolean => folders.some((folder) => isBelow(folder, path));
  const downloads = join(root, ".terraform", "modules");
  return (
    firstOf([...folders, ...(isFolder(downloads) ? [downloads] : [])], (folder) => linkOutside(folder, isInside)) ??
    firstOf(folders, (folder) => hazardInFolder(folder, root, isInside))
  );
}

function listed(noun: string, names: readonly string[]): string {
  return `${noun}${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
}

function firstOf<T>(items: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function isBelow(folder: string, path: string): boolean {
  const steps = relative(folder, path);
  return steps === "" || !(isAbsolute(steps) || steps.split(sep)[0] === "..");
}

/** A link to a file of somebody else would be copied as that file. */
function linkOutside(folder: string, isInside: (path: string) => boolean): string | undefined {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => isCopied(name));
  return firstOf(entries, (entry) => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) {
      const target = statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path);
      return isInside(target) ? undefined : `${path} is a link that leads out of the folder`;
    }
    return entry.isDirectory() ? linkOutside(path, isInside) : undefined;
  });
}

/** A data source that reads a state, and one that the copy answers. */
const REMOTE_STATE = /(?<!data\s*\.\s*)\bterraform_remote_state\b/g;
const ANSWERED_STATE = /^\s*data\s+"terraform_remote_state"\s+"[\w-]+"/gm;

/** The files of a copy that override others begin so; Terraform reads them in the order of their names, and the last one wins. */
const LAST_FILE = "zz_rehearsal";

function hazardInFolder(folder: string, root: string, isInside: (path: string) => boolean): string | undefined {
  const names = readdirSync(folder).filter((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name) && !name.startsWith("."));
  return firstOf(names, (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    // In JSON, an expression is in a string. A line of a text may look like a comment, so comments count.
    const code = name.endsWith(".json") ? text.replaceAll('\\"', '"') : text;
    const answered = folder === root && !name.endsWith(".json") ? code.match(ANSWERED_STATE) : null;
    if ((code.match(REMOTE_STATE)?.length ?? 0) > (answered?.length ?? 0)) {
      return `${join(folder, name)} reads the state of another root module, which only HCL of the root module may`;
    }
    if (folder === root && /(?:^|_)override\.tf(?:\.json)?$/.test(name) && name > LAST_FILE) {
      return `${join(folder, name)} would override what keeps the plan away from your state`;
    }
    if (/\bsource"?\s*[=:]\s*"\//.test(code)) {
      return `${join(folder, name)} calls a module by an absolute path`;
    }
    return readsOutside(code, { folder, root, isInside }, join(folder, name));
  });
}

interface Place {
  readonly folder: string;
  readonly root: string;
  readonly isInside: (path: string) => boolean;
}

/** A call of a function that reads files, with the beginning of its arguments. */
const FILE_CALL =
  /\b(?<name>file\w*|templatefile|templatestring)\s*\(\s*(?<argument>"(?:[^"\\$%]|\$\{path\.\w+\})*"(?=\s*[,)]))?/g;

const FOLDER_NAMES: Readonly<Record<string, "folder" | "root">> = { module: "folder", root: "root", cwd: "root" };

/** Only a path that is written out tells which file is read. */
function readsOutside(code: string, place: Place, where: string): string | undefined {
  return firstOf([...code.matchAll(FILE_CALL)], ({ groups: { name = "", argument } = {} }) => {
    const path = argument === undefined ? undefined : pathOf(argument.slice(1, -1), place);
    if (name === "templatestring" || path === undefined) {
      return `${where} reads a file whose path is not written out with ${name}`;
    }
    if (!place.isInside(path)) {
      return `${where} reads ${path}, which is outside of the folder`;
    }
    return name === "templatefile" && isFile(path) && readFileSync(path, "utf8").search(FILE_CALL) >= 0
      ? `the template ${path} reads a file`
      : undefined;
  });
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
