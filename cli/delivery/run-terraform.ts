import { spawn } from "node:child_process";
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
  // A signal that came while this process was busy is handled first.
  await setImmediate();
  run.signal.throwIfAborted();
  const variables = Object.entries(run.environment).filter(([name]) => !ADDED_ARGUMENTS.test(name));
  // A group of its own: Ctrl-C reaches every process of the terminal, and a second interrupt makes Terraform drop the state.
  const child = spawn(run.binary, args, {
    cwd: run.directory,
    env: { ...Object.fromEntries(variables), TF_IN_AUTOMATION: "1", TF_INPUT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const interrupt = (): void => void child.kill("SIGINT");
  run.signal.addEventListener("abort", interrupt, { once: true });
  const printed: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => {
    printed.push(chunk);
    if (output === "shown") {
      run.show(String(chunk));
    }
  });
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve(status ?? -1));
  });
  run.signal.removeEventListener("abort", interrupt);
  run.signal.throwIfAborted();
  const [text, errorText] = [printed, errors].map((chunks) => Buffer.concat(chunks).toString("utf8"));
  if (code !== 0) {
    throw new Error(`terraform ${args[0]}: failed with exit code ${code}\n${(errorText || text || "").trim()}`);
  }
  return text ?? "";
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
