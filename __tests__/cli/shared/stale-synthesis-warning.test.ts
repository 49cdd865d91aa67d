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

/** What is said of stacks of a project. */
function said(paths: readonly string[], project = process.cwd()): string {
  const lines: string[] = [];
  const err = (text: string) => void lines.push(text);
  warnIfSynthesisIsStale(paths, { out: () => undefined, err, color: false, environment: {} }, project);
  return lines.join("");
}

test("nothing is said of stacks right after their synthesis, nor when the sources have the same date", () => {
  expect(said([dev, prod])).toBe("");

  write("envs/dev.ts", synthesized);
  expect(said([dev, prod])).toBe("");
});

test.each(["envs/dev.ts", "stacks/stack.ts", "constructs/rules/rule.ts", "functions/url/url.ts", "main.ts"])(
  "a stack that is older than %s is told in one line",
  (source) => {
    write(source, later);

    expect(said([dev])).toBe(`${dev}: is older than its sources, got ${source} of later; run npm start\n`);
  },
);

test("several stacks share the line, which names the newest source; a stack that is newer is left out", () => {
  write("stacks/stack.ts", later);
  write("envs/dev.ts", latest);
  expect(said([dev, prod])).toBe(
    `${dev} and 1 more: are older than their sources, got envs/dev.ts of later; run npm start\n`,
  );

  write(prod, latest);
  expect(said([dev, prod])).toBe(`${dev}: is older than its sources, got envs/dev.ts of later; run npm start\n`);
});

test("nothing is said of what other sources made, and what is made of the sources is none", () => {
  write("envs/environment.schema.json", latest);
  expect(said([dev])).toBe("");

  write("envs/dev.ts", later);
  write("main/cdktf.out/stacks/dev/cdk.tf.json", synthesized);
  write("cdktf.out/stacks/dev/plan.json", synthesized);
  expect(said(["main/cdktf.out/stacks/dev/cdk.tf.json", "cdktf.out/stacks/dev/plan.json"])).toBe("");
  expect(said([dev], join(process.cwd(), "elsewhere"))).toBe("");
});

test("nothing is said of a stack that is not there: whoever reads it says so", () => {
  write("envs/dev.ts", later);

  expect(said(["cdktf.out/stacks/none/cdk.tf.json"])).toBe("");
});

describe("the compiled program", () => {
  const project = resolve(__dirname, "..", "..", "..");

  function errorsOf(args: readonly string[]): string {
    return spawnSync(process.execPath, ["dist/cli/main.js", ...args], { encoding: "utf8" }).stderr;
  }

  beforeEach(() => {
    for (const part of ["aws", "cli", "drawing", "envs", "ip", "review", "verify"]) {
      cpSync(join(project, "dist", part), join("dist", part), { recursive: true });
    }
    for (const part of ["node_modules", "package.json"]) {
      symlinkSync(join(project, part), part);
    }
    write(dev, synthesized, synthesizedText("dev"));
    write("before.json", synthesized, synthesizedText("dev"));
  });

  test.each([[["verify", "dev"]], [["draw", "dev"]], [["review", dev, "--before", "before.json"]]])(
    "says so of %j, and nothing once the stack is synthesized anew",
    (args) => {
      expect(errorsOf(args)).toBe("");

      write("envs/dev.ts", later);
      const line = `is older than its sources, got envs/dev.ts of later; run npm start`;
      expect(errorsOf(args)).toMatch(line);

      write(dev, latest, synthesizedText("dev"));
      expect(errorsOf(args)).toBe("");
    },
  );

  test("says nothing of what is passed with --file", () => {
    write("envs/dev.ts", later);

    expect(errorsOf(["verify", "--file", dev])).toBe("");
  });
});
