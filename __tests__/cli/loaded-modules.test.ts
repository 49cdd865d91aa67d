import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { buildProgram } from "../fixtures/built-program";

beforeAll(buildProgram);

const project = resolve(__dirname, "..", "..");
const plan = join(__dirname, "..", "verify", "terraform", "read", "agreement", "plans", "create.json");
const LIST_MODULES = join(__dirname, "fixtures", "list-loaded-modules.js");

interface Run {
  readonly modules: readonly string[];
  /** Time of the processor. */
  readonly userSeconds: number;
  readonly stdout: string;
}

/** Runs the installed command, and lists every module that it has loaded at its end. */
function run(args: readonly string[]): Run {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["-r", LIST_MODULES, join("cli", "studio-perimeter.js"), ...args],
    { cwd: project, encoding: "utf8" },
  );
  const list = stderr.split("\n").find((line) => line.startsWith('{"modules"'));
  return { ...(JSON.parse(list ?? "{}") as Omit<Run, "stdout">), stdout };
}

/** Packages that only a synthesis needs, and how long each takes to load shows in every command. */
const SYNTHESIS = /[\\/]node_modules[\\/](?:cdktf|constructs|@cdktf|cdktn|archiver|esbuild|typescript)[\\/]/;

test.each([
  ["verify of a plan", ["verify", "--plan", plan, "--posture", "isolated"], /proved|undecided|violated/],
  ["explain", ["explain", "no-internet-path"], /\w/],
  ["--version", ["--version"], /^\d+\.\d+\.\d+/],
  ["--help", ["--help"], /verify/],
])("%s loads neither the generator of Terraform nor its providers", (_name, args, output) => {
  const { modules, stdout } = run(args);

  expect(stdout).toMatch(output);
  expect(modules.length).toBeGreaterThan(0);
  expect(modules.filter((path) => SYNTHESIS.test(path))).toEqual([]);
});

/** Far above the 0.2 s of an idle machine, so that a loaded one passes; a module too many costs more. */
const LIMIT_SECONDS = 0.6;

test.each([[["--version"]], [["explain", "no-internet-path"]]])("%j takes little time of the processor", (args) => {
  const seconds = Array.from({ length: 3 }, () => run(args).userSeconds);

  expect(Math.min(...seconds)).toBeLessThan(LIMIT_SECONDS);
});

test("the syntax of all commands, which each command loads first, loads no package", () => {
  const program =
    'require("./dist/cli/syntax/command-syntaxes.js"); console.log(JSON.stringify(Object.keys(require.cache)))';
  const { stdout } = spawnSync(process.execPath, ["-e", program], { cwd: project, encoding: "utf8" });
  const modules: readonly string[] = JSON.parse(stdout);

  expect(modules.length).toBeGreaterThan(0);
  expect(modules.filter((path) => /[\\/]node_modules[\\/]/.test(path))).toEqual([]);
});
