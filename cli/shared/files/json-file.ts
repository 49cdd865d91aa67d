import { existsSync, statSync } from "node:fs";
import { exceededLimit, JSON_LIMITS, type JsonLimit } from "../../../verify/terraform/read/json/json-limits";
import { hasPrototypeMember, type ParsedJson, parseJson } from "../../../verify/terraform/read/json/parse-json";
import { countInput } from "../young-generation";
import { readAtMost } from "./read-at-most";

/** Limit for reading a file. A plan of 50,000 resources has 200 MB, and takes less than 1 GB of memory. */
const maxFileBytes = 250_000_000;

/**
 * Parses a JSON file.
 *
 * @throws one line that says what the file contains instead
 */
export function readJson(path: string): unknown {
  return parseJsonFile(path).json;
}

/** As {@link readJson}, with the keys that the file writes twice. */
export function parseJsonFile(path: string): ParsedJson {
  if (!existsSync(path)) {
    throw new Error(
      `${path || "empty path"}: no such file or folder; pass the folder of a root module, a plan or a state`,
    );
  }
  if (statSync(path).isDirectory()) {
    throw new Error(`${path}: is a folder, not a file; ${advice}`);
  }
  const text = readText(path);
  const limit = exceededLimit(text);
  if (limit !== undefined) {
    throw new Error(`${path}: ${LIMIT_FAULTS[limit]}; ${advice}`);
  }
  const parsed = parsedOf(path, text);
  if (hasPrototypeMember(text, parsed.json)) {
    throw new Error(`${path}: has a member named __proto__, which this program does not read; give it another name`);
  }
  return parsed;
}

function parsedOf(path: string, text: string): ParsedJson {
  try {
    return parseJson(text);
  } catch {
    throw new Error(`${path}: not JSON, got ${describeContent(text)}; ${advice}`);
  }
}

/** The text of a file, in UTF-8 or UTF-16. @throws one line when the file is too large */
export function readText(path: string): string {
  const bytes = readAtMost(path, maxFileBytes);
  if (bytes === undefined) {
    throw new Error(`${path}: has more than ${maxFileBytes} bytes, which is too large; ${advice}`);
  }
  return decode(bytes);
}

/**
 * PowerShell's `>` writes UTF-16, and some editors write a byte order mark before UTF-8. JSON starts with an ASCII character,
 * so the first two bytes identify UTF-16: they are a byte order mark, or one of them is zero.
 */
function decode(bytes: Buffer): string {
  countInput(bytes.length);
  const [first, second] = bytes;
  const isLittleEndian = (first === 0xff && second === 0xfe) || second === 0;
  const isBigEndian = (first === 0xfe && second === 0xff) || first === 0;
  const encoding = isLittleEndian ? "utf-16le" : isBigEndian ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

const advice = "pass cdk.tf.json or the output of terraform show -json";

const LIMIT_FAULTS: Readonly<Record<JsonLimit, string>> = {
  levels: `nested deeper than ${JSON_LIMITS.levels} levels, which no Terraform is`,
  values: `has more than ${JSON_LIMITS.values} values, which is too much to read`,
  containers: `has more than ${JSON_LIMITS.containers} lists and objects, which is too much to read`,
  keys: `has more than ${JSON_LIMITS.keys} different keys, which no Terraform has`,
};

function describeContent(text: string): string {
  const start = text.trimStart();
  if (start === "") {
    return "an empty file";
  }
  if (/^(?:resource|data|module|terraform|provider|variable|output|locals)\b[^:]*\{/.test(start)) {
    return "HCL";
  }
  if (start.startsWith("PK")) {
    return "a binary plan";
  }
  return /^[[{]/.test(start) ? `truncated or malformed JSON, ${text.length} characters` : "other text";
}
