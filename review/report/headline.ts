import type { Posture } from "../../verify/posture/posture";
import { countVerdicts, verdictKinds } from "../../verify/report/counts";
import { listed, type Severity, severities, shortPrincipal } from "../model/difference";
import { countKinds, type Judged, type Review } from "../review";

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
  stands: (count) => `${count} as broken as before`,
  changes: (count) => `changes ${count}`,
  closes: (count) => `closes ${count}`,
};

/** The whole review in one line. */
export function headline({ kind, differences, after }: Review): string {
  const counts = severities.flatMap((severity) => {
    const count = differences.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [counted[severity](count)];
  });
  const starts = {
    creates: [`creates an ${after?.posture.kind} perimeter`],
    destroys: ["destroys the perimeter"],
    nothing: ["changes nothing"],
    changes: counts.length === 0 ? ["opens, loses and closes nothing"] : [],
  };
  return [...starts[kind], ...counts].join(", ");
}

/** What a perimeter that is created promises, and what holds afterwards; a line each. */
export function closing(review: Review): readonly string[] {
  const { kind, after } = review;
  return [
    ...(kind === "creates" && after !== undefined ? promises(after.posture) : []),
    ...neutral(review),
    after === undefined ? "Nothing stays that could be judged" : standing(after, review.before),
  ];
}

function promises({
  allowedDomains,
  protections,
  logRetentionDays,
  deployers,
  breakGlass,
}: Posture): readonly string[] {
  const names = allowedDomains.map(({ name, match }) => (match === "exact" ? name : `${name} and everything below it`));
  const count = (people: readonly string[]): string =>
    people.length === 0 ? "nobody" : listed(people.map(shortPrincipal));
  return [
    names.length === 0 ? "Studio may reach no name outside" : `Studio may reach ${listed(names, 8)}`,
    `Protections are ${protections ? "on" : "off"}, logs are kept ${logRetentionDays} days`,
    `Past the bucket lock may go, to deploy: ${count(deployers)}; in an emergency: ${count(breakGlass)}`,
  ];
}

/** The resources of which nothing is said above. */
function neutral({ kind, neutral: resources }: Review): readonly string[] {
  const parts = countKinds(resources).map(([change, count]) => `${count} to ${change}`);
  const start = kind === "changes" ? "Resources of which nothing is said above" : "Resources";
  const note = resources.some((change) => change.kind === "edit")
    ? "; only a plan tells which of them are replaced"
    : "";
  return parts.length === 0 ? [] : [`${start}: ${parts.join(", ")}${note}`];
}

function standing(after: Judged, before: Judged | undefined): string {
  const was = before === undefined ? "" : `; before: ${verdicts(before)}`;
  return `Claims afterwards: ${verdicts(after)}${was}`;
}

function verdicts({ judgements }: Judged): string {
  const counts = countVerdicts(judgements);
  return verdictKinds.flatMap((kind) => (counts[kind] > 0 ? [`${counts[kind]} ${kind}`] : [])).join(", ");
}
