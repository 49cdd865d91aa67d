import { HclProblem } from "../../hcl/hcl-problem";
import type { UnreadPart } from "../../terraform-configuration";
import type { ParsedJson } from "../json/parse-json";

/** Reads the files of a folder. */
export interface FileReader {
  /** @throws with the path, when the file is not JSON */
  json(path: string): ParsedJson;
  text(path: string): string;
}

/** A file in HCL that was not read: Terraform refuses it too, or this reader does not understand it. */
export type UnreadHcl = { readonly fault: string } | { readonly part: UnreadPart };

/**
 * A file in HCL that was not understood, as a fault or as a part that was not read.
 *
 * @throws the error, when it is another one
 */
export function unreadHcl(error: unknown, path: string, name: string): UnreadHcl {
  if (!(error instanceof HclProblem)) {
    throw error;
  }
  if (error.kind === "refused by Terraform") {
    return { fault: `${path}:${error.line}: ${error.message}; Terraform refuses this file: correct it` };
  }
  const text = `${path}:${error.line}: this file was not read: ${error.message}; write it in another way`;
  return { part: { address: name, text } };
}

/** @throws one line for each file that Terraform refuses */
export function refuseFaults(faults: readonly string[]): void {
  if (faults.length > 0) {
    throw new Error(faults.join("\n"));
  }
}
