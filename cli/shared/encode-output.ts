import { jsonEscape } from "../../verify/terraform/json-escape";

/**
 * What a terminal or a workflow log would act on instead of showing it: control characters but line breaks, tabs and the colors of
 * reports; marks that reorder text.
 */
const active =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /\u001b\[(?:0|1|2|31|32|33)m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** GitHub runs a line that starts with two colons, and `##[` anywhere, as a workflow command. */
const workflowCommand = /^(\s*):(?=:)|##(?=\[)/gm;

/**
 * Encodes a text for standard output and standard error. JSON stays JSON with the same value, because the escapes are those of JSON.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function encodeOutput(text: string): string {
  return text
    .replace(active, (found) => (found.length > 1 ? found : jsonEscape(found)))
    .replace(workflowCommand, (found, space: string | undefined) =>
      found.startsWith("##") ? "#\\u0023" : `${space ?? ""}\\u003a`,
    );
}
