import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizedText } from "../../../fixtures/synthesized";
import { runCli } from "../../fixtures/cli-run";

const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-encodings-"));
const mark = "\ufeff";
const asked = ["--explain", "dns-fails-closed"];

afterAll(() => rmSync(folder, { recursive: true }));

/** The same text with the two bytes of each character swapped. */
function bigEndian(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

/** The time that a run took differs from run to run. */
function withoutSeconds(report: string): string {
  return report.replace(/ in \d+\.\d s\./, ".");
}

const text = synthesizedText("dev");

test.each<[encoding: string, bytes: Buffer]>([
  ["UTF-8 with a byte order mark", Buffer.from(mark + text)],
  ["UTF-16 as PowerShell's > writes it", Buffer.from(mark + text, "utf16le")],
  ["UTF-16 without a byte order mark", Buffer.from(text, "utf16le")],
  ["big-endian UTF-16", bigEndian(mark + text)],
  ["big-endian UTF-16 without a byte order mark", bigEndian(text)],
])("verify decides a stack in %s like the same stack in UTF-8", async (_, bytes) => {
  const plain = join(folder, "plain.json");
  const encoded = join(folder, "encoded.json");
  writeFileSync(plain, text);
  writeFileSync(encoded, bytes);

  const expected = await runCli(["verify", "--file", plain, ...asked]);
  const { code, out, err } = await runCli(["verify", "--file", encoded, ...asked]);

  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(withoutSeconds(out.replaceAll(encoded, plain))).toBe(withoutSeconds(expected.out));
});

test("a file in UTF-16 that is not JSON is reported as such", async () => {
  const path = join(folder, "main.hcl");
  writeFileSync(path, Buffer.from(`${mark}resource "aws_vpc" "main" {\r\n}\r\n`, "utf16le"));

  const { code, err } = await runCli(["verify", "--file", path]);

  expect(code).toBe(2);
  expect(err).toContain("not JSON, got HCL; pass");
});
