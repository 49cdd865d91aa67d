import { environments } from "../../../envs";
import { repository } from "../../../envs/pipeline";
import type { Environment } from "../../../envs/schema/environment";
import { parseEnvironments } from "../../../envs/validation/parse-environments";
import { synthesize } from "../../../stacks/synthesize";

/** What the table of `build` shows of an environment. */
export interface EnvironmentSummary {
  readonly name: string;
  readonly region: string;
  /** Number of Availability Zones. */
  readonly zones: number;
  readonly vpcCidr: string;
  /** In words: `none`, or the firewall and the length of the allow-list. */
  readonly egress: string;
}

/**
 * Validates the environments of envs/ and writes their stacks.
 *
 * @param outdir folder that the stacks are written to
 * @throws an error with every issue of the environments, one per line
 */
export function synthesizeEnvironments(outdir: string): readonly EnvironmentSummary[] {
  const parsed = parseEnvironments(environments, new Date());
  if (parsed.kind === "invalid") {
    throw new Error(parsed.issues.join("\n"));
  }
  synthesize({ environments: parsed.environments, repository, outdir });
  return parsed.environments.map(summaryOf);
}

function summaryOf({ name, region, availabilityZones, vpcCidr, egress }: Environment): EnvironmentSummary {
  return {
    name,
    region,
    zones: availabilityZones.length,
    vpcCidr,
    egress: egress.kind === "none" ? "none" : `firewall, ${egress.allowList.length} domains`,
  };
}
