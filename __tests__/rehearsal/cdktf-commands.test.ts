import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buildProgram } from "../fixtures/built-program";
import { describeWithTerraform } from "./fixtures/terraform-suites";

const MINUTE_MS = 60_000;
const PROJECT = join(__dirname, "..", "..");
const ALIAS = join(__dirname, "..", "fixtures", "environments-alias.js");

const COMMAND_LINE = join(__dirname, "fixtures", "unbundled-command-line.js");

/** The options that cdktf gives Node.js, and a preload. */
const NODE_OPTIONS = `--max-old-space-size=4096 -r ${JSON.stringify(join(__dirname, "fixtures", "late-converter.js"))}`;

const ENVIRONMENTS = join(__dirname, "..", "fixtures", "environments");

/**
 * How cdktf drives each shipped environment: its block of the VPC, whether it lets itself be destroyed, the environments of its app,
 * and what Terraform prints. One app has several; every command proves each of them. cdktf takes longer to lay out the thousands of
 * lines of a plan than Terraform takes to make it, so that one environment prints them all until it is deployed, and everything else prints
 * what the test reads.
 */
const driven = {
  dev: { block: "10.10.0.0/16", isProtected: false, app: ["dev", "staging"], output: "whole" },
  staging: { block: "10.20.0.0/16", isProtected: false, app: ["staging"], output: "results" },
  prod: { block: "10.30.0.0/16", isProtected: true, app: ["prod"], output: "results" },
} as const;

type Driven = keyof typeof driven;

const names = Object.keys(driven) as Driven[];

/**
 * Parts of an environment that cdktf only passes on, and that a rehearsal of every environment plays: a third of the resources, for
 * which each command would prove claims and each plan take time. `CDKTF_ENVIRONMENTS=whole` leaves nothing out, as the nightly workflow.
 */
const leftOut: Readonly<Record<Driven, object>> =
  process.env.CDKTF_ENVIRONMENTS === "whole"
    ? { dev: {}, staging: {}, prod: {} }
    : {
        dev: {},
        staging: { access: { kind: "off" } },
        prod: {
          access: { kind: "off" },
          detection: { kind: "off" },
          availabilityZones: ["eu-west-1a"],
          resilience: "single-zone",
        },
      };

/** Writes what `envs/` has in an app of these environments. */
function writeApp(folder: string, app: readonly Driven[]): void {
  const inputs = app.map(
    (name) =>
      `{ ...require(${JSON.stringify(join(ENVIRONMENTS, `${name}.ts`))}).${name}, ...${JSON.stringify(leftOut[name])} }`,
  );
  writeFileSync(join(folder, "index.ts"), `export const environments = [${inputs.join(", ")}];\n`);
  writeFileSync(join(folder, "pipeline.ts"), `export * from ${JSON.stringify(join(ENVIRONMENTS, "pipeline.ts"))};\n`);
}

/** Terraform that prints only the results of its long commands, and their errors. */
function terraformThatPrintsResults(folder: string, binary: string): string {
  const path = join(folder, "brief-terraform");
  const results = "Plan:|complete!|No changes|Error|Warning|cannot|Enter a value";
  const script = [
    "#!/bin/bash",
    `case "$1" in plan | apply | destroy) ;; *) exec "${binary}" "$@" ;; esac`,
    `"${binary}" "$@" | grep --line-buffered -E "${results}"`,
    `exit "\${PIPESTATUS[0]}"`,
  ];
  writeFileSync(path, `${script.join("\n")}\n`, { mode: 0o755 });
  return path;
}

describe.each(names)("%s", (name) => driveWithCdktf(name, driven[name]));

