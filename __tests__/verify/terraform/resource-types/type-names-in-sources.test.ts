import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..", "..", "..");

/** TypeScript files of the folders that decide verdicts. */
const sources = ["verify", "review"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file)),
);

/** A pattern or a prefix over names of resource types: it also covers types that nobody has looked at. */
const forms: readonly RegExp[] = [
  // A regular expression that contains the start of a type name.
  /(?<![\w/*)\]"'`])\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])*\baws_(?:\\.|[^/\n])*\/[dgimsuvy]*/,
  // A test of a type by its prefix, by its suffix or by a part.
  /\btype\??\.(?:startsWith|endsWith|includes|match|search)\(/,
  /\.test\((?:resource\.)?type\)/,
  /\bnew RegExp\([^)]*aws_/,
];

/** Lines about types of something else: of an argument, of an instance, of an ARN, of a block. */
const ofOtherThings = [
  'type.includes("${") ||',
  'const isWritten = typeof type === "string" && !type.includes("${");',
  'return isNamed && (type === "*" || !/[*?]/u.test(type) || !hasTypeInArn(service));',
  "file.isOpenTofu || !blockTypesOf(folder, file, reader).every((type) => /^(?:variable|output)$/.test(type));",
];

function findingsIn(file: string): readonly string[] {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  return lines.flatMap((line, index) =>
    forms.some((form) => form.test(line)) && !ofOtherThings.includes(line.trim())
      ? [`${file}:${index + 1}: ${line}`]
      : [],
  );
}

test("No regular expression or prefix over names of resource types decides anything.", () => {
  expect(sources.length).toBeGreaterThan(250);
  expect(sources.flatMap(findingsIn)).toEqual([]);
});

test.each([
  "const a = /^aws_(?:vpc|subnet)$/;",
  "  /^aws_vpc_\\w+$/,",
  'const b = type.startsWith("aws_sagemaker_");',
  "resources.filter(({ type }) => pattern.test(type));",
  "new RegExp(`^aws_$" + "{name}$`)",
])("The scan finds %s", (line) => {
  expect(forms.some((form) => form.test(line))).toBe(true);
});
