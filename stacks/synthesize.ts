import { rmSync } from "node:fs";
import { App } from "cdktf";
import type { AnyEnvironment, InspectionEnvironment } from "../envs/inspection/inspection-environment";
import type { Environment } from "../envs/schema/environment";
import type { PipelineSource } from "../envs/schema/pipeline-source";
import { type BootstrapEnvironment, BootstrapStack } from "./bootstrap-stack";
import { disableCreationStacks } from "./cdktf/disable-creation-stacks";
import { publishSynthesis } from "./cdktf/publish-synthesis";
import { replaceIsArray } from "./cdktf/replace-is-array";
import { unfinishedSynthesis } from "./cdktf/unfinished-synthesis";
import { InspectionStack } from "./inspection/inspection-stack";
import { PerimeterStack } from "./perimeter-stack";

/** Options of {@link synthesize}. */
export interface SynthesisOptions {
  /** Valid environments, as `parseEnvironments` returns them. Each becomes one stack. */
  readonly environments: readonly Environment[];
  /**
   * Valid inspection environments. Each becomes one stack.
   * @default - none
   */
  readonly inspections?: readonly InspectionEnvironment[];
  /**
   * Who deploys the environments. Adds the bootstrap stacks.
   * @default - nobody; there is no bootstrap stack
   */
  readonly pipeline?: PipelineSource;
  /**
   * Output folder. It is created with its parent folders.
   * @default - the value of `CDKTF_OUTDIR`, or else `cdktf.out`
   */
  readonly outdir?: string;
  /**
   * The file that defines an environment, by its name, for messages.
   * @default - messages name no file
   */
  readonly fileOf?: (environment: string) => string | undefined;
  /**
   * Called with the folder of the finished synthesis. Where it returns false, the synthesis is discarded, and the output folder
   * stays as it was.
   * @default - every finished synthesis is published
   */
  readonly publishIf?: (finished: string) => boolean;
}

/**
 * Writes each stack to `<outdir>/stacks/<name>/cdk.tf.json`: every stack, or none when a stack cannot be synthesized.
 *
 * @returns the output folder
 */
export function synthesize({ outdir, publishIf, ...stacks }: SynthesisOptions): string {
  disableCreationStacks();
  replaceIsArray();
  const folder = outdir || process.env.CDKTF_OUTDIR || "cdktf.out";
  const unfinished = unfinishedSynthesis(folder);
  try {
    writeStacks({ ...stacks, outdir: unfinished });
    if (publishIf === undefined || publishIf(unfinished)) {
      publishSynthesis(unfinished, folder);
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** A function of its own, so that the constructs of a large fleet are not in memory any more while its stacks are judged. */
function writeStacks({
  environments,
  inspections = [],
  pipeline,
  fileOf,
  outdir,
}: Omit<SynthesisOptions, "publishIf">): void {
  const app = new App({ outdir });
  for (const environment of environments) {
    const file = fileOf?.(environment.name);
    new PerimeterStack(app, environment.name, {
      environment,
      deployedByPipeline: pipeline !== undefined,
      ...(file !== undefined && { file }),
    });
  }
  for (const inspection of inspections) {
    new InspectionStack(app, inspection.name, { inspection, deployedByPipeline: pipeline !== undefined });
  }
  if (pipeline !== undefined) {
    addBootstrapStacks(app, [...environments, ...inspections], pipeline);
  }
  app.synth();
}

/** What the bootstrap stack needs to know of an environment of any kind. */
export function bootstrapEnvironmentOf(environment: AnyEnvironment): BootstrapEnvironment {
  const { name, region, account, state, deployers } = environment;
  return {
    kind: environment.kind,
    name,
    region,
    protectedPrincipals: [...deployers, ...("breakGlass" in environment ? environment.breakGlass : [])],
    ...(account === undefined ? {} : { account }),
    ...(state.kind === "s3" ? { stateBucketName: state.bucket } : {}),
  };
}

/** Adds one bootstrap stack per account: `bootstrap` if the environments name no account, or else `bootstrap-<account>`. */
function addBootstrapStacks(app: App, environments: readonly AnyEnvironment[], pipeline: PipelineSource): void {
  const accounts = new Set(environments.map(({ account }) => account));
  for (const account of accounts) {
    const ofAccount = environments.filter((environment) => environment.account === account);
    const id = account === undefined ? "bootstrap" : `bootstrap-${account}`;
    new BootstrapStack(app, id, {
      pipeline,
      region: stateRegionOf(id, ofAccount),
      environments: ofAccount.map(bootstrapEnvironmentOf),
    });
  }
}

/**
 * Region of the states of an account's environments: the one that their S3 backends declare, or else that of the first environment.
 *
 * @throws if they declare several: one stack creates the buckets, with one provider
 */
function stateRegionOf(id: string, environments: readonly AnyEnvironment[]): string {
  const declared = environments.flatMap(({ name, state }) =>
    state.kind === "s3" ? [{ name, region: state.region }] : [],
  );
  const regions = [...new Set(declared.map(({ region }) => region))];
  if (regions.length > 1) {
    const got = declared.map(({ name, region }) => `${name}: ${region}`).join(", ");
    throw new Error(`${id}: state.region: must be the same in every environment of an account, got ${got}; choose one`);
  }
  return regions[0] ?? environments[0]?.region ?? "";
}
