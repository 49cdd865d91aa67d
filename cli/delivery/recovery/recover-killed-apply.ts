import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import type { TerraformRun } from "../run-terraform";
import { importOption } from "./existing-resources";
import { leftByKilledApply } from "./killed-apply";
import { importResources } from "./resource-imports";

/** A plan after an apply that may have been killed. */
export interface Recovery {
  /** Output of `terraform show -json PLAN`. */
  readonly plan: JsonObject;
  /** What Terraform printed during the last apply, if it was killed. */
  readonly log: string;
  /** Name of the stack. */
  readonly name: string;
  /** Whether nothing may be written, so that the state stays as it is. */
  readonly isPlanOnly: boolean;
}

/**
 * Takes what a killed apply had created into the state: its plan was approved, and its log has the IDs. Of what it had only begun, AWS
 * alone knows whether it has it; that is said.
 *
 * @param say receives one line at a time
 * @returns whether the state changed
 */
export async function recoverKilledApply(
  run: TerraformRun,
  { plan, log, name, isPlanOnly }: Recovery,
  say: (line: string) => void,
): Promise<boolean> {
  const { created, begun } = leftByKilledApply(log, plan);
  if (created.length + begun.length > 0) {
    say(`${name}: the last apply was killed before it had saved the state`);
  }
  for (const address of begun) {
    const { option, search } = importOption(address, plan);
    const where = search === undefined ? "" : ` (${search})`;
    say(`  ${address}: its creation had begun; if AWS has it, deploy with --import '${option}'${where}`);
  }
  if (isPlanOnly) {
    for (const { address, id } of created) {
      say(`  ${address}: created as ${id}; a deployment takes it into the state before it plans`);
    }
    return false;
  }
  await importResources(run, created, say);
  return created.length > 0;
}
