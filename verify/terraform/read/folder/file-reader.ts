import { HclProblem } from "../../hcl/hcl-problem";
import type { UnreadPart } from "../../terraform-configuration";
import type { ParsedJson } from "../json/parse-json";

/** Reads the files of a folder. */
export interface FileReader {
  /** @throws with the path, when the file is not JSON */
  json(path: string): ParsedJson;
  text(path: string): string;
}

/**
 * A file in HCL that was not understood, as a part that was not read.
 *
 * @throws the error, when it is another one
 */
export function unreadHcl(error: unknown, path: string, name: string): UnreadPart {
  if (!(error instanceof HclProblem)) {
    throw error;
  }
  const text = `${path}:${error.line}: this file was not read: ${error.message}; write it in another way or verify a plan`;
  return { address: name, text };
}
