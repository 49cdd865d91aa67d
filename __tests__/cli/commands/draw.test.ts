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

test("--output writes the picture that would be printed", async () => {
  writeSynthesizedStacks(folder, ["dev", "staging"]);
  const picture = join(folder, "picture.svg");

  const printed = await runCli(["draw"], environment);
  const written = await runCli(["draw", "--output", picture], environment);

  expect(printed.out).toMatch(/^<svg [\s\S]*<title id="title">Environments dev, staging, /);
  expect(written).toEqual({ code: 0, out: "", err: "" });
  expect(readFileSync(picture, "utf8")).toBe(printed.out);
});

test.each([
  [
    "breaks off",
    "{",
    /^.*cdk\.tf\.json: is not JSON, got JSON that breaks off or is malformed, 1 characters; pass .*\n$/,
  ],
  ["is empty", "{}", /^.*cdk\.tf\.json: is no synthesized stack, got no resources or no outputs; run npm start, .*\n$/],
  ["is no object", "null", /^.*cdk\.tf\.json: is no synthesized stack, .*\n$/],
])("Terraform that %s is told in one line, and nothing is drawn", async (_, text, message) => {
  writeStackFile(folder, "dev", text);
  const picture = join(folder, "picture.svg");

  const { code, out, err } = await runCli(["draw", "--output", picture], environment);

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(message);
  expect(existsSync(picture)).toBe(false);
});
