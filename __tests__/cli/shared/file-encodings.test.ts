import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizedText } from "../../fixtures/synthesized";
import { runCli } from "../fixtures/cli-run";

const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-encodings-"));
const mark = "\ufeff";
const asked = ["--explain", "dns-fails-closed"];

afterAll(() => rmSync(folder, { recursive: true }));

/** The same text with the two bytes of each character swapped. */
function bigEndian(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

const text = synthesizedText("dev");

test.each<[encoding: string, bytes: Buffer]>([
  ["UTF-8 with a mark", Buffer.from(mark + text)],
  ["UTF-16 as PowerShell's > writes it", Buffer.from(mark + text, "utf16le")],
  ["UTF-16 without a mark", Buffer.from(text, "utf16le")],
  ["big-endian UTF-16", bigEndian(mark + text)],
  ["big-endian UTF-16 without a mark", bigEndian(text)],
])("a stack in %s is judged like the same stack in UTF-8", async (_, bytes) => {
  const plain = join(folder, "plain.json");
  const encoded = join(folder, "encoded.json");
  writeFileSync(plain, text);
  writeFileSync(encoded, bytes);

  const expected = await runCli(["verify", "--file", plain, ...asked]);
  const { code, out, err } = await runCli(["verify", "--file", encoded, ...asked]);

  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.replaceAll(encoded, plain)).toBe(expected.out);
});

test("what is no JSON is told as such in UTF-16, too", async () => {
  const path = join(folder, "main.tf");
  writeFileSync(path, Buffer.from(`${mark}resource "aws_vpc" "main" {\r\n}\r\n`, "utf16le"));

  const { code, err } = await runCli(["verify", "--file", path]);

  expect(code).toBe(2);
  expect(err).toContain("is not JSON, got HCL; pass");
});
