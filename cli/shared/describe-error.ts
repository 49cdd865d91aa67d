import { types } from "node:util";
import { closestWord } from "../../envs/schema/closest-word";

/** What the operating system refused, in words for whoever named the file. */
const SYSTEM_ERROR_TEXTS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "is a folder, where a file is needed",
  ENOTDIR: "lies below a file, where a folder is needed",
  EEXIST: "is there already, and is no folder",
  EACCES: "may not be read or written",
  EPERM: "may not be read or written",
  EROFS: "may not be written",
};

/**
 * A plain error or one of the operating system is the user's to mend: one line. Any other is ours: with its trace.
 *
 * @param help of the command, which names its options
 */
export function describeError(error: unknown, help = ""): string {
  if (!types.isNativeError(error)) {
    return `studio-perimeter: ${String(error)}`;
  }
  const { code = "", path = "a path" } = error as NodeJS.ErrnoException;
  if (code.startsWith("ERR_PARSE_ARGS")) {
    return describeParseError(error.message, help);
  }
  const refused = SYSTEM_ERROR_TEXTS[code];
  if (refused !== undefined) {
    return `${path || "a path without a name"}: ${refused}, got ${code}; pass another path`;
  }
  return error.name === "Error" || code !== "" ? error.message : (error.stack ?? error.message);
}

/** Node's own sentence about a command line, without its advice, which is for programmers. */
function describeParseError(message: string, help: string): string {
  const sentence = (message.split("\n")[0] ?? "").split(". ")[0];
  const unknown = /^Unknown option '-+([^']+)'/.exec(message)?.[1];
  const options = [...help.matchAll(/--([a-z]+)/g)].map(([, option = ""]) => option);
  const meant = unknown === undefined ? undefined : closestWord(unknown, options);
  return `studio-perimeter: ${sentence}; ${meant === undefined ? "see --help of the command" : `did you mean --${meant}?`}`;
}
