import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What the programs of tools/framework export. They are JavaScript: they run before the first build. */
interface Frameworks {
  readonly FRAMEWORKS: Readonly<Record<string, Framework>>;
  frameworkOf(manifest: Manifest): string;
  rewriteSource(text: string, from: string, to: string): string;
  rewriteManifest(manifest: Manifest, from: string, to: string): Manifest;
}

interface Framework {
  readonly packages: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, string>>;
  /** The range of Node.js: `>=20.10`. */
  readonly node: string;
}

interface UseFramework {
  idleLock(project: string, framework: string): string;
  sourceFiles(project: string): readonly string[];
  useFramework(project: string, to: string): number | undefined;
}

interface Manifest {
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const {
  FRAMEWORKS,
  frameworkOf,
  rewriteManifest,
  rewriteSource,
}: Frameworks = require("../../tools/framework/frameworks.js");
const { idleLock, sourceFiles, useFramework }: UseFramework = require("../../tools/framework/use-framework.js");
const project = join(__dirname, "..", "..");
const manifest: Manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
const used = frameworkOf(manifest);
const idle = used === "cdktf" ? "cdktn" : "cdktf";

test("every source file comes back to the byte after a switch to the other framework", () => {
  const lost = sourceFiles(project).filter((file) => {
    const text = readFileSync(file, "utf8");
    return rewriteSource(rewriteSource(text, used, idle), idle, used) !== text;
  });

  expect(lost).toEqual([]);
});

test("package.json comes back to the byte after a switch to the other framework", () => {
  const there = rewriteManifest(manifest, used, idle);
  const back = rewriteManifest(there, idle, used);

  expect(frameworkOf(there)).toBe(idle);
  expect(JSON.stringify(back, null, 2)).toBe(JSON.stringify(manifest, null, 2));
});

test("docs/cdk-terrain.md names the versions and the number of locked packages of both frameworks", () => {
  const page = readFileSync(join(project, "docs", "cdk-terrain.md"), "utf8");
  const cells = (row: string) => new RegExp(`^\\| ${row} \\| (.*) \\| (.*) \\|$`, "m").exec(page)?.slice(1);
  const each = Object.entries(FRAMEWORKS);
  const packages = (part: string) => each.map(([, own]) => `${own.packages[part]} ${own.versions[part]}`);
  const lockOf = (name: string) => (name === used ? join(project, "package-lock.json") : idleLock(project, name));

  expect(cells("framework")).toEqual(packages("framework"));
  expect(cells("bindings")).toEqual(packages("provider"));
  expect(cells("command line")).toEqual(packages("cli"));
  expect(cells("Node.js")).toEqual(each.map(([, { node }]) => `${node.replace(">=", "")} or later`));
  expect(cells("locked packages")).toEqual(
    each.map(([name]) => {
      const { "": _project, ...locked } = JSON.parse(readFileSync(lockOf(name), "utf8")).packages;
      return String(Object.keys(locked).length);
    }),
  );
});

test("the lock file of the framework that is not in use locks what its package.json asks for", () => {
  const { dependencies, devDependencies, engines } = rewriteManifest(manifest, used, idle);
  const lock = JSON.parse(readFileSync(idleLock(project, idle), "utf8"));

  expect(lock.packages[""]).toMatchObject({ dependencies, devDependencies, engines });
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect(lock.packages[`node_modules/${name}`].version).toBe(version.replace(/^npm:.*@/, ""));
  }
});

test.each([
  ['import { App } from "cdktf";', 'import { App } from "cdktn";'],
  ['require("cdktf/lib/tokens")', 'require("cdktn/lib/tokens")'],
  ['from "@cdktf/provider-aws/lib/vpc"', 'from "@cdktn/provider-aws/lib/vpc"'],
  ['"cdktf-cli/package.json"', '"cdktn-cli/package.json"'],
  ['"group": ["@cdktf/**"]', '"group": ["@cdktn/**"]'],
])("%s becomes %s for CDK Terrain", (text, expected) => {
  expect(rewriteSource(text, "cdktf", "cdktn")).toBe(expected);
});

test.each([
  ["a file of a project", '"cdktf.json"'],
  ["the generator that tests compare with", '"@cdktf/provider-generator/lib"'],
  ["a folder of this project", '"../stacks/cdktf/publish-synthesis"'],
  ["a sentence", "// what cdktf writes"],
])("%s stays as it is for CDK Terrain: %s", (_what, text) => {
  expect(rewriteSource(text, "cdktf", "cdktn")).toBe(text);
});

describe("a small project", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "studio-perimeter-framework-"));
    const { versions = {} }: Partial<Framework> = FRAMEWORKS.cdktf ?? {};
    const dependencies = { "@cdktf/provider-aws": versions.provider, cdktf: versions.framework };
    const devDependencies = { "cdktf-cli": versions.cli, cdktn: FRAMEWORKS.cdktn?.versions.framework };
    const files = {
      "tsconfig.json": JSON.stringify({ include: ["main.ts", "stacks"] }),
      "package.json": `${JSON.stringify({ engines: { node: ">=20.10" }, dependencies, devDependencies }, null, 2)}\n`,
      "package-lock.json": "lock of cdktf",
      "tools/framework/package-lock.cdktn.json": "lock of cdktn",
      "tools/build/bundle-program.js": 'const external = ["cdktf", "@cdktf/*"];',
      "biome.json": "{}",
      "biome.layers.json": "{}",
      "main.ts": 'import { App } from "cdktf";',
      "stacks/deep/vpc.ts": 'import { Vpc } from "@cdktf/provider-aws/lib/vpc";',
      "stacks/notes.md": 'not a source: "cdktf"',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const read = (name: string) => readFileSync(join(folder, name), "utf8");

  test("a project switches its imports, its package.json and its lock file, and back", () => {
    const before = read("package.json");

    expect(useFramework(folder, "cdktn")).toBe(3);
    expect(read("main.ts")).toBe('import { App } from "cdktn";');
    expect(read("stacks/deep/vpc.ts")).toBe('import { Vpc } from "@cdktn/provider-aws/lib/vpc";');
    expect(read("stacks/notes.md")).toBe('not a source: "cdktf"');
    expect(read("package-lock.json")).toBe("lock of cdktn");
    expect(JSON.parse(read("package.json")).dependencies).toEqual({ "@cdktn/provider-aws": "25.7.0", cdktn: "0.24.0" });

    expect(useFramework(folder, "cdktf")).toBe(3);
    expect(read("package.json")).toBe(before);
    expect(read("package-lock.json")).toBe("lock of cdktf");
  });

  test("a project changes in nothing when the framework is in use", () => {
    expect(useFramework(folder, "cdktf")).toBeUndefined();
    expect(read("main.ts")).toBe('import { App } from "cdktf";');
  });

  test("a project is switched whole by a second run after a switch that was interrupted between the two lock files", () => {
    writeFileSync(join(folder, "tools/framework/package-lock.cdktf.json"), read("package-lock.json"));
    rmSync(join(folder, "package-lock.json"));

    useFramework(folder, "cdktn");

    expect(read("package-lock.json")).toBe("lock of cdktn");
    expect(read("tools/framework/package-lock.cdktf.json")).toBe("lock of cdktf");
  });
});

test("a manifest with neither framework is refused with the names of both", () => {
  expect(() => frameworkOf({ dependencies: {}, devDependencies: {} })).toThrow(
    "package.json: dependencies have none of cdktf, cdktn",
  );
});
