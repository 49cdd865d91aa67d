import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { closeSync, openSync, readSync, rmSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { setImmediate } from "node:timers/promises";
import { isJsonObject, type JsonObject } from "../../verify/terraform/terraform-configuration";

/** A folder with a stack, and how Terraform runs there. */
export interface TerraformRun {
  readonly binary: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Interrupts the command that runs: Terraform then finishes its current call, saves the state and releases the lock. */
  readonly signal: AbortSignal;
  /** Receives what Terraform prints, where it is to be seen at once. */
  readonly show: (text: string) => void;
}

/** Variables that add arguments to a command: an `-target` would plan, or apply, something else than what is reviewed. */
const ADDED_ARGUMENTS = /^TF_CLI_ARGS/;

/**
 * Runs a command of Terraform and returns its standard output.
 *
 * @param output `shown` is printed while the command runs, too
 * @throws one line with the last words of Terraform when the command fails; an AbortError when it was interrupted
 */
export async function runTerraform(
  run: TerraformRun,
  args: readonly string[],
  output: "shown" | "returned" = "returned",
): Promise<string> {
  const child = await startTerraform(run, args, ["ignore", "pipe", "pipe"]);
  const printed: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => {
    printed.push(chunk);
    if (output === "shown") {
      run.show(String(chunk));
    }
  });
  child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk));
  const end = await endOf(child, run);
  run.signal.throwIfAborted();
  const [text, errorText] = [printed, errors].map((chunks) => Buffer.concat(chunks).toString("utf8"));
  if (end !== 0) {
    throw failure(args, end, errorText || text || "");
  }
  return text ?? "";
}

/** How often what Terraform wrote is shown. */
const SHOWN_EVERY_MS = 100;

/**
 * Runs a command that changes AWS. Terraform writes to files, not to this process: where this process is killed, Terraform goes on and
 * saves its state, because no pipe closes. Where Terraform is killed, the file of what it did stays.
 *
 * @param logPath of that file; it is removed when Terraform ends by itself
 * @throws an error with what Terraform printed when the command fails or is killed; an AbortError when it was interrupted
 */
export async function runLogged(run: TerraformRun, args: readonly string[], logPath: string): Promise<void> {
  const log = openFile(logPath);
  const errors = openFile(`${logPath}.errors`);
  // Nothing needs its name: both processes have it open.
  rmSync(`${logPath}.errors`);
  const shown = setInterval(() => run.show(log.readOn()), SHOWN_EVERY_MS);
  try {
    const end = await endOf(await startTerraform(run, args, ["ignore", log.written, errors.written]), run);
    run.show(log.readOn());
    if (typeof end === "number") {
      rmSync(logPath, { force: true });
    }
    run.signal.throwIfAborted();
    if (end !== 0) {
      throw failure(args, end, errors.readOn());
    }
  } finally {
    clearInterval(shown);
    log.close();
    errors.close();
  }
}

const CHUNK_BYTES = 65_536;

/** An empty file that another process writes and this one reads. */
function openFile(path: string): {
  readonly written: number;
  readonly readOn: () => string;
  readonly close: () => void;
} {
  const [written, read] = [openSync(path, "w", 0o600), openSync(path, "r")];
  const decoder = new StringDecoder("utf8");
  const chunk = Buffer.alloc(CHUNK_BYTES);
  return {
    written,
    readOn: () => {
      let text = "";
      for (let length = readSync(read, chunk); length > 0; length = readSync(read, chunk)) {
        text += decoder.write(chunk.subarray(0, length));
      }
      return text;
    },
    close: () => {
      closeSync(written);
      closeSync(read);
    },
  };
}

async function startTerraform(run: TerraformRun, args: readonly string[], stdio: StdioOptions): Promise<ChildProcess> {
  // A signal that came while this process was busy is handled first.
  await setImmediate();
  run.signal.throwIfAborted();
  const variables = Object.entries(run.environment).filter(([name]) => !ADDED_ARGUMENTS.test(name));
  // A group of its own: Ctrl-C reaches every process of the terminal, and a second interrupt makes Terraform drop the state.
  return spawn(run.binary, args, {
    cwd: run.directory,
    env: { ...Object.fromEntries(variables), TF_IN_AUTOMATION: "1", TF_INPUT: "0" },
    stdio,
    detached: true,
  });
}

/** @returns the exit code, or the signal that killed the process */
async function endOf(child: ChildProcess, { signal }: TerraformRun): Promise<number | string> {
  const interrupt = (): void => void child.kill("SIGINT");
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    return await new Promise<number | string>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status, killedBy) => resolve(status ?? killedBy ?? -1));
    });
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

function failure([command]: readonly string[], end: number | string, text: string): Error {
  const how = typeof end === "number" ? `failed with exit code ${end}` : `killed by ${end}`;
  return new Error(`terraform ${command}: ${how}\n${text.trim()}`);
}

/** Makes the folder ready for other commands. */
export async function initialize(run: TerraformRun): Promise<void> {
  await runTerraform(run, ["init", "-input=false", "-no-color"]);
}

/** A plan file, or the state, as JSON. */
export async function showJson(run: TerraformRun, ...plan: readonly string[]): Promise<JsonObject> {
  const shown: unknown = JSON.parse(await runTerraform(run, ["show", "-json", ...plan]));
  return isJsonObject(shown as never) ? (shown as JsonObject) : {};
}
