import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { warnIfSynthesisIsStale } from "../../../../cli/shared/sources/stale-synthesis-warning";
import { readSynthesisSources, recordSynthesisSources } from "../../../../cli/shared/sources/synthesis-sources";
import { buildProgram } from "../../../fixtures/built-program";
import { synthesizedJson } from "../../../fixtures/synthesized";
import { copyLauncher } from "../../fixtures/copy-launcher";

beforeAll(buildProgram);

const [dev, prod] = ["cdktf.out/stacks/dev/cdk.tf.json", "cdktf.out/stacks/prod/cdk.tf.json"];
const sources = [
  "envs/dev.ts",
  "envs/teams/qa.yaml",
  "envs/lab.json",
  "stacks/stack.ts",
  "constructs/rules/rule.ts",
  "functions/url/url.ts",
  "main.ts",
];
const cwd = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-synthesis-"));
  process.chdir(folder);
  for (const file of [...sources, dev, prod]) {
    write(file);
  }
  synthesizeAgain();
});

// Never the working directory: after a failed `beforeAll` it is the checkout, and jest runs this hook all the same.
afterEach(() => {
  process.chdir(cwd);
  rmSync(folder, { recursive: true });
});

function write(file: string, text = "{}"): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function synthesizeAgain(): void {
  recordSynthesisSources("cdktf.out", readSynthesisSources(process.cwd()));
}

/** The warning about stacks of a project. */
function warningAbout(
  paths: readonly string[],
  project = process.cwd(),
  environment: Record<string, string> = {},
): string {
  const lines: string[] = [];
  const err = (text: string) => void lines.push(text);
  warnIfSynthesisIsStale(paths, { out: () => undefined, err, color: false, environment }, project);
  return lines.join("");
}

test("there is no warning right after a synthesis, or when a source has a new date and the same text", () => {
  expect(warningAbout([dev, prod])).toBe("");

  utimesSync("envs/dev.ts", 2_000_000_000, 2_000_000_000);
  expect(warningAbout([dev, prod])).toBe("");
});

test.each(sources)("the warning about a stack names the source that changed: %s", (source) => {
  write(source, "edited");

  expect(warningAbout([dev])).toBe(
    `cdktf.out: out of date: ${source} changed after the last synthesis; run npm start\n`,
  );

  synthesizeAgain();
  expect(warningAbout([dev])).toBe("");
});

test("one warning for all stacks says what happened to the first source, and counts the others", () => {
  rmSync("envs/dev.ts");
  write("stacks/added.ts");
  expect(warningAbout([dev, prod])).toBe(
    "cdktf.out: out of date: envs/dev.ts was removed and 1 more source changed after the last synthesis; run npm start\n",
  );

  write("stacks/stack.ts", "edited");
  expect(warningAbout([prod])).toContain("envs/dev.ts was removed and 2 more sources changed after the last synthesis");
});

test("the warning after an environment was added or removed says so", () => {
  write("envs/team-x.yaml");
  expect(warningAbout([dev])).toBe(
    "cdktf.out: out of date: envs/team-x.yaml was added after the last synthesis; run npm start\n",
  );

  synthesizeAgain();
  rmSync("envs/team-x.yaml");
  expect(warningAbout([dev])).toBe(
    "cdktf.out: out of date: envs/team-x.yaml was removed after the last synthesis; run npm start\n",
  );
});

test("a source with new text and an old date makes a stack out of date", () => {
  write("envs/dev.ts", "edited");
  utimesSync("envs/dev.ts", 1_000_000_000, 1_000_000_000);

  expect(warningAbout([dev])).toMatch(/^cdktf\.out: out of date/);
});

test("a synthesis without a record of its sources may be out of date", () => {
  rmSync("cdktf.out/sources.json");

  expect(warningAbout([dev])).toBe(
    "cdktf.out: the last synthesis did not record its sources, so they may have changed; run npm start\n",
  );
});

test("a pipeline stops at a stack that is out of date, because nobody reads its warnings", () => {
  expect(warningAbout([dev], process.cwd(), { CI: "true" })).toBe("");

  write("envs/dev.ts", "edited");
  expect(() => warningAbout([dev], process.cwd(), { CI: "true" })).toThrow(
    /^cdktf\.out: out of date: envs\/dev\.ts changed/,
  );
  expect(warningAbout([dev], process.cwd(), { CI: "false" })).toMatch(/^cdktf\.out: out of date/);
});

test("there is no warning about a stack of another project, or because a generated file changed", () => {
  write("envs/environment.schema.json", "edited");
  write("envs/released-interfaces.json");
  expect(warningAbout([dev])).toBe("");

  write("envs/dev.ts", "edited");
  write("main/cdktf.out/stacks/dev/cdk.tf.json");
  write("cdktf.out/stacks/dev/plan.json");
  expect(warningAbout(["main/cdktf.out/stacks/dev/cdk.tf.json", "cdktf.out/stacks/dev/plan.json"])).toBe("");
  expect(warningAbout([dev], join(process.cwd(), "elsewhere"))).toBe("");
});

/** The network of dev alone: a verdict on it takes a quarter of the time. */
function networkText(): string {
  const { resource, ...rest } = synthesizedJson("dev");
  const { aws_vpc, aws_subnet } = resource;
  return JSON.stringify({ ...rest, resource: { aws_vpc, aws_subnet } });
}

describe("the compiled program", () => {
  const project = resolve(__dirname, "..", "..", "..", "..");

  function errorsOf(args: readonly string[]): string {
    return spawnSync(process.execPath, ["cli/studio-perimeter.js", ...args], { encoding: "utf8" }).stderr;
  }

  beforeEach(() => {
    copyLauncher(".");
    // Half of the time of the program would be loading its modules one by one, and the launcher keeps what V8 compiles of the bundle.
    for (const part of ["program/command-line.js", "cli/late-optimization.js"]) {
      cpSync(join(project, "dist", part), join("dist", part));
    }
    for (const part of ["node_modules", "package.json"]) {
      symlinkSync(join(project, part), part);
    }
    write(dev, networkText());
    write("before.json", networkText());
    write("cdktf.out/manifest.json", '{"stacks":{"dev":{},"prod":{}}}');
  });

  test.each([[["verify", "dev"]], [["draw", "dev"]], [["review", dev, "--before", "before.json"]]])(
    "the compiled program warns about the stack of %j, and stops after the next synthesis",
    (args) => {
      expect(errorsOf(args)).toBe("");

      write("envs/dev.ts", "edited");
      const line = "cdktf.out: out of date: envs/dev.ts changed after the last synthesis; run npm start\n";
      expect(errorsOf(args)).toBe(line);

      synthesizeAgain();
      expect(errorsOf(args)).toBe("");
    },
  );

  test("the compiled program does not warn about a file that is passed with --file", () => {
    write("envs/dev.ts", "edited");

    expect(errorsOf(["verify", "--file", dev])).toBe("");
  });
});
