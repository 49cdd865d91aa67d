import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { readAtMost } from "../shared/files/read-at-most";
import { noPolicy, type Policy } from "./policy";

/** Names of a policy file, in the folder that is judged or in the working directory. */
export const policyFileNames = ["studio-perimeter.yaml", "studio-perimeter.yml", "studio-perimeter.json"] as const;

/**
 * The policy of a stack: the named file, else the one in the folder that is judged, else the one in the working directory.
 *
 * @param path of `--policy`
 * @param folder that is judged. @default - the working directory alone
 * @throws when the named file is missing, a folder has two, or a file has faults
 */
export function readPolicy(path?: string, folder?: string): Policy {
  const found = path ?? policyFileIn(folder) ?? policyFileIn(".");
  if (found === undefined) {
    return noPolicy;
  }
  // Loaded on use: most runs have no policy file.
  const { parsePolicy } = require("./parse-policy") as typeof import("./parse-policy");
  return parsePolicy(readText(found), found);
}

/**
 * The path of the policy file in a folder.
 *
 * @throws when there are two
 */
export function policyFileIn(folder: string | undefined): string | undefined {
  const found = folder === undefined ? [] : policyFileNames.map((name) => join(folder, name)).filter(existsSync);
  if (found.length > 1) {
    throw new Error(`${found.join(", ")}: ${found.length} policy files in one folder; keep one of them`);
  }
  return found[0];
}

/** A policy has about 4 kB. */
const maxBytes = 1024 * 1024;

function readText(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new Error(`${path || "empty path"}: no such file; write one with verify --init DIR`);
  }
  if (stat.isDirectory()) {
    throw new Error(`${path}: is a folder; pass the policy file in it`);
  }
  const bytes = readAtMost(path, maxBytes);
  if (bytes === undefined) {
    throw new Error(`${path}: has more than ${maxBytes} bytes, the most that a policy file has`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${path}: is not text in UTF-8; save it as UTF-8`);
  }
}
