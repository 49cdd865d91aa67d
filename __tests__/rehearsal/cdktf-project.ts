import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Finished } from "../../rehearsal/run/terraform";
import { type TerraformJson, terraformText } from "./fixtures/terraform-json";

const CDKTF = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle", "bin", "cdktf");

/** A cdktf project in a directory of its own, whose app writes a stack that is there already. */
export interface CdktfProject {
  readonly directory: string;
  /** An empty Terraform CLI configuration. */
  readonly cliConfig: string;
  /** Runs a command of the cdktf CLI with more variables than the caller's. */
  cdktf(args: readonly string[], variables: Readonly<Record<string, string>>): Promise<Finished>;
  /** Replaces what was synthesized, as somebody might between review and deploy. */
  tamper(stackName: string, stack: TerraformJson): Promise<void>;
  remove(): Promise<void>;
}

/** Sets up a project with one stack. */
export async function cdktfProject(name: string, stack: TerraformJson): Promise<CdktfProject> {
  const directory = await mkdtemp(join(tmpdir(), "cdktf-project-"));
  const workingDirectory = join("stacks", name);
  const synthesizedStackPath = join(workingDirectory, "cdk.tf.json");
  const entry = {
    name,
    constructPath: name,
    workingDirectory,
    synthesizedStackPath,
    annotations: [],
    dependencies: [],
  };
  const files: Readonly<Record<string, string>> = {
    "cdktf.json": JSON.stringify({ language: "typescript", app: "node app.js", sendCrashReports: "false" }),
    "empty.tfrc": "",
    "app.js": 'require("node:fs").cpSync("synthesized", process.env.CDKTF_OUTDIR ?? "cdktf.out", { recursive: true });',
    "synthesized/manifest.json": JSON.stringify({ version: "0.21.0", stacks: { [name]: entry } }),
    [join("synthesized", synthesizedStackPath)]: terraformText(stack),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return {
    directory,
    cliConfig: join(directory, "empty.tfrc"),
    cdktf: (args, variables) => run(directory, args, variables),
    tamper: (stackName, tampered) =>
      writeFile(join(directory, "cdktf.out", "stacks", stackName, "cdk.tf.json"), terraformText(tampered)),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

function run(cwd: string, args: readonly string[], variables: Readonly<Record<string, string>>): Promise<Finished> {
  const env = { ...process.env, CI: "1", CHECKPOINT_DISABLE: "1", HOME: cwd, ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, [CDKTF, ...args], { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}
