import { types } from "node:util";

/** Error codes of the operating system, in words for the user who named the file. */
const SYSTEM_ERROR_TEXTS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EISDIR: "is a folder, not a file",
  ENOTDIR: "its parent is a file, not a folder",
  EEXIST: "exists and is not a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "is on a read-only file system",
  ENOSPC: "no space left on the device",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "a name in it is too long",
};

/** One line: for a plain error or one of the operating system, which the user can fix, and for any other with the place in the program. */
export function describeError(error: unknown): string {
  if (!types.isNativeError(error)) {
    return `studio-perimeter: ${String(error)}`;
  }
  const { code = "", path = "a path" } = error as NodeJS.ErrnoException;
  const refused = SYSTEM_ERROR_TEXTS[code];
  if (refused !== undefined) {
    return `${path || "empty path"}: ${refused} (${code}); pass another path`;
  }
  return error.name === "Error" || code !== "" ? error.message : faultOfProgram(error);
}

function faultOfProgram({ name, message, stack = "" }: Error): string {
  const [place] = /^\s+at .*$/m.exec(stack) ?? [];
  const where = place === undefined ? "" : ` ${place.trim()}`;
  return `studio-perimeter: ${name}: ${message.split("\n", 1)[0]}${where}; this is a fault of the program, please report it with the command`;
}
