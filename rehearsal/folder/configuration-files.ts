import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A file that Terraform or OpenTofu loads as a part of a module. */
export interface ConfigurationFile {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  readonly text: string;
}

/** Reads the files of a folder that Terraform or OpenTofu loads. They load no hidden file. */
export function readConfigurationFiles(folder: string): readonly ConfigurationFile[] {
  return readdirSync(folder)
    .filter((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name) && !name.startsWith("."))
    .map((name) => ({ folder, name, text: readFileSync(join(folder, name), "utf8") }));
}
