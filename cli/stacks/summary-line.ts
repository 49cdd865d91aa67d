import { countVerdicts, verdictKinds, verdictTexts } from "../../verify/report/count-verdicts";
import type { ReportedStack } from "../../verify/report/reported-stack";
import { visibleText } from "../../verify/terraform/visible-text";

/** The last line of a verification: the total, the count of each verdict that it has, the time it took, and the Terraform that it read. */
export function summaryLine(stacks: readonly ReportedStack[], seconds: number): string {
  const all = stacks.flatMap(({ claimResults }) => claimResults);
  const places = [...new Set(stacks.map(filePattern))].map(visibleText).join(", ");
  const counts = countVerdicts(all);
  const others = verdictKinds
    .filter((kind) => kind !== "proved" && counts[kind] > 0)
    .map((kind) => `, ${counts[kind]} ${verdictTexts[kind]}`);
  return `${counts.proved} of ${all.length} claims proved${others.join("")} in ${seconds.toFixed(1)} s. Terraform: ${places}`;
}

/** The path of a stack's file, with the folder of an environment as `*`. The last part is what was named, such as a root module. */
function filePattern({ name, file }: ReportedStack): string {
  return file
    .split(/(?<=[\\/])|(?=[\\/])/)
    .map((part, index, parts) => (part === name && index < parts.length - 1 ? "*" : part))
    .join("");
}
