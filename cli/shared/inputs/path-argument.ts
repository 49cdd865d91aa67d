import { existsSync } from "node:fs";

/**
 * Whether an argument is a file or a folder. A word without a slash may also be an environment, which goes first; no environment has a dot
 * in its name.
 */
export function isPath(argument: string, isEnvironment: (name: string) => boolean): boolean {
  return /[./\\]/.test(argument) || (existsSync(argument) && !isEnvironment(argument));
}
