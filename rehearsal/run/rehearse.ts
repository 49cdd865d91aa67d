import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OrphanPolicy } from "../fake-aws/account-state";
import { mirrorCliConfig, missingProviders } from "../folder/provider-mirrors";
import type { StateServer } from "../protocol/state-server";
import { startStateServer } from "../protocol/state-server";
import { providerVersion } from "../schema/package-source";
import { neededTypes, otherProviders, otherVersionNotes } from "./provider-needs";
import type { ProviderProcess } from "./provider-process";
import { startProviderProcess } from "./provider-process";
import type { RehearsalInput, StepFinding } from "./run-context";
import { isFolderInput } from "./run-context";
import { PassedSteps } from "./steps/passed-steps";
import type { StepOptions, StepReport } from "./steps/run-steps";
import { runSteps } from "./steps/run-steps";
import type { TerraformCli } from "./terraform-cli";
import { emptyCliConfig } from "./terraform-cli";
import { workingDirectory } from "./working-directory";

/** Outcome of the rehearsal of one environment. */
export interface RehearsalReport {
  readonly name: string;
  readonly verdict: "passed" | "failed";
  /** Managed resources that the first plan creates. */
  readonly resources: number;
  readonly steps: readonly StepReport[];
  /** Sentences about what happened, such as clean-up outside Terraform. */
  readonly notes: readonly string[];
  /** Error text of the failed step. @default - every step passed */
  readonly fault?: string;
}

/** How every input of one run is rehearsed. */
export interface RehearsalOptions extends StepOptions {
  readonly terraform: TerraformCli;
  /** Folder of the installed @cdktf/provider-aws. */
  readonly packageRoot: string;
  /**
   * Directory for the plans and states of each environment.
   * @default - they are deleted
   */
  readonly keep?: string;
  /**
   * Whether the stand-in removes what SageMaker leaves in the VPC of a deleted domain, or keeps it so that the destroy fails.
   * @default "remove"
   */
  readonly orphanPolicy?: OrphanPolicy;
  /**
   * Folders with providers other than AWS, in the layout of a mirror. Of a utility provider that none has, a stand-in is used.
   * @default - none
   */
  readonly mirrors?: readonly string[];
  /**
   * Arguments for the Node.js process of the stand-in provider.
   * @default - none
   */
  readonly nodeArguments?: readonly string[];
}

/**
 * Runs all steps for every input in parallel, each with its own working copy and account. Members of a network share an account, and wait
 * for one another where AWS needs an order.
 */
export async function rehearse(
  inputs: readonly RehearsalInput[],
  options: RehearsalOptions,
): Promise<readonly RehearsalReport[]> {
  const temporaryDirectory = await mkdtemp(join(tmpdir(), "studio-perimeter-rehearsal-"));
  try {
    const provider = await startProviderProcess({
      packageRoot: options.packageRoot,
      ...(await neededTypes(inputs)),
      utilities: missingProviders(otherProviders(inputs), options.mirrors ?? []),
      socketDirectory: temporaryDirectory,
      nodeArguments: options.nodeArguments,
    });
    try {
      const mirrors = options.mirrors ?? [];
      const cliConfig =
        mirrors.length === 0
          ? await emptyCliConfig(temporaryDirectory)
          : await mirrorCliConfig(temporaryDirectory, mirrors);
      const states = await startStateServer();
      try {
        const shared: SharedParts = { provider, states, cliConfig, options, passed: new PassedSteps() };
        return await Promise.all(
          inputs.map((input) => runRehearsal(input, join(temporaryDirectory, input.name), shared)),
        );
      } finally {
        await states.close();
      }
    } finally {
      await provider.close();
    }
  } finally {
    await rm(temporaryDirectory, { recursive: true, force: true });
  }
}

/** What all rehearsals of one run use. */
interface SharedParts {
  readonly provider: ProviderProcess;
  readonly states: StateServer;
  readonly cliConfig: string;
  readonly options: RehearsalOptions;
  readonly passed: PassedSteps;
}

async function runRehearsal(
  input: RehearsalInput,
  directory: string,
  { provider, states, cliConfig, options, passed }: SharedParts,
): Promise<RehearsalReport> {
  const findings: StepFinding[] = [];
  const addFinding = (finding: StepFinding): void => void findings.push(finding);
  const onEvent = (text: string): void => addFinding({ kind: "note", text });
  const examples = new Set<string>();
  if (isFolderInput(input)) {
    otherVersionNotes(input, providerVersion(options.packageRoot)).forEach(onEvent);
  }
  const user = isFolderInput(input) ? { callerRole: input.callerRole } : { network: input.network?.hub };
  const { orphanPolicy } = options;
  const reattach = await provider.openAccount(input.name, { ...user, orphanPolicy, onEvent, examples });
  const { terraform, keep, signal } = options;
  const working = await workingDirectory(input, directory, onEvent, examples);
  const backend = states.variables(input.name);
  const places = { directory: working, reattach, cliConfig, backend, readState: states.read, keep, examples };
  const { steps, fault } = await runSteps({ terraform, input, ...places, signal, addFinding }, options, passed);
  return {
    name: input.name,
    verdict: fault === undefined ? "passed" : "failed",
    resources: findings.reduce((sum, finding) => sum + (finding.kind === "resources" ? finding.count : 0), 0),
    steps,
    notes: findings.flatMap((finding) => (finding.kind === "note" ? [finding.text] : [])),
    ...(fault === undefined ? {} : { fault }),
  };
}
