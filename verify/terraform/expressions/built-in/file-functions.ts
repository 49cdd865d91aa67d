import { createHash } from "node:crypto";
import { plainText, refusedValue, scalarValue, type TerraformValue, unknownValue } from "../terraform-value";
import type { FileAccess } from "../traversal";
import { stringValue } from "./arguments";

type FileFunction = (content: Buffer) => TerraformValue;

function fileHash(algorithm: string, encoding: "hex" | "base64"): FileFunction {
  return (content) => scalarValue(createHash(algorithm).update(content).digest(encoding));
}

/** A file as a text; `undefined` when its bytes are not UTF-8. */
export function textOfFile(content: Buffer): string | undefined {
  const text = content.toString("utf8");
  return Buffer.from(text).equals(content) ? text : undefined;
}

const fileFunctions: Readonly<Record<string, FileFunction>> = {
  file: (content) => {
    const text = textOfFile(content);
    return text === undefined ? refusedValue : stringValue(text);
  },
  fileexists: () => scalarValue(true),
  filebase64: (content) => scalarValue(content.toString("base64")),
  filemd5: fileHash("md5", "hex"),
  filesha1: fileHash("sha1", "hex"),
  filesha256: fileHash("sha256", "hex"),
  filesha512: fileHash("sha512", "hex"),
  filebase64sha256: fileHash("sha256", "base64"),
  filebase64sha512: fileHash("sha512", "base64"),
};

/** Names of the functions that read one file. */
export const fileFunctionNames: readonly string[] = Object.keys(fileFunctions);

/**
 * The result of a function that reads one file. A file that is not there may be written by an earlier step, so its functions have no
 * known value.
 */
export function callFileFunction(
  name: string,
  [path]: readonly TerraformValue[],
  files: FileAccess | undefined,
): TerraformValue {
  const place = path === undefined ? undefined : plainText(path);
  const content = place === undefined ? undefined : files?.read(place);
  return content === undefined
    ? unknownValue
    : ((Object.hasOwn(fileFunctions, name) ? fileFunctions[name]?.(content) : undefined) ?? unknownValue);
}
