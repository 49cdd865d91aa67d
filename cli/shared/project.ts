import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const above = dirname(dirname(__dirname));

/** Whether this runs as it was compiled into `dist/`, not from the sources. */
export const isCompiled = basename(above) === "dist";

/** The folder with the package's own package.json. */
export const projectFolder = isCompiled ? dirname(above) : above;

export function version(): string {
  const { version: own }: { version: string } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));
  return own;
}
