import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { warnIfSynthesisIsStale } from "../../../cli/shared/stale-synthesis-warning";
import { buildProgram } from "../../fixtures/built-program";
import { synthesizedText } from "../../fixtures/synthesized";

beforeAll(buildProgram);

const [synthesized, later, latest] = [1_700_000_000, 1_700_000_100, 1_700_000_200];
const [dev, prod] = ["cdktf.out/stacks/dev/cdk.tf.json", "cdktf.out/stacks/prod/cdk.tf.json"];
const cwd = process.cwd();

beforeEach(() => {
  process.chdir(mkdtempSync(join(tmpdir(), "studio-perimeter-synthesis-")));
  for (const source of [
    "envs/dev.ts",
    "stacks/stack.ts",
    "constructs/rules/rule.ts",
    "functions/url/url.ts",
    "main.ts",
  ]) {
    write(source, synthesized - 1);
  }
  write(dev, synthesized);
  write(prod, synthesized);
});

afterEach(() => {
  const folder = process.cwd();
  process.chdir(cwd);
  rmSync(folder, { recursive: true });
});

function write(file: string, seconds: number, text = "{}"): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, seconds, seconds);
}

/** The warning about stacks of a project. */
function warningAbout(paths: readonly string[], project = process.cwd()): string {
  const lines: string[] = [];
  const err = (text: string) => void lines.push(text);
  warnIfSynthesisIsStale(paths, { out: () => undefined, err, color: false, environment: {} }, project);
  return lines.join("");
}

test("there is no warning right after a synthesis, or when sources and stacks have the same date", () => {
  expect(warningAbout([dev, prod])).toBe("");

  write("envs/dev.ts", synthesized);
  expect(warningAbout([dev, prod])).toBe("");
});

test.each(["envs/dev.ts", "stacks/stack.ts", "constructs/rules/rule.ts", "functions/url/url.ts", "main.ts"])(
  "the warning about a stack names its environment and the source that changed: %s",
  (source) => {
    write(source, later);

    expect(warningAbout([dev])).toBe(`dev: out of date: ${source} changed after the last synthesis; run npm start\n`);
  },
);

test("one warning names every outdated stack and the newest source, and leaves out a stack that is current", () => {
  write("stacks/stack.ts", later);
  write("envs/dev.ts", latest);
  expect(warningAbout([dev, prod])).toBe(
    "dev, prod: out of date: envs/dev.ts changed after the last synthesis; run npm start\n",
  );

  write(prod, latest);
  expect(warningAbout([dev, prod])).toBe(
    "dev: out of date: envs/dev.ts changed after the last synthesis; run npm start\n",
  );
});

test("there is no warning about a stack of another project, or because a generated file changed", () => {
  write("envs/environment.schema.json", latest);
  expect(warningAbout([dev])).toBe("");

  write("envs/dev.ts", later);
  write("main/cdktf.out/stacks/dev/cdk.tf.json", synthesized);
  write("cdktf.out/stacks/dev/plan.json", synthesized);
  expect(warningAbout(["main/cdktf.out/stacks/dev/cdk.tf.json", "cdktf.out/stacks/dev/plan.json"])).toBe("");
  expect(warningAbout([dev], join(process.cwd(), "elsewhere"))).toBe("");
});

test("there is no warning about a missing stack, because the command that reads it reports that", () => {
  write("envs/dev.ts", later);

  expect(warningAbout(["cdktf.out/stacks/none/cdk.tf.json"])).toBe("");
});

describe("the compiled program", () => {
  const project = resolve(__dirname, "..", "..", "..");

  function errorsOf(args: readonly string[]): string {
    return spawnSync(process.execPath, ["dist/cli/main.js", ...args], { encoding: "utf8" }).stderr;
  }

  beforeEach(() => {
    for (const part of ["aws", "cli", "constraints", "drawing", "envs", "ip", "review", "verify"]) {
      cpSync(join(project, "dist", part), join("dist", part), { recursive: true });
    }
    for (const part of ["node_modules", "package.json"]) {
      symlinkSync(join(project, part), part);
    }
    write(dev, synthesized, synthesizedText("dev"));
    write("before.json", synthesized, synthesizedText("dev"));
    write("cdktf.out/manifest.json", synthesized, '{"stacks":{"dev":{},"prod":{}}}');
  });

  test.each([[["verify", "dev"]], [["draw", "dev"]], [["review", dev, "--before", "before.json"]]])(
    "the compiled program warns about the stack of %j, and stops after the next synthesis",
    (args) => {
      expect(errorsOf(args)).toBe("");

      write("envs/dev.ts", later);
      const line = "dev: out of date: envs/dev.ts changed after the last synthesis; run npm start\n";
      expect(errorsOf(args)).toBe(line);

      write(dev, latest, synthesizedText("dev"));
      expect(errorsOf(args)).toBe("");
    },
  );

  test("the compiled program does not warn about a file that is passed with --file", () => {
    write("envs/dev.ts", later);

    expect(errorsOf(["verify", "--file", dev])).toBe("");
  });
});
