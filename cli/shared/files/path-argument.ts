import { existsSync } from "node:fs";

/** Whether an argument is a file or a folder. A word without a slash may also be an environment, which goes first. */
export function isPath(argument: string, isEnvironment: (name: string) => boolean): boolean {
  return /^\.{1,2}$|[/\\]/.test(argument) || (existsSync(argument) && !isEnvironment(argument));
}