function driveWithCdktf(name: Driven, { block, isProtected, app, output }: (typeof driven)[Driven]): void {
  describeWithTerraform("cdktf commands with a stand-in that rehearse --serve keeps up", (binary) => {
    const folder = mkdtempSync(join(tmpdir(), "cdktf-commands-"));
    const brief = { TERRAFORM_BINARY_NAME: terraformThatPrintsResults(folder, binary) };
    const environment = {
      ...process.env,
      CI: "1",
      ...(output === "whole" ? { TERRAFORM_BINARY_NAME: binary } : brief),
      TEST_ENVIRONMENTS: folder,
    };
    let serving: ChildProcess;
    let served: { readonly directory: string; readonly cdktf: string; readonly variables: Record<string, string> };

    beforeAll(async () => {
      buildProgram();
      writeApp(folder, app);
      const args = ["-r", ALIAS, COMMAND_LINE, "rehearse", name, "--serve", "--json"];
      serving = spawn(process.execPath, args, { cwd: PROJECT, env: environment, stdio: ["ignore", "pipe", "inherit"] });
      const [line] = await Promise.race([once(serving.stdout as Readable, "data"), once(serving, "exit")]);
      served = JSON.parse(String(line));
    }, 2 * MINUTE_MS);

    afterAll(async () => {
      if (serving.exitCode === null) {
        serving.kill("SIGINT");
        await once(serving, "exit");
      }
      rmSync(folder, { recursive: true });
    });

    function run(program: string, args: readonly string[], options: { readonly cwd: string; readonly env: object }) {
      return new Promise<{ readonly code: number; readonly out: string }>((resolve) => {
        const env = { ...environment, ...served.variables, ...options.env };
        execFile(program, args, { cwd: options.cwd, env, maxBuffer: 1e8 }, (error, out, err) =>
          resolve({ code: error === null ? 0 : Number(error.code ?? -1), out: `${out}${err}` }),
        );
      });
    }

    const cdktf = (args: readonly string[], variables: Readonly<Record<string, string>> = {}) => {
      const { directory, cdktf: program } = served;
      return run(program, [...args, "--skip-provider-lock"], {
        cwd: directory,
        env: { HOME: directory, NODE_OPTIONS, ...variables },
      });
    };

    const studioPerimeter = (args: readonly string[]) =>
      run(process.execPath, ["-r", ALIAS, COMMAND_LINE, ...args], { cwd: PROJECT, env: {} });

    const state = () => JSON.parse(readFileSync(join(served.directory, `terraform.${name}.tfstate`), "utf8"));

    test(
      `cdktf diff, deploy of the reviewed plan, deploy without changes, by both commands, and destroy of ${name} ${isProtected ? "end as its protections say" : "work"} with the served stand-in, which leaves nothing`,
      async () => {
        const stack = join(served.directory, "cdktf.out", "stacks", name, "cdk.tf.json");
        const diff = await cdktf(["diff", name]);
        // Somebody changes the stack between the review and the deploy: the reviewed plan is applied.
        writeFileSync(stack, readFileSync(stack, "utf8").replaceAll(block, "10.99.0.0/16"));
        const reviewed = await cdktf(["deploy", name, "--skip-synth"], { TF_CLI_ARGS_apply: "plan" });
        const deployed: string = JSON.stringify(state());
        const again = await cdktf(["deploy", name, "--auto-approve"], brief);
        const ownDeploy = await studioPerimeter(["deploy", name, "--plan-only"]);
        const destroyed = await cdktf(["destroy", name, "--auto-approve", "--skip-synth"], brief);

        expect(diff).toMatchObject({ code: 0, out: expect.stringMatching(/ \d{3} to add, 0 to change, 0 to destroy/) });
        expect(reviewed).toMatchObject({ code: 0, out: expect.stringMatching(/Resources: \d{3} added/) });
        expect(deployed).toContain(block);
        expect(deployed).not.toContain("10.99.0.0/16");
        expect(again).toMatchObject({ code: 0, out: expect.stringContaining("No changes") });
        expect(ownDeploy).toMatchObject({ code: 0, out: expect.stringContaining(`${name}  changes nothing`) });
        if (isProtected) {
          expect(destroyed).toMatchObject({ code: 1, out: expect.stringMatching(/Instance cannot be destroyed/) });
          expect(state().resources).toHaveLength(JSON.parse(deployed).resources.length);
        } else {
          expect(destroyed).toMatchObject({ code: 0, out: expect.stringMatching(/\d{3} destroyed/) });
          expect(state().resources).toEqual([]);
        }

        serving.kill("SIGINT");
        expect((await once(serving, "exit"))[0]).toBe(0);
        expect(existsSync(served.directory)).toBe(false);
      },
      8 * MINUTE_MS,
    );
  });
}
