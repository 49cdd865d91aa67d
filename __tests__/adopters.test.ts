import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PROJECT = resolve(__dirname, "..");
/** Made on this machine, or the repository's own history. */
const LEFT_OUT: ReadonlySet<string> = new Set(["node_modules", "dist", "cdktf.out", ".git"]);
const PATIENCE_MS = 300_000;
/** What `npm run types` knows of files that it checked: in the copy, only edited files and those that import them are checked again. */
const KNOWN_TYPES = join("node_modules", ".cache", "types.tsbuildinfo");
/** Another test file runs at the same time; each further checker would check the common types again. */
const ONE_CHECKER = ["--checkers", "1"];

/** Files that the test edits or adds. */
const EDITED = ["index", "allow-list", "dev", "qa"].map((name) => join("envs", `${name}.ts`));
/** Tests that start a process which reads environments. Jest cannot know that from imports. */
const BY_PROCESS = ["main", "stacks/contract", "cli/environment-issues"].map(testFile);
/**
 * Related tests that read the environments of the tests alone: they pass where nothing of a file that an adopter edits can be read.
 * `ADOPTERS=broken npx jest adopters` runs them in such a copy. Every other related test runs here.
 */
const WITHOUT_ENVIRONMENTS: readonly string[] = [
  ...BY_PROCESS,
  ...[
    "cli/app/run-app",
    "cli/command-line",
    "cli/commands/ask",
    "cli/commands/completion",
    "cli/commands/draw",
    "cli/commands/given-variables",
    "cli/commands/inspection-environment",
    "cli/commands/joined-stacks",
    "cli/commands/keep-interface",
    "cli/commands/own-plan",
    "cli/commands/policies",
    "cli/commands/review",
    "cli/commands/smoke",
    "cli/commands/support/kept-results",
    "cli/commands/verify",
    "cli/delivery/atlantis",
    "cli/delivery/deployable-stack",
    "cli/delivery/fleet",
    "cli/delivery/matrix",
    "cli/reviews/gitlab-notes",
    "cli/reviews/review-all",
    "cli/shared/files/file-encodings",
    "cli/stacks/source-places",
    "review/compare/execution/module-call-differences",
    "stacks/module/several-perimeters-in-terraform",
  ].map(testFile),
];
/** Folders in which jest follows imports from a test to `envs/`. */
const ROOTS = ["__tests__", "cli", "envs", "stacks"];
/** Terraform is played on the environments of the tests. No edit of `envs/` reaches it: those tests are skipped here. */
const WITHOUT_OTHER_PROGRAMS = { TERRAFORM_BINARY_NAME: "no-terraform" };
/** Jest keeps compiled files by their path, and each copy has another one: they end with the copy. */
const KEPT_WITH_THE_COPY = ["--cacheDirectory", join("node_modules", ".cache", "jest")];
/** One process runs the tests, because another test file runs at the same time, and each worker would load the program again. */
const TESTS = ["--runInBand", ...KEPT_WITH_THE_COPY, ...ROOTS.flatMap((folder) => ["--roots", folder])];
/** Every test that an edit of `envs/` could reach; rehearsals take longer than the rest together. */
const READING_ENVIRONMENTS = [
  ...["--testPathIgnorePatterns", "/rehearsal/", "adopters", ...WITHOUT_ENVIRONMENTS],
  ...["--findRelatedTests", ...EDITED],
];

function testFile(name: string): string {
  return join("__tests__", `${name}.test.ts`);
}

let repository: string;

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), "studio-perimeter-adopter-"));
  copyProject();
  shipTestEnvironments();
}, PATIENCE_MS);

afterAll(() => rmSync(repository, { recursive: true, force: true }));

/** Packages are hard links where the file system allows it: bundles hold paths, which symbolic links would change. */
function copyProject(): void {
  for (const name of readdirSync(PROJECT).filter((entry) => !LEFT_OUT.has(entry))) {
    cpSync(join(PROJECT, name), join(repository, name), { recursive: true });
  }
  const packages = join(PROJECT, "node_modules");
  try {
    execFileSync("cp", ["-al", packages, repository], { stdio: "ignore" });
  } catch {
    cpSync(packages, join(repository, "node_modules"), { recursive: true, verbatimSymlinks: true });
  }
  // The compiler writes this file in place, which must not be the one of the project.
  if (existsSync(join(PROJECT, KNOWN_TYPES))) {
    rmSync(join(repository, KNOWN_TYPES));
    cpSync(join(PROJECT, KNOWN_TYPES), join(repository, KNOWN_TYPES));
  }
}

