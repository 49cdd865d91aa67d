import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumOf } from "../../../cli/shared/chromium";
import { onlyIf } from "../../fixtures/only-if";
import { synthesizedText } from "../../fixtures/synthesized";
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
  writeSynthesizedStacks(folder, ["dev"]);
  const picture = join(folder, "picture.svg");

  const printed = await runCli(["draw"], environment);
  const written = await runCli(["draw", "--output", picture], environment);

  expect(printed.out).toMatch(/^<svg [\s\S]*<title id="title">Environments dev, [\s\S]*>✓ Every claim holds</);
  expect(written).toEqual({ code: 0, out: `${picture}: written\n`, err: "" });
  expect(readFileSync(picture, "utf8")).toBe(printed.out);
});

test("draw --format mermaid prints a flowchart, without a verdict for a stack that declares no posture", async () => {
  const stack = JSON.parse(synthesizedText("dev"));
  writeStackFile(folder, "dev", JSON.stringify({ ...stack, output: {} }));

  const { code, out } = await runCli(["draw", "--format", "mermaid"], environment);
  const wrong = await runCli(["draw", "--format", "gif"], environment);

  expect({ code, start: out.slice(0, 13) }).toEqual({ code: 0, start: "flowchart TB\n" });
  expect(out).toContain("Internet: no route out");
  expect(wrong).toEqual({ code: 2, out: "", err: "--format: unknown value, got gif; use one of svg, mermaid, png\n" });
});

const hasChromium = chromiumOf(process.env) !== undefined;
const needed = "Chromium or Chrome on the PATH or named by CHROME_PATH";
const withChromium = onlyIf(hasChromium, "pictures as PNG", needed).test;

withChromium("draw --format png writes the whole picture, with two pixels for each of the SVG", async () => {
  writeSynthesizedStacks(folder, ["dev"]);
  const picture = join(folder, "picture.png");

  const { code, err } = await runCli(["draw", "--format", "png", "--output", picture], {
    ...environment,
    PATH: process.env.PATH ?? "",
  });
  const { out: svg } = await runCli(["draw"], environment);

  const png = readFileSync(picture);
  const [, width = 0, height = 0] = (/ viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).map(Number);
  expect({ code, err, signature: png.toString("latin1", 1, 4) }).toEqual({ code: 0, err: "", signature: "PNG" });
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * width, 2 * height]);
});

test.each([
  [
    "there is no browser",
    {},
    "needs Chromium or Chrome, got none; install one, name it in CHROME_PATH, or pass --format svg",
  ],
  [
    "the browser draws nothing",
    { CHROME_PATH: "/bin/false" },
    "/bin/false drew nothing; name another browser in CHROME_PATH, or pass --format svg",
  ],
])("draw --format png says what to do if %s, and writes nothing", async (_, variables, message) => {
  writeSynthesizedStacks(folder, ["dev"]);
  const picture = join(folder, "picture.png");

  const result = await runCli(["draw", "--format", "png", "--output", picture], { ...environment, ...variables });

  expect(result).toEqual({ code: 2, out: "", err: `--format png: ${message}\n` });
  expect(existsSync(picture)).toBe(false);
});

test("draw --format png does not print a picture into a terminal", async () => {
  writeSynthesizedStacks(folder, ["dev"]);

  expect(await runCli(["draw", "--format", "png"], environment)).toEqual({
    ...{ code: 2, out: "" },
    err: "--format png: needs --output, because a terminal does not show it; pass --output FILE\n",
  });
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
