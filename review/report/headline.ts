import { countVerdicts, verdictKinds } from "../../verify/report/counts";
import { type Severity, severities } from "../difference";
import { countKinds, type Review } from "../review";

/** What a section of a review is called. */
export const titles: Readonly<Record<Severity, string>> = {
  opens: "Opens",
  unclear: "Cannot be told",
  loses: "Loses data or service",
  stands: "Does not hold, before as after",
  changes: "Changes",
  closes: "Closes",
};

const counted: Readonly<Record<Severity, (count: number) => string>> = {
  opens: (count) => `opens ${count}`,
  unclear: (count) => `${count} cannot be told`,
  loses: (count) => `loses ${count}`,
  stands: (count) => `${count} left as broken as before`,
  changes: (count) => `changes ${count}`,
  closes: (count) => `closes ${count}`,
};

/** The whole review in one line. */
export function headline({ kind, differences, after }: Review): string {
  const counts = severities.flatMap((severity) => {
    const count = differences.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [counted[severity](count)];
  });
  const sum = counts.join(", ");
  switch (kind) {
    case "creates":
      return [`creates an ${after?.posture.kind} perimeter`, ...counts].join(", ");
    case "destroys":
      return ["destroys the perimeter", ...counts].join(", ");
    case "nothing":
      return ["changes nothing", ...counts].join(", ");
    case "changes":
      return sum === "" ? "opens nothing, loses nothing, closes nothing" : sum;
  }
}

/** What holds afterwards. */
export function standing({ before, after }: Review): string {
  if (after === undefined) {
    return "Nothing stays that could be judged";
  }
  const counts = countVerdicts(after.judgements);
  const parts = verdictKinds.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${kind}`);
  const old = before === undefined ? undefined : countVerdicts(before.judgements);
  const was =
    old === undefined
      ? ""
      : `; before: ${verdictKinds.flatMap((kind) => (old[kind] > 0 ? `${old[kind]} ${kind}` : [])).join(", ")}`;
  return `Claims after the apply: ${parts.join(", ")}${was}`;
}

/** The resources that nothing above speaks of. */
export function neutralText({ kind, neutral }: Review): string {
  const parts = countKinds(neutral).map(([change, count]) => `${count} to ${change}`);
  if (parts.length === 0) {
    return "";
  }
  return kind === "changes"
    ? `Resources of which nothing is said above: ${parts.join(", ")}`
    : `Resources: ${parts.join(", ")}`;
}
