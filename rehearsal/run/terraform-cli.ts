import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The oldest release with state locking in S3 itself, which the stacks ask for. */
const MINIMUM_VERSION = [1, 10] as const;
const CANDIDATES = ["terraform", "tofu"];
/** Only the text for people tells the two apart: their JSON is the same. */
const VERSION_OUTPUT = /^(Terraform|OpenTofu) v(\S+)/m;
/** Variables of the caller that would change what a command does or lead it to somebody's account. */
const EXCLUDED_VARIABLES = /^(TF_|AWS_|CDKTF_)/;
/** A command lives for a second or two: collecting garbage at Go's usual pace would cost it a quarter of its time. */
const GO_GARBAGE_PERCENT = "400";
const INTERRUPT_GRACE_MS = 3000;

/** A Terraform or OpenTofu that can be run. */
export interface TerraformCli {
  readonly binary: string;
  readonly product: string;
  readonly version: string;
}

/** What one command printed, and how it ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how commands run. */
export interface CommandEnvironment {
  readonly directory: string;
  /** Value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  /** An empty CLI configuration: nobody's mirrors, caches or tokens. */
  readonly cliConfig: string;
  readonly signal?: AbortSignal;
}

/**
 * Finds the Terraform to use: the one that TERRAFORM_BINARY_NAME names, else `terraform`, else `tofu` on the PATH.
 *
 * @throws in one line when there is none or it is too old
 */
export async function findTerraform(variables: NodeJS.ProcessEnv): Promise<TerraformCli> {
  const named = variables.TERRAFORM_BINARY_NAME;
  for (const binary of named ? [named] : CANDIDATES) {
    const found = await readVersion(binary, variables);
    if (found !== undefined) {
      return assertSupportedVersion(found);
    }
  }
  const oldest = MINIMUM_VERSION.join(".");
  throw new Error(
    named
      ? `TERRAFORM_BINARY_NAME: is no Terraform or OpenTofu that can be run, got ${named}; name one of ${oldest} or newer, or unset it`
      : `rehearse: needs Terraform or OpenTofu ${oldest} or newer, found no ${CANDIDATES.join(" and no ")} on the PATH; install one, or set TERRAFORM_BINARY_NAME`,
  );
}

async function readVersion(binary: string, variables: NodeJS.ProcessEnv): Promise<TerraformCli | undefined> {
  const { code, stdout } = await runCommand(binary, ["version"], { env: withoutExcludedVariables(variables) });
  const [, product, version] = VERSION_OUTPUT.exec(stdout) ?? [];
  return code !== 0 || product === undefined || version === undefined ? undefined : { binary, product, version };
}

function assertSupportedVersion(found: TerraformCli): TerraformCli {
  const { binary, version } = found;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < MINIMUM_VERSION[0] || (major === MINIMUM_VERSION[0] && minor < MINIMUM_VERSION[1])) {
    throw new Error(`rehearse: ${binary} is too old, got ${version}; install ${MINIMUM_VERSION.join(".")} or newer`);
  }
  return found;
}

/** Writes an empty CLI configuration into a directory and names it. */
export async function emptyCliConfig(directory: string): Promise<string> {
  const path = join(directory, "empty.tfrc");
  await writeFile(path, "");
  return path;
}

/** The variables that a command of the rehearsal sees: nothing that is another run's or somebody's credentials. */
export function rehearsalVariables(
  variables: NodeJS.ProcessEnv,
  reattach: string,
  cliConfig: string,
): NodeJS.ProcessEnv {
  return {
    GOGC: GO_GARBAGE_PERCENT,
    ...withoutExcludedVariables(variables),
    TF_REATTACH_PROVIDERS: reattach,
    TF_CLI_CONFIG_FILE: cliConfig,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
  };
}

function withoutExcludedVariables(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(variables).filter(([name]) => !EXCLUDED_VARIABLES.test(name));
  return { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: "1" };
}

/** Runs one command; a failing one is an answer too, only an interrupted run throws. */
export async function runTerraform(
  { binary }: TerraformCli,
  args: readonly string[],
  where: CommandEnvironment,
): Promise<CommandResult> {
  where.signal?.throwIfAborted();
  const env = rehearsalVariables(process.env, where.reattach, where.cliConfig);
  const finished = await runCommand(binary, args, { env, cwd: where.directory, signal: where.signal });
  where.signal?.throwIfAborted();
  return finished;
}

function runCommand(
  binary: string,
  args: readonly string[],
  { signal, ...options }: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string; readonly signal?: AbortSignal },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(binary, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const printed: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
    child.stdout.on("data", (chunk) => printed.stdout.push(chunk));
    child.stderr.on("data", (chunk) => printed.stderr.push(chunk));
    /** Lets Terraform finish the call it is in; its end is waited for, so that nothing outlives the rehearsal. */
    const interrupt = (): void => {
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGKILL"), INTERRUPT_GRACE_MS).unref();
    };
    signal?.addEventListener("abort", interrupt, { once: true });
    child.on("error", ({ message }) => resolve({ code: -1, stdout: "", stderr: message }));
    child.on("close", (code) => {
      signal?.removeEventListener("abort", interrupt);
      const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString("utf8");
      resolve({ code: code ?? -1, stdout: text(printed.stdout), stderr: text(printed.stderr) });
    });
  });
}
