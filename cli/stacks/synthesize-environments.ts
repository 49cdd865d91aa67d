import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { refusedValues } from "../../constraints/refused-stack";
import { environments } from "../../envs";
import { type InspectionEnvironment, inspectedDomains } from "../../envs/inspection/inspection-environment";
import type { Environment } from "../../envs/schema/environment";
import { environmentNotices } from "../../envs/validation/environment-notices";
import type { EnvironmentNotice } from "../../envs/validation/issues/environment-notice";
import { requireAllEnvironments } from "../../envs/validation/parse-environments";
import { pluralize } from "../../verify/report/pluralize";
import { STACK_FILE } from "../shared/inputs/synthesized-stacks";
import { writeSynthesis } from "./write-synthesis";

/** What the table of `build` shows of an environment. */
export interface EnvironmentSummary {
  readonly name: string;
  readonly region: string;
  /** Number of Availability Zones. */
  readonly zones: number;
  readonly vpcCidr: string;
  /** In words: `none`, or the firewall or transit gateway and the length of the allow-list. */
  readonly egress: string;
  /** What its owners must know, such as an entry of its allow-list that expires soon. @default - nothing */
  readonly notices?: readonly EnvironmentNotice[];
}

/**
 * Validates the environments of envs/, checks the values of their stacks as AWS would, and writes them: every stack, or none.
 *
 * @param outdir folder that the stacks are written to
 * @throws an error with every issue of the environments, or with every value that AWS would refuse, one per line
 */
export function synthesizeEnvironments(outdir: string): readonly EnvironmentSummary[] {
  const all = requireAllEnvironments(environments, new Date());
  let refused: readonly string[] = [];
  const isPublished = writeSynthesis(all, outdir, (finished) => {
    refused = refusedLines(join(finished, "stacks"));
    return refused.length === 0;
  });
  if (!isPublished) {
    throw new Error(refused.join("\n"));
  }
  const allNotices = environmentNotices(environments, new Date());
  const summaries = [...all.environments.map(summaryOf), ...all.inspections.map(summaryOfInspection)];
  return summaries.map((summary) => {
    const notices = allNotices.filter((notice) => notice.environment === summary.name);
    return notices.length === 0 ? summary : { ...summary, notices };
  });
}

/** One line for each value that AWS would refuse, in the stacks of the environments and of the bootstrap. */
export function refusedLines(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const stack: unknown = JSON.parse(readFileSync(join(folder, name, STACK_FILE), "utf8"));
    return refusedValues(stack).map((line) => `${name}: ${line}`);
  });
}

const EGRESS_WORDS = { inspected: "firewall", central: "transit gateway" } as const;

function describeEgress(egress: Environment["egress"]): string {
  return egress.kind === "none"
    ? "none"
    : `${EGRESS_WORDS[egress.kind]}, ${pluralize(egress.allowList.length, "domain")}`;
}

function summaryOfInspection(inspection: InspectionEnvironment): EnvironmentSummary {
  const { name, region, availabilityZones, vpcCidr, spokes } = inspection;
  const domains = spokes.length === 0 ? 0 : inspectedDomains(inspection).length;
  return {
    ...{ name, region, vpcCidr },
    zones: availabilityZones.length,
    egress: `firewall of ${pluralize(spokes.length, "spoke")}, ${pluralize(domains, "domain")}`,
  };
}

function summaryOf({ name, region, availabilityZones, vpcCidr, egress }: Environment): EnvironmentSummary {
  return {
    name,
    region,
    zones: availabilityZones.length,
    vpcCidr,
    egress: describeEgress(egress),
  };
}
