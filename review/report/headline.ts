import type { Posture } from "../../verify/posture/posture";
import { countVerdicts, verdictKinds } from "../../verify/report/count-verdicts";
import { formatList, principalWithoutAccount, type Severity, severities } from "../model/review-difference";
import { countChangeKinds, type Review, type VerifiedConfiguration } from "../review";

/** What a section of a review is called. */
export const severityTitles: Readonly<Record<Severity, string>> = {
  opens: "Opens",
  unclear: "Cannot be told",
  loses: "Loses data or service",
  stands: "Does not hold, before as after",
  changes: "Changes",
  closes: "Closes",
};

const severityCountTexts: Readonly<Record<Severity, (count: number) => string>> = {
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
    return count === 0 ? [] : [severityCountTexts[severity](count)];
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
export function closingLines(review: Review): readonly string[] {
  const { kind, after } = review;
  return [
    ...(kind === "creates" && after !== undefined ? postureLines(after.posture) : []),
    ...neutralResourceLines(review),
    after === undefined ? "Nothing stays that could be judged" : claimsLine(after, review.before),
  ];
}

function postureLines({
  allowedDomains,
  protections,
  logRetentionDays,
  deployers,
  breakGlass,
}: Posture): readonly string[] {
  const names = allowedDomains.map(({ name, match }) => (match === "exact" ? name : `${name} and everything below it`));
  const count = (people: readonly string[]): string =>
    people.length === 0 ? "nobody" : formatList(people.map(principalWithoutAccount));
  return [
    names.length === 0 ? "Studio may reach no name outside" : `Studio may reach ${formatList(names, 8)}`,
    `Protections are ${protections ? "on" : "off"}, logs are kept ${logRetentionDays} days`,
    `Past the bucket lock may go, to deploy: ${count(deployers)}; in an emergency: ${count(breakGlass)}`,
  ];
}

/** The resources of which nothing is said above. */
function neutralResourceLines({ kind, neutral: resources }: Review): readonly string[] {
  const parts = countChangeKinds(resources).map(([change, count]) => `${count} to ${change}`);
  const start = kind === "changes" ? "Resources of which nothing is said above" : "Resources";
  const note = resources.some((change) => change.kind === "edit")
    ? "; only a plan tells which of them are replaced"
    : "";
  return parts.length === 0 ? [] : [`${start}: ${parts.join(", ")}${note}`];
}

function claimsLine(after: VerifiedConfiguration, before: VerifiedConfiguration | undefined): string {
  const was = before === undefined ? "" : `; before: ${verdictCountsText(before)}`;
  return `Claims afterwards: ${verdictCountsText(after)}${was}`;
}

function verdictCountsText({ claimResults: judgements }: VerifiedConfiguration): string {
  const counts = countVerdicts(judgements);
  return verdictKinds.flatMap((kind) => (counts[kind] > 0 ? [`${counts[kind]} ${kind}`] : [])).join(", ");
}
