import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../fixtures/cli-run";
import { writeStackFile, writeSynthesizedStacks } from "../fixtures/output-folder";

let folder = "";
let environment: Record<string, string> = {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-draw-"));
  environment = { CDKTF_OUTDIR: folder };
});

afterEach(() => rmSync(folder, { recursive: true }));

test("draw --output writes the same picture that draw prints", async () => {
  writeSynthesizedStacks(folder, ["dev", "staging"]);
  const picture = join(folder, "picture.svg");

  const printed = await runCli(["draw"], environment);
  const written = await runCli(["draw", "--output", picture], environment);

  expect(printed.out).toMatch(/^<svg [\s\S]*<title id="title">Environments dev, staging, /);
  expect(written).toEqual({ code: 0, out: "", err: "" });
  expect(readFileSync(picture, "utf8")).toBe(printed.out);
});

test.each([
  ["is truncated", "{", /^.*cdk\.tf\.json: not JSON, got truncated or malformed JSON, 1 characters; pass .*\n$/],
  ["is empty", "{}", /^.*cdk\.tf\.json: not a synthesized stack: no resource or output key; run npm start .*\n$/],
  ["is not an object", "null", /^.*cdk\.tf\.json: not a synthesized stack: .*\n$/],
])("draw reports Terraform that %s in one line, and draws nothing", async (_, text, message) => {
  writeStackFile(folder, "dev", text);
  const picture = join(folder, "picture.svg");

  const { code, out, err } = await runCli(["draw", "--output", picture], environment);

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(message);
  expect(existsSync(picture)).toBe(false);
});
