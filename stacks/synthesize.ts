import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import type { Environment } from "../envs/schema/environment";
import { BootstrapStack } from "./bootstrap-stack";
import { disableCreationStacks } from "./cdktf/disable-creation-stacks";
import { PerimeterStack } from "./perimeter-stack";

/** What is synthesized, and where. */
export interface SynthesisOptions {
  /** Without faults, as `parseEnvironments` returns them: one stack each. */
  readonly environments: readonly Environment[];
  /**
   * GitHub repository whose workflows deploy; adds the stack that lets them.
   * @default - no pipeline deploys, and there is no such stack
   */
  readonly repository?: string;
  /**
   * Folder for the Terraform, made with those above it.
   * @default - what cdktf is told by `CDKTF_OUTDIR`, else `cdktf.out`
   */
  readonly outdir?: string;
}

/**
 * Writes each stack to `<outdir>/stacks/<name>/cdk.tf.json`.
 *
 * @returns the folder
 */
export function synthesize({ environments, repository, outdir }: SynthesisOptions): string {
  disableCreationStacks();
  const folder = outdir || process.env.CDKTF_OUTDIR || "cdktf.out";
  // The framework makes the last folder of a path and fails on the others.
  mkdirSync(folder, { recursive: true });
  const app = new App({ outdir: folder });
  for (const environment of environments) {
    new PerimeterStack(app, environment.name, { environment, deployedByPipeline: repository !== undefined });
  }
  if (repository !== undefined) {
    addBootstrapStacks(app, environments, repository);
  }
  app.synth();
  removeStaleStacks(join(app.outdir, "stacks"), new Set(app.node.children.map(({ node }) => node.id)));
  return app.outdir;
}

/** As `cdktf synth` does: what an environment that is no longer there left behind would go on being verified and drawn. */
function removeStaleStacks(folder: string, stacks: ReadonlySet<string>): void {
  for (const name of readdirSync(folder).filter((entry) => !stacks.has(entry))) {
    rmSync(join(folder, name), { recursive: true });
  }
}

/** One for each account: `bootstrap` where nothing names an account, else `bootstrap-<account>`. */
function addBootstrapStacks(app: App, environments: readonly Environment[], repository: string): void {
  const accounts = new Set(environments.map(({ account }) => account));
  for (const account of accounts) {
    const ofAccount = environments.filter((environment) => environment.account === account);
    new BootstrapStack(app, account === undefined ? "bootstrap" : `bootstrap-${account}`, {
      repository,
      region: ofAccount[0]?.region ?? "",
      environments: ofAccount.map(({ name, state }) => ({
        name,
        ...(account === undefined ? {} : { account }),
        ...(state.kind === "s3" ? { stateBucketName: state.bucket } : {}),
      })),
    });
  }
}
