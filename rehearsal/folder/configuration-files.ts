import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A file that Terraform or OpenTofu loads as a part of a module. */
export interface ConfigurationFile {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  readonly text: string;
}

/** Reads the files of a folder that Terraform or OpenTofu loads. They load no hidden file; a pipe or a device is not opened. */
export function readConfigurationFiles(folder: string): readonly ConfigurationFile[] {
  return readdirSync(folder)
    .filter((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name) && !name.startsWith("."))
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true)
    .map((name) => ({ folder, name, text: readFileSync(join(folder, name), "utf8") }));
}
