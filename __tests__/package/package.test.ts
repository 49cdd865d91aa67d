import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { writeSynthesizedStacks } from "../cli/fixtures/output-folder";
import { synthesizedText } from "../fixtures/synthesized";

const project = join(__dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "package-"));
const installed = join(folder, "node_modules", "studio-perimeter");

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string } | string>>;
}

const manifestOf = (): Manifest => JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));

/** Puts packages of this project where an installation of the package would have them. */
function install(names: readonly string[]): void {
  for (const name of names) {
    const target = join(folder, "node_modules", name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(project, "node_modules", name), target);
  }
}

const runTool = (...args: readonly string[]) =>
  spawnSync(process.execPath, ["tools/build/main.js", "dist/tools/package/main.js", ...args], {
    cwd: project,
    encoding: "utf8",
  });

const runProgram = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(installed, "cli", "studio-perimeter.js"), ...args], {
    cwd: folder,
    encoding: "utf8",
  });

beforeAll(() => {
  expect(runTool("--out", installed)).toMatchObject({ status: 0, stderr: "" });
  install(Object.keys(manifestOf().dependencies));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

test("the package has the program and its declarations, and no tests, tools or sources of this project", () => {
  const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
  expect(files).toEqual(
    expect.arrayContaining([
      "README.md",
      "LICENSE",
      "CHANGELOG.md",
      "dist/verify/index.d.ts",
      "dist/program/command-line.js",
    ]),
  );
  expect(files.filter((file) => /__tests__|^dist\/tools|\.test\.|(?<!\.d)\.ts$/.test(file))).toEqual([]);
});

test("every export has a module and its declarations", () => {
  const paths = Object.values(manifestOf().exports).flatMap((entry) =>
    typeof entry === "string" ? [entry] : Object.values(entry),
  );
  expect(paths.filter((path) => !existsSync(join(installed, path)))).toEqual([]);
});

test("cdktf, constructs and the provider are peers, so that a user of verify does not install them", () => {
  const { dependencies, peerDependencies } = manifestOf();
  expect(Object.keys(peerDependencies).sort()).toEqual(["@cdktf/provider-aws", "cdktf", "constructs"]);
  expect(Object.keys(dependencies).filter((name) => name in peerDependencies)).toEqual([]);
});

test("verify judges Terraform in an empty folder, without cdktf", () => {
  const stack = join(folder, "cdk.tf.json");
  writeFileSync(stack, synthesizedText("dev"));
  expect(existsSync(join(folder, "node_modules", "cdktf"))).toBe(false);
  const { status, stdout, stderr } = runProgram("verify", "--file", stack);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("proved");
});

test("the link of the container to the program runs it in a folder that is not its own", () => {
  const dockerfile = readFileSync(join(project, "Dockerfile"), "utf8");
  const [, target = ""] =
    /ln -s \/opt\/studio-perimeter\/(\S+) \/usr\/local\/bin\/studio-perimeter/.exec(dockerfile) ?? [];
  const link = join(folder, "studio-perimeter");
  symlinkSync(join(installed, target), link);
  const { status, stdout } = spawnSync(link, ["--help"], { cwd: tmpdir(), encoding: "utf8" });

  expect(dockerfile).toContain('ENTRYPOINT ["studio-perimeter"]');
  expect({ status, usage: stdout.split("\n", 1)[0] }).toEqual({
    status: 0,
    usage: "usage: studio-perimeter COMMAND [options]",
  });
});

test("draw and report read synthesized stacks in any folder, without cdktf", () => {
  writeSynthesizedStacks(join(folder, "cdktf.out"), ["dev"]);
  const drawn = runProgram("draw", "dev", "--output", "dev.svg");
  expect(drawn).toMatchObject({ status: 0, stderr: "" });
  const reported = runProgram("report", "dev", "--html", "dev.html");
  expect(reported).toMatchObject({ status: 0, stderr: "" });
  expect(readFileSync(join(folder, "dev.svg"), "utf8")).toContain("Every claim holds");
  expect(readFileSync(join(folder, "dev.html"), "utf8")).toContain("Every claim holds");
});

test("a command that reads environments says that it needs a checkout", () => {
  expect(runProgram("build")).toMatchObject({
    status: 2,
    stdout: "",
    stderr:
      "build: reads the environments of a checkout, and this is an installed package; clone the project, or use verify and review on your own Terraform\n",
  });
});

test("another app builds its own stack with the constructs in strict TypeScript, and decides a claim of its own about it", () => {
  const app = join(folder, "app");
  cpSync(join(__dirname, "consumer"), app, { recursive: true });
  install([...Object.keys(manifestOf().peerDependencies), "@types/node"]);
  const compiler = join(project, "node_modules", "typescript", "bin", "tsc");
  const settings = ["--strict", "--module", "node16", "--target", "es2022", "--skipLibCheck", "--types", "node"];
  execFileSync(process.execPath, [compiler, ...settings, join(app, "app.ts")], { cwd: app, stdio: "pipe" });
  expect(execFileSync(process.execPath, [join(app, "app.js")], { cwd: app, encoding: "utf8" })).toBe(
    [
      "buckets-are-named-after-the-team: proved",
      "firewall-denies-by-default: proved",
      "firewall-passes-only-allowlist: proved",
      "dns-denied-by-default: proved",
      "dns-fails-closed: proved",
      "dns-agrees-with-firewall: proved",
      "",
    ].join("\n"),
  );
}, 120_000);
