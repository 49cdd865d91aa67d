import { execFileSync, spawnSync } from "node:child_process";
import {
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
import { installedProvider, REVIEWED_PROVIDER } from "../fixtures/installed-provider";
import { synthesizedText } from "../fixtures/synthesized";

const project = join(__dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "package-"));
const page = readFileSync(join(project, "docs", "library.md"), "utf8");
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

test("the page of the package names imports and commands that the package has, and no file that it lacks", () => {
  const page = readFileSync(join(installed, "README.md"), "utf8");
  const imports = [...page.matchAll(/`studio-perimeter\/([\w./-]+)`/g)].map(([, path]) => `./${path}`);
  const commands = [...page.matchAll(/^ {4}npx studio-perimeter ([a-z]+)/gm)].map(([, command]) => command);
  const { stdout: help } = runProgram("--help");

  expect(imports.length).toBeGreaterThan(2);
  expect(imports.filter((path) => !Object.keys(manifestOf().exports).includes(path))).toEqual([]);
  expect(commands.length).toBeGreaterThan(2);
  expect(commands.filter((command) => !help.includes(`\n  ${command} `))).toEqual([]);
  expect(page).not.toContain("](");
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

/** The files of an app on the page about the package, by name, for the framework and the bindings that are installed. */
function filesOnPage(): ReadonlyMap<string, string> {
  const [provider = "", framework = ""] = Object.keys(manifestOf().peerDependencies).toSorted();
  return new Map(
    [...page.matchAll(/^`([\w.-]+)`:\n\n```\w+\n(.*?)```$/gms)].map(([, name = "", text = ""]) => [
      name,
      text.replaceAll(/@cdk\w+\/provider-aws/g, provider).replaceAll(/"cdk(?:tf|tn)"/g, JSON.stringify(framework)),
    ]),
  );
}

test("the app on the page about the package compiles in strict TypeScript, and its stack has every claim that the page names, its own too", () => {
  const app = join(folder, "app");
  const files = filesOnPage();
  const changed = files
    .get("app.ts")
    ?.replace("allowedDomains: allowList.map(({ name }) => name)", 'allowedDomains: ["example.org"]');
  mkdirSync(app);
  const written = [
    ...files,
    ["changed.ts", changed ?? ""],
    ["package.json", '{ "name": "own", "private": true }'],
  ] as const;
  for (const [name, text] of written) {
    writeFileSync(join(app, name), text);
  }
  install([...Object.keys(manifestOf().peerDependencies), "@types/node"]);
  execFileSync(process.execPath, [join(project, "node_modules", "typescript", "bin", "tsc")], {
    cwd: app,
    stdio: "pipe",
  });
  const run = (name: string) => spawnSync(process.execPath, [join(app, name)], { cwd: app, encoding: "utf8" });
  const [, printed] = /^```text\n(.*?)```$/ms.exec(page) ?? [];

  expect([...files.keys()]).toEqual(["tsconfig.json", "app.ts", "own-claims.ts"]);
  expect(run("app.js")).toMatchObject({ status: 0, stderr: "", stdout: printed });
  expect(run("changed.js")).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/only-tls-leaves: violated\n(?:.*\n)*dns-agrees-with-firewall: violated\n/),
  });
}, 120_000);

test("the page about the package installs the versions that the package needs", () => {
  const [, named = ""] = /npm install --save-exact (.*)/.exec(page) ?? [];
  const { version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const own = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));

  expect(named.split(" ")[0]).toBe(`./studio-perimeter-${version}.tgz`);
  expect(own.devDependencies.typescript).toBe(/typescript@(\S+)/.exec(page)?.[1]);
  // Under CDK Terrain the package has other peers, whose versions are in docs/cdk-terrain.md.
  const peers = Object.entries(manifestOf().peerDependencies).map(([name, exact]) => `${name}@${exact}`);
  expect(installedProvider === REVIEWED_PROVIDER ? named.split(" ").slice(1).toSorted() : peers).toEqual(
    peers.toSorted(),
  );
});
