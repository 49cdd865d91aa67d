import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { suggestChoice } from "./parse-choice";

/** One Terraform JSON file to be read, and what people call it. */
export interface TerraformFile {
  readonly name: string;
  readonly path: string;
}

/** Larger files are refused before they are read: parsed, they would take many times their size in memory. */
const maxFileBytes = 150_000_000;

/** Where `cdktf synth` writes. */
export function outputFolder(environment: Readonly<Record<string, string | undefined>>): string {
  return environment.CDKTF_OUTDIR || "cdktf.out";
}

/** The synthesized stacks of the named environments, or all there are. */
export function synthesizedStacks(folder: string, names: readonly string[]): readonly TerraformFile[] {
  const stacks = join(folder, "stacks");
  const found = existsSync(stacks) ? readdirSync(stacks).filter((name) => existsSync(stackPath(stacks, name))) : [];
  if (found.length === 0) {
    throw new Error(`${stacks}: no synthesized stack, got none; run npm start, or npx cdktf synth`);
  }
  const missing = names.find((name) => !found.includes(name));
  if (missing !== undefined) {
    throw new Error(`${stacks}: no such environment, got ${missing || "nothing"}; ${suggestChoice(missing, found)}`);
  }
  return (names.length === 0 ? found.filter(isEnvironment) : [...new Set(names)]).map((name) => ({
    name,
    path: stackPath(stacks, name),
  }));
}

/** The stacks that let a pipeline deploy hold no perimeter. */
function isEnvironment(name: string): boolean {
  return !/^bootstrap(?:-\d+)?$/.test(name);
}

function stackPath(stacks: string, name: string): string {
  return join(stacks, name, "cdk.tf.json");
}

/**
 * Parses a file that should hold JSON.
 *
 * @throws one line that says what the file is instead
 */
export function readJson(path: string): unknown {
  if (!existsSync(path)) {
    throw new Error(`${path || "a path without a name"}: no such file; pass a path to Terraform JSON`);
  }
  const stat = statSync(path);
  if (stat.isDirectory()) {
    throw new Error(`${path}: is not a file, got a folder; ${advice}`);
  }
  const { size } = stat;
  if (size > maxFileBytes) {
    throw new Error(`${path}: too large to verify, got ${size} bytes; pass a file of at most ${maxFileBytes}`);
  }
  const text = decode(readFileSync(path));
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path}: is not JSON, got ${describeContent(text)}; ${advice}`);
  }
}

/**
 * PowerShell's `>` writes UTF-16, and some editors put a mark in front of UTF-8. JSON begins with an ASCII character, so that
 * UTF-16 shows by its first two bytes: a mark, or a zero.
 */
function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  const isLittleEndian = (first === 0xff && second === 0xfe) || second === 0;
  const isBigEndian = (first === 0xfe && second === 0xff) || first === 0;
  const encoding = isLittleEndian ? "utf-16le" : isBigEndian ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

const advice = "pass a cdk.tf.json, or the output of terraform show -json";

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
  return /^[[{]/.test(start) ? `JSON that breaks off or is malformed, ${text.length} characters` : "another text";
}