/** The environments of the tests, as if they were the shipped ones: what `envs/` holds here may be edited already. */
function shipTestEnvironments(): void {
  const folder = join(__dirname, "fixtures", "environments");
  for (const file of readdirSync(folder)) {
    const source = readFileSync(join(folder, file), "utf8");
    writeFileSync(join(repository, "envs", file), source.replaceAll('"../../../envs/', '"./'));
  }
}

/** Replaces a text that must be there. */
function edit(file: string, from: string, to: string): void {
  const path = join(repository, file);
  const source = readFileSync(path, "utf8");
  if (!source.includes(from)) {
    throw new Error(`${file}: has no ${from}; adapt this test to the environments of the tests`);
  }
  writeFileSync(path, source.replace(from, to));
}

/** Whatever the file exports throws an error as soon as something of it is read. The command line imports it and reads none in most tests. */
function makeUnreadable(path: string): void {
  const names = [...readFileSync(path, "utf8").matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
  const handler = (name: string) => `{ get: () => () => { throw new Error("${name} was read by a test"); } }`;
  const values = names.map((name = "") => `export const ${name} = new Proxy([], new Proxy({}, ${handler(name)}));\n`);
  writeFileSync(path, values.join(""));
}

function node(program: string, ...args: readonly string[]) {
  const { PERIMETER_SHARED: _shared, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join("node_modules", program), ...args], {
    cwd: repository,
    encoding: "utf8",
    env: { ...env, CI: "1", ...WITHOUT_OTHER_PROGRAMS },
  });
  return { status, output: status === 0 ? "" : `${stdout}${stderr}` };
}

test(
  "the suite still passes without -u after a domain, a user and a fourth environment are added as the README shows",
  () => {
    const entry = '{ name: "pypi.org", match: "exact", reason: "public packages", owner: "data-science" },';
    edit("envs/allow-list.ts", "AllowList = [", `AllowList = [\n  ${entry}`);
    edit("envs/dev.ts", '{ name: "ml-engineer" }', '{ name: "ml-engineer" }, { name: "analyst" }');
    const qa = readFileSync(join(repository, "envs", "staging.ts"), "utf8")
      .replaceAll("staging", "qa")
      .replace("10.20.0.0/16", "10.60.0.0/16");
    writeFileSync(join(repository, "envs", "qa.ts"), qa);
    edit("envs/index.ts", "[dev,", "[qa, dev,");
    edit("envs/index.ts", "\n/**", 'import { qa } from "./qa";\n\n/**');

    const types = node(
      "typescript/bin/tsc",
      "--noEmit",
      ...ONE_CHECKER,
      "--incremental",
      "--tsBuildInfoFile",
      KNOWN_TYPES,
    );
    const suite = node("jest/bin/jest.js", "--ci", ...TESTS, ...READING_ENVIRONMENTS);

    expect(types).toEqual({ status: 0, output: "" });
    expect(suite).toEqual({ status: 0, output: "" });
  },
  PATIENCE_MS,
);

test("every test that is left out in the copy of an adopter exists", () => {
  expect(WITHOUT_ENVIRONMENTS.filter((file) => !existsSync(join(PROJECT, file)))).toEqual([]);
});

if (process.env.ADOPTERS === "broken") {
  test(
    "the tests that are left out pass where every environment throws an error when it is read",
    () => {
      for (const file of readdirSync(join(__dirname, "fixtures", "environments"))) {
        makeUnreadable(join(repository, "envs", file));
      }

      const suite = node("jest/bin/jest.js", "--ci", ...TESTS, "--runTestsByPath", ...WITHOUT_ENVIRONMENTS);

      expect(suite).toEqual({ status: 0, output: "" });
    },
    PATIENCE_MS,
  );
}
