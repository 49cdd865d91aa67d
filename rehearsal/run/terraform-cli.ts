import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The first release with S3-native state locking, which the stacks configure. */
const MINIMUM_VERSION = [1, 10] as const;
const CANDIDATES = ["terraform", "tofu"];
/** The JSON output of `version` does not distinguish Terraform from OpenTofu; the text does. */
const VERSION_OUTPUT = /^(Terraform|OpenTofu) v(\S+)/m;
/** Variables that would change the commands or give them credentials. */
const EXCLUDED_VARIABLES = /^(TF_|AWS_|CDKTF_)/;
/** Commands run for seconds; the default garbage collection of Go costs a quarter of that time. */
const GO_GARBAGE_PERCENT = "400";
const INTERRUPT_GRACE_MS = 3000;

/** An installed Terraform or OpenTofu. */
export interface TerraformCli {
  readonly binary: string;
  readonly product: string;
  readonly version: string;
}

/** Exit code and output of a command. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Working directory and settings of commands. */
export interface CommandEnvironment {
  readonly directory: string;
  /** Value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  /** Path of an empty CLI configuration, without mirrors, caches or tokens. */
  readonly cliConfig: string;
  readonly signal?: AbortSignal;
}

/**
 * Finds the binary: TERRAFORM_BINARY_NAME, or else `terraform`, or else `tofu` on the PATH.
 *
 * @throws when there is none or it is too old
 */
export async function findTerraform(variables: NodeJS.ProcessEnv): Promise<TerraformCli> {
  const named = variables.TERRAFORM_BINARY_NAME;
  for (const binary of named ? [named] : CANDIDATES) {
    const found = await readVersion(binary, variables);
    if (found !== undefined) {
      return assertSupportedVersion(found);
    }
  }
  const minimum = MINIMUM_VERSION.join(".");
  throw new Error(
    named
      ? `TERRAFORM_BINARY_NAME: not a Terraform or OpenTofu binary, got ${named}; name a binary of version ${minimum} or newer, or unset the variable`
      : `rehearse: found neither ${CANDIDATES.join(" nor ")} on the PATH; install Terraform or OpenTofu ${minimum} or newer, or set TERRAFORM_BINARY_NAME`,
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

/** Writes an empty CLI configuration into a directory and returns its path. */
export async function emptyCliConfig(directory: string): Promise<string> {
  const path = join(directory, "empty.tfrc");
  await writeFile(path, "");
  return path;
}

/** Environment variables of a command, without credentials and without settings of the caller. */
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

/**
 * Runs one command. A failed command is a result, not an error.
 *
 * @throws when the rehearsal is canceled
 */
export async function runTerraform(
  { binary }: TerraformCli,
  args: readonly string[],
  environment: CommandEnvironment,
): Promise<CommandResult> {
  environment.signal?.throwIfAborted();
  const env = rehearsalVariables(process.env, environment.reattach, environment.cliConfig);
  const finished = await runCommand(binary, args, { env, cwd: environment.directory, signal: environment.signal });
  environment.signal?.throwIfAborted();
  return finished;
}

function runCommand(
  binary: string,
  args: readonly string[],
  { signal, ...options }: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string; readonly signal?: AbortSignal },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(binary, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const output: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
    child.stdout.on("data", (chunk) => output.stdout.push(chunk));
    child.stderr.on("data", (chunk) => output.stderr.push(chunk));
    /** Terraform may finish its current call. The rehearsal waits for the end, so that no process outlives it. */
    const interrupt = (): void => {
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGKILL"), INTERRUPT_GRACE_MS).unref();
    };
    signal?.addEventListener("abort", interrupt, { once: true });
    child.on("error", ({ message }) => resolve({ code: -1, stdout: "", stderr: message }));
    child.on("close", (code) => {
      signal?.removeEventListener("abort", interrupt);
      const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString("utf8");
      resolve({ code: code ?? -1, stdout: text(output.stdout), stderr: text(output.stderr) });
    });
  });
}
