import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const above = dirname(dirname(__dirname));

/** Whether this is the compiled program in `dist/`, not the sources. */
export const isCompiled = basename(above) === "dist";

/** Defined by the bundler alone. */
declare const IS_BUNDLE: true | undefined;

/** Whether this is the compiled program as one file, and not its modules. */
export const isBundle = typeof IS_BUNDLE !== "undefined";

/** The folder that holds package.json. */
export const projectFolder = isCompiled ? dirname(above) : above;

/** Whether this is a checkout, which has environments, and not an installed package. */
export const isCheckout = existsSync(join(projectFolder, "cdktf.json"));

/** The version in package.json. */
export function version(): string {
  const { version: own }: { version: string } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));
  return own;
}
