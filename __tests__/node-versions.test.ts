import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { engines } from "../package.json";
import { writeSynthesizedStacks } from "./cli/fixtures/output-folder";
import { runCompiledProgram, synthesizedByProgram } from "./fixtures/compiled-program";
import { onlyIf } from "./fixtures/only-if";

const project = resolve(__dirname, "..");
/** The oldest version that package.json promises, and each major that users run; .ci/run installs them from the npm package `node`. */
const versions = [`${engines.node.replace(">=", "")}.0`, "22", "24"];
/** Folder with `<version>/node_modules/.bin/node`. */
const installed = process.env.STUDIO_PERIMETER_NODES ?? "";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-node-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(versions)("Node.js %s", (version) => {
  const node = join(installed, version, "node_modules", ".bin", "node");
  const needed = `the folder STUDIO_PERIMETER_NODES with ${version}/node_modules/.bin/node, as .ci/run installs it`;
  const testWithNode = onlyIf(existsSync(node), `the program with Node.js ${version}`, needed).test;

  testWithNode(`Node.js ${version} writes the same Terraform as this one, and prints nothing but its claims`, () => {
    const [here, there] = [synthesizedByProgram().outdir, join(folder, `${version}-there`)];
    const run = runCompiledProgram("main.js", { outdir: there, node });

    expect(run).toEqual({ status: 0, stdout: expect.stringMatching(/^.* claims proved.*\n$/), stderr: "" });
    for (const name of ["dev", "staging", "prod"]) {
      const stack = join("stacks", name, "cdk.tf.json");
      expect(readFileSync(join(there, stack), "utf8")).toBe(readFileSync(join(here, stack), "utf8"));
    }
  });

  testWithNode(`Node.js ${version} verifies, explains and compiles without a word on standard error`, () => {
    const outdir = join(folder, `${version}-stacks`);
    writeSynthesizedStacks(outdir, ["dev"]);
    const run = (...args: readonly string[]) => {
      const env = { ...process.env, CDKTF_OUTDIR: outdir };
      const { status, stderr } = spawnSync(node, args, { cwd: project, encoding: "utf8", env });
      return { status, stderr };
    };

    expect(run("cli/studio-perimeter.js", "verify", "dev")).toEqual({ status: 0, stderr: "" });
    expect(run("cli/studio-perimeter.js", "explain")).toEqual({ status: 0, stderr: "" });
    expect(run("node_modules/typescript/bin/tsc", "--version")).toEqual({ status: 0, stderr: "" });
  });

  testWithNode(`Node.js ${version} runs the tests of addresses and ports, and warns of nothing`, () => {
    const args = ["node_modules/jest/bin/jest.js", "__tests__/ip", "--silent", "--runInBand"];
    const { status, stderr } = spawnSync(node, args, { cwd: project, encoding: "utf8" });

    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringMatching(/warning|deprecat/i) });
  });
});
