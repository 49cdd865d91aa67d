import { writeFile } from "node:fs/promises";
import { devNull } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { CommandResult } from "./run-command";
import { errorOutput, runCommand } from "./run-command";
import { isAtLeast, parseVersion } from "./terraform-version";
import { signalWithin, TimeLimitError } from "./time-limit";

/** The first release with S3-native state locking, which the stacks configure. */
const MINIMUM_VERSION = { major: 1, minor: 10, patch: 0 };
const MINIMUM = `${MINIMUM_VERSION.major}.${MINIMUM_VERSION.minor}`;
const CANDIDATES = ["terraform", "tofu"];
/** The JSON output of `version` does not distinguish Terraform from OpenTofu; the text does. */
const VERSION_OUTPUT = /^(Terraform|OpenTofu) v(\S+)/m;
/** Variables that would change the commands or give them credentials. `TF_VAR_` has values of a root module. */
const EXCLUDED_VARIABLES = /^(TF_(?!VAR_)|AWS_|CDKTF_)/;
/** Commands run for seconds; the default garbage collection of Go costs a quarter of that time. */
const GO_GARBAGE_PERCENT = "400";
/** The stand-in answers one call at a time: a second core would only wait for the first one, which costs a fifth more. */
const GO_CORES = "1";
const MILLISECONDS = 1000;
/** `version` takes a tenth of a second on an idle machine. */
const VERSION_LIMIT_SECONDS = 60;

/** An installed Terraform or OpenTofu. */
export interface TerraformCli {
  readonly binary: string;
  readonly product: string;
  readonly version: string;
}

/** Working directory and settings of commands. */
export interface CommandEnvironment {
  readonly directory: string;
  /** Value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  /** Path of an empty CLI configuration, without mirrors, caches or tokens. */
  readonly cliConfig: string;
  /** Variables of the backend. */
  readonly backend: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Finds the binary: TERRAFORM_BINARY_NAME, or else `terraform`, or else `tofu` on the PATH.
 *
 * @param limitSeconds time that `version` may take
 * @throws when there is none, its version is not supported, or it does not answer in time
 */
export async function findTerraform(
  variables: NodeJS.ProcessEnv,
  limitSeconds = VERSION_LIMIT_SECONDS,
): Promise<TerraformCli> {
  const named = variables.TERRAFORM_BINARY_NAME;
  // A path is one of this folder, also for a command that runs in another one.
  for (const binary of named ? [/[\\/]/.test(named) ? resolve(named) : named] : CANDIDATES) {
    const found = await readVersion(binary, variables, limitSeconds);
    if (found !== undefined) {
      return assertSupportedVersion(found);
    }
  }
  throw new Error(
    named
      ? `TERRAFORM_BINARY_NAME: not a Terraform or OpenTofu binary, got ${named}; name a binary of version ${MINIMUM} or newer, or unset the variable`
      : `rehearse: found neither ${CANDIDATES.join(" nor ")} on the PATH; install Terraform or OpenTofu ${MINIMUM} or newer, or set TERRAFORM_BINARY_NAME`,
  );
}

async function readVersion(
  binary: string,
  variables: NodeJS.ProcessEnv,
  limitSeconds: number,
): Promise<TerraformCli | undefined> {
  const message = `rehearse: "${binary} version" took longer than ${limitSeconds} s and was ended; check the binary`;
  const { signal, stop } = signalWithin(limitSeconds * MILLISECONDS, message, []);
  const { code, stdout } = await runCommand(binary, ["version"], { env: withoutExcludedVariables(variables), signal });
  stop();
  signal.throwIfAborted();
  const [, product, version] = VERSION_OUTPUT.exec(stdout) ?? [];
  return code !== 0 || product === undefined || version === undefined ? undefined : { binary, product, version };
}

function assertSupportedVersion(found: TerraformCli): TerraformCli {
  const { binary, version: text } = found;
  const version = parseVersion(text);
  const supported = `install ${MINIMUM} or newer`;
  if (version === undefined) {
    throw new Error(`rehearse: ${binary}: its version is not of the form 1.11.4, got ${text}; ${supported}`);
  }
  if (!isAtLeast(version, MINIMUM_VERSION)) {
    throw new Error(`rehearse: ${binary} is too old, got ${text}; ${supported}`);
  }
  if (version.major > MINIMUM_VERSION.major) {
    throw new Error(
      `rehearse: ${binary} is too new, got ${text}; install a version from ${MINIMUM} to before ${MINIMUM_VERSION.major + 1}`,
    );
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
    GOMAXPROCS: GO_CORES,
    ...withoutExcludedVariables(variables),
    TF_REATTACH_PROVIDERS: reattach,
    TF_CLI_CONFIG_FILE: cliConfig,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
  };
}

/** A port of this machine where nothing listens: what uses it as a proxy reaches nothing. */
const NOWHERE = "http://127.0.0.1:9";

/** An empty NO_PROXY would leave `no_proxy` in force. */
const PROXY_SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ["HTTP_PROXY", NOWHERE],
  ["HTTPS_PROXY", NOWHERE],
  ["ALL_PROXY", NOWHERE],
  ["NO_PROXY", "nothing.invalid"],
];

/** Terraform runs in a copy of the folder, where `bin` or nothing in PATH would name a program of the folder. */
function absoluteSearchPath(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const named = Object.entries(variables).filter(([name]) => name.toUpperCase() === "PATH");
  return Object.fromEntries(
    named.map(([name, places = ""]) => [
      name,
      places
        .split(delimiter)
        .map((place) => resolve(place))
        .join(delimiter),
    ]),
  );
}

/** As {@link rehearsalVariables}, for a configuration that nobody vouches for: nothing is downloaded, and no file with credentials is found. */
export function isolatedVariables(
  variables: NodeJS.ProcessEnv,
  reattach: string,
  cliConfig: string,
): NodeJS.ProcessEnv {
  return {
    ...rehearsalVariables(variables, reattach, cliConfig),
    ...Object.fromEntries(
      PROXY_SETTINGS.flatMap(([name, value]) => [name, name.toLowerCase()].map((one) => [one, value])),
    ),
    ...absoluteSearchPath(variables),
    GIT_ALLOW_PROTOCOL: "none",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

function withoutExcludedVariables(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(variables).filter(([name]) => !EXCLUDED_VARIABLES.test(name));
  return { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: "1" };
}

/**
 * Runs one command. A failed command is a result, not an error.
 *
 * @throws when the rehearsal is canceled, or when the time limit of the step has passed
 */
export async function runTerraform(
  { binary }: TerraformCli,
  args: readonly string[],
  { signal, reattach, cliConfig, backend, directory }: CommandEnvironment,
): Promise<CommandResult> {
  signal?.throwIfAborted();
  const env = { ...rehearsalVariables(process.env, reattach, cliConfig), ...backend };
  const finished = await runCommand(binary, args, { env, cwd: directory, signal });
  if (signal?.reason instanceof TimeLimitError) {
    throw new TimeLimitError(`${signal.reason.message}; "${args[0]}" was running: ${errorOutput(finished)}`);
  }
  signal?.throwIfAborted();
  return finished;
}
