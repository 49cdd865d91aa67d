import { App } from "cdktf";
import type { Environment } from "../envs/environment";
import { PerimeterStack } from "./perimeter-stack";
import { quietCreationStacks } from "./quiet-creation-stacks";

/**
 * Writes one stack per environment to `<outdir>/stacks/<name>/cdk.tf.json`.
 *
 * @param outdir folder for the Terraform. @default - what cdktf is told by `CDKTF_OUTDIR`, else `cdktf.out`
 * @returns the folder
 */
export function synthesize(environments: readonly Environment[], outdir?: string): string {
  quietCreationStacks();
  const app = new App(outdir === undefined ? {} : { outdir });
  for (const environment of environments) {
    new PerimeterStack(app, environment.name, { environment });
  }
  app.synth();
  return app.outdir;
}
