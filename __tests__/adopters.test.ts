import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PROJECT = resolve(__dirname, "..");
/** Made on this machine, or the repository's own history. */
const LEFT_OUT: ReadonlySet<string> = new Set(["node_modules", "dist", "cdktf.out", ".git"]);
const PATIENCE_MS = 300_000;

/** Files that the test edits or adds. */
const EDITED = ["index", "allow-list", "dev", "qa"].map((name) => join("envs", `${name}.ts`));
/** Tests that read environments by a process that they start, which jest cannot know from imports. */
const BY_PROCESS = ["main", "stacks/contract", "cli/environment-issues"].map((name) =>
  join("__tests__", `${name}.test.ts`),
);
/** Folders in which jest follows imports from a test to `envs/`. */
const ROOTS = ["__tests__", "cli", "envs", "stacks"];
/**
 * Terraform is played on the environments of the tests, and the AWS CLI is called for simulated ones. No edit of `envs/` reaches
 * either: those tests are skipped here.
 */
const WITHOUT_OTHER_PROGRAMS = { TERRAFORM_BINARY_NAME: "no-terraform", TESTS_WITH_AWS_CLI: "none" };
/**
 * Every test that an edit of `envs/` could reach; rehearsals take longer than the rest together. One process runs them, because
 * another test file runs at the same time, and each worker would load the program again.
 */
const TESTS = [
  "--runInBand",
  ...ROOTS.flatMap((folder) => ["--roots", folder]),
  ...["--testPathIgnorePatterns", "/rehearsal/", "adopters"],
  ...["--findRelatedTests", ...EDITED, ...BY_PROCESS],
];

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

    const types = node("typescript/bin/tsc", "--noEmit");
    const suite = node("jest/bin/jest.js", "--ci", ...TESTS);

    expect(types).toEqual({ status: 0, output: "" });
    expect(suite).toEqual({ status: 0, output: "" });
  },
  PATIENCE_MS,
);
