import { existsSync } from "node:fs";
import type { AcceptedFinding } from "../../../verify/verdict/accepted-finding";
import { readJson } from "./terraform-files";

/** The file of accepted findings that commands read in the working directory. */
export const acceptedFindingsFile = "studio-perimeter.json";

/**
 * The accepted findings of a file.
 *
 * @param path @default - `studio-perimeter.json`, which may be missing
 * @throws when a named file is missing, or an entry is malformed
 */
export function readAcceptedFindings(path?: string): readonly AcceptedFinding[] {
  const file = path ?? acceptedFindingsFile;
  if (path === undefined && !existsSync(file)) {
    return [];
  }
  // Loaded on use: most runs accept nothing.
  const { parseAcceptedFindings } =
    require("../../../verify/acceptance/accepted-finding-schema") as typeof import("../../../verify/acceptance/accepted-finding-schema");
  return parseAcceptedFindings(readJson(file), file);
}
