import type { VerifiedStack } from "../../../verify/claims/decide-claims";
import { countVerdicts } from "../../../verify/report/count-verdicts";

/** The last line of a verification: the total, the time it took, and the Terraform that it read. */
export function summaryLine(stacks: readonly VerifiedStack[], seconds: number): string {
  const all = stacks.flatMap(({ claimResults }) => claimResults);
  const places = [...new Set(stacks.map(filePattern))].join(", ");
  return `${countVerdicts(all).proved} of ${all.length} claims proved in ${seconds.toFixed(1)} s. Terraform: ${places}`;
}

/** The path of a stack's file, with the name of an environment as `*`. */
function filePattern({ name, file }: VerifiedStack): string {
  return file
    .split(/(?<=[\\/])|(?=[\\/])/)
    .map((part) => (part === name ? "*" : part))
    .join("");
}
