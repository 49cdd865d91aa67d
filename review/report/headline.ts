import { acceptanceNotes } from "../../verify/acceptance/acceptance-notes";
import { groupBy } from "../../verify/collections/group-by";
import type { Posture } from "../../verify/posture/posture";
import { countVerdicts, verdictKinds, verdictTexts } from "../../verify/report/count-verdicts";
import { joinNotes } from "../../verify/report/declaration-notes";
import { pluralize } from "../../verify/report/pluralize";
import type { ReportedStack } from "../../verify/report/reported-stack";
import { visibleText } from "../../verify/terraform/visible-text";
import { pipelineLine } from "../compare/posture/pipeline-differences";
import { budgetOutcome, costLines } from "../cost/cost-change";
import { type Rank, rankOf, ranks } from "../model/difference-kinds";
import type { PlanFacts } from "../model/plan-facts";
import { type ChangeKind, countChangeKinds } from "../model/resource-changes";
import { formatList, principalWithoutAccount, type ReviewDifference } from "../model/review-difference";
import type { ReviewForText } from "../review";
import type { VerifiedConfiguration } from "../verified-configuration";
import { foldPlumbing } from "./fold-plumbing";

/** Title of the section of each rank. */
export const rankTitles: Readonly<Record<Rank, string>> = {
  outside: "Newly allowed from or to outside",
  claim: "Claims lost",
  worsened: "Claims that fail for more reasons",
  unproved: "Claims not proved",
  data: "Data lost",
  detection: "Detection lost",
  service: "Services or safeguards lost",
  unknown: "Cannot be determined",
  execution: "What runs, and where state lives",
  inside: "Newly allowed inside",
  person: "People",
  plumbing: "Parts of new options",
  standing: "Violated or undecided, as before",
  information: "Changes",
  closed: "Closes",
};

const rankCountTexts: Readonly<Record<Rank, (count: number) => string>> = {
  outside: (count) => `opens ${count} from or to outside`,
  claim: (count) => `loses ${pluralize(count, "claim")}`,
  worsened: (count) => `${pluralize(count, "claim")} failing for more reasons`,
  unproved: (count) => `${pluralize(count, "claim")} not proved`,
  data: (count) => `loses data (${count})`,
  detection: (count) => `loses detection (${count})`,
  service: (count) => `loses ${count} ${count === 1 ? "service or safeguard" : "services or safeguards"}`,
  unknown: (count) => `${count} cannot be determined`,
  execution: (count) => `changes what runs or where state lives (${count})`,
  inside: (count) => `opens ${count} inside`,
  person: (count) => `${count} about people`,
  plumbing: (count) => pluralize(count, "new part"),
  standing: (count) => `${count} violated or undecided as before`,
  information: (count) => pluralize(count, "other change"),
  closed: (count) => `closes ${count}`,
};

/** Ranks that the headline names, the worst ones. */
const maximumRanks = 4;

/** A section of a report: the differences of one rank. */
export interface RankSection {
  readonly rank: Rank;
  readonly differences: readonly ReviewDifference[];
  /** Number of its differences, and of their claims: a claim counts once in a review, in the first section that names it. */
  readonly count: number;
}

/** The differences by rank, the worst first, with the parts of new options folded. */
export function rankSections(review: ReviewForText): readonly RankSection[] {
  const byRank = groupBy(foldPlumbing(review), rankOf);
  const counted = new Set<string>();
  return ranks.flatMap((rank) => {
    const differences = byRank.get(rank) ?? [];
    const claims = new Set(differences.flatMap((one) => one.claims ?? []).filter((name) => !counted.has(name)));
    for (const name of claims) {
      counted.add(name);
    }
    const count = claims.size + differences.filter((one) => one.claims === undefined).length;
    return differences.length === 0 ? [] : [{ rank, differences, count }];
  });
}

/** Summary of the review in one line, the worst first. What is less serious than the first ranks is counted together. */
export function headline(
  { kind, after, facts, neutral, rewritten = [], uncompared = [] }: ReviewForText,
  sections: readonly RankSection[],
): string {
  const counted = sections.filter(({ count }) => count > 0);
  const named = counted.slice(0, counted.length === maximumRanks + 1 ? undefined : maximumRanks);
  const rest = counted.slice(named.length).reduce((total, { count }) => total + count, 0);
  const counts = [
    ...named.map(({ rank, count }) => rankCountTexts[rank](count)),
    ...(rest > 0 ? [`and ${rest} less serious`] : []),
  ];
  const { moved = [], outputs = [], checks = [], drifted = [] } = facts ?? {};
  const were = drifted.length === 1 ? "was" : "were";
  const quiet = [
    ...(drifted.length === 0 || kind !== "nothing"
      ? []
      : [`what the state says of ${pluralize(drifted.length, "resource")} that ${were} changed outside Terraform`]),
    ...(moved.length === 0 ? [] : [`the addresses of ${pluralize(moved.length, "resource")} in the state`]),
    ...(outputs.length === 0 ? [] : [pluralize(outputs.length, "output")]),
  ];
  const changed = [...(neutral.length === 0 ? [] : [pluralize(neutral.length, "resource")]), ...quiet];
  const isQuiet = sections.every(({ rank }) => rank === "standing");
  const starts = {
    creates: [creationText(after?.posture.kind)],
    destroys: ["destroys the perimeter"],
    nothing: [quiet.length === 0 ? nothingText(rewritten, uncompared) : `changes nothing but ${quiet.join(" and ")}`],
    changes: isQuiet
      ? [...(changed.length === 0 ? [] : [`changes ${changed.join(" and ")}`]), "opens, loses and closes nothing"]
      : [],
  };
  const failing = checks.length === 0 ? [] : [`${pluralize(checks.length, "check")} not passed`];
  return [...starts[kind], ...counts, ...failing].join(", ");
}

/** @param posture default: the plan has no resources, so that nothing is judged */
function creationText(posture: Posture["kind"] | undefined): string {
  if (posture === undefined) {
    return "plans no resources, so no perimeter";
  }
  return posture === "bootstrap" ? "creates a bootstrap" : `creates an ${posture} perimeter`;
}

/** "Nothing" alone means that the texts are equal but for formatting. */
function nothingText(rewritten: readonly string[], uncompared: readonly string[]): string {
  if (uncompared.length > 0) {
    const texts = rewritten.length === 0 ? "" : ` but the text of ${formatList(rewritten)}`;
    return `changes nothing that was compared${texts}; cannot compare what ${formatList(uncompared)} read`;
  }
  return rewritten.length === 0
    ? "changes nothing"
    : `changes nothing that Terraform plans, but the text of ${formatList(rewritten)}`;
}

/** How a review is written. */
export interface ReviewTextOptions {
  /** Lists the resources that no difference names, and every detail. */
  readonly verbose: boolean;
  /** For SARIF: where people edit what an address stands for. @default - the file that was read */
  readonly placeOf?: ReportedStack["placeOf"];
}

/** A line at the end of a review. */
export interface ClosingLine {
  readonly text: string;
  /** Items of a list below the line. */
  readonly items: readonly string[];
}

/**
 * The posture of a new perimeter, the number of other resources, and the number of claims by verdict.
 *
 * @param without facts of a plan that the report lists elsewhere
 */
export function closingLines(
  review: ReviewForText,
  options: ReviewTextOptions,
  without: readonly (keyof PlanFacts)[] = [],
): readonly ClosingLine[] {
  const { kind, after } = review;
  const lineOf = (text: string): ClosingLine => ({ text, items: [] });
  return [
    ...(kind === "creates" && after !== undefined ? postureLines(after.posture).map(lineOf) : []),
    ...factLines(review.facts, without),
    ...neutralResourceLines(review, options),
    ...costOfReview(review),
    ...joinNotes(review.after?.configuration.joined).map(lineOf),
    ...acceptanceNotes(review.acceptances).map(lineOf),
    lineOf(after === undefined ? "Nothing remains to verify" : claimsLine(after, review.before)),
  ];
}

const factTitles: Readonly<Record<keyof PlanFacts, string>> = {
  removals: "Destroyed and replaced",
  moved: "Moved in the state",
  imported: "Imported into the state",
  deposed: "Left by an earlier run, and deleted",
  drifted: "Changed outside Terraform",
  outputs: "Outputs that change",
  checks: "Checks of the configuration that do not hold",
};

/** Items of one list that are printed, so that a comment keeps room for the differences; the others are counted. */
const maximumFacts = { removals: 100, others: 20 } as const;

/** What only a plan says, destroyed and replaced resources first. Lists without an item have no line. */
function factLines(facts: PlanFacts | undefined, without: readonly (keyof PlanFacts)[]): readonly ClosingLine[] {
  return (Object.keys(factTitles) as (keyof PlanFacts)[]).flatMap((kind) => {
    const items = (without.includes(kind) ? [] : (facts?.[kind] ?? [])).map(visibleText);
    const maximum = maximumFacts[kind === "removals" ? kind : "others"];
    const rest = items.length - maximum;
    const more = rest > 0 ? [`and ${rest} more (use --format json)`] : [];
    return items.length === 0
      ? []
      : [{ text: `${factTitles[kind]} (${items.length}):`, items: [...items.slice(0, maximum), ...more] }];
  });
}

/** What both sides cost per month, and whether the result keeps its budget. */
function costOfReview({ cost, budget }: ReviewForText): readonly ClosingLine[] {
  if (cost === undefined) {
    return [];
  }
  const texts = {
    kept: "kept",
    exceeded: "EXCEEDED",
    "cannot be told": "cannot be determined, because prices are missing",
  } as const;
  return [
    costLines(cost),
    ...(budget === undefined
      ? []
      : [{ text: `Budget of ${budget} USD per month: ${texts[budgetOutcome(cost, budget)]}`, items: [] }]),
  ];
}

function postureLines(posture: Posture): readonly string[] {
  const { protections, logRetentionDays, deployers, breakGlass } = posture;
  const principals = (arns: readonly string[]): string => formatList(arns.map(principalWithoutAccount));
  const kept = `Protections: ${protections ? "on" : "off"}; log retention: ${logRetentionDays} days`;
  if (posture.kind === "bootstrap") {
    return [...posture.pipelines.map(pipelineLine), kept];
  }
  const domains = posture.allowedDomains.map(({ name, match }) => (match === "exact" ? name : `*.${name}`));
  return [
    `Allowed domains: ${formatList(domains, 8)}`,
    kept,
    `Exempt from the bucket policy: deployers ${principals(deployers)}; break-glass ${principals(breakGlass)}`,
  ];
}

const changeVerbs: Readonly<Record<ChangeKind, { readonly one: string; readonly several: string }>> = {
  create: { one: "is created", several: "are created" },
  update: { one: "is updated", several: "are updated" },
  edit: { one: "is edited", several: "are edited" },
  replace: { one: "is replaced", several: "are replaced" },
  destroy: { one: "is destroyed", several: "are destroyed" },
  forget: { one: "is removed from the state", several: "are removed from the state" },
};

/** The number of resources that no difference names, and on request what happens to each. */
function neutralResourceLines(
  { kind, neutral }: ReviewForText,
  { verbose }: ReviewTextOptions,
): readonly ClosingLine[] {
  const counts = countChangeKinds(neutral);
  const parts = counts.map(([change, count], index) => {
    const noun = index > 0 ? "" : `${kind === "changes" ? "other " : ""}${count === 1 ? "resource" : "resources"} `;
    return `${count} ${noun}${changeVerbs[change][count === 1 ? "one" : "several"]}`;
  });
  const edited = counts.find(([change]) => change === "edit")?.[1] ?? 0;
  const note =
    edited === 0
      ? ""
      : `; only a plan shows whether ${edited === 1 ? "the edited one is" : "those edited are"} replaced, too`;
  if (parts.length === 0) {
    return [];
  }
  const text = `${parts.join(", ")}${note}`;
  const items = neutral.map((change) => `${change.address} ${changeVerbs[change.kind].one}`);
  return [verbose ? { text: `${text}:`, items } : { text: `${text} (list with --verbose)`, items: [] }];
}

type ReportedClaims = Pick<VerifiedConfiguration, "claimResults">;

function claimsLine(after: ReportedClaims, before: ReportedClaims | undefined): string {
  const countsBefore = before === undefined ? "" : `; before: ${verdictCountsText(before)}`;
  return `Claims after the change: ${verdictCountsText(after)}${countsBefore}`;
}

function verdictCountsText({ claimResults }: ReportedClaims): string {
  const counts = countVerdicts(claimResults);
  return verdictKinds.flatMap((kind) => (counts[kind] > 0 ? [`${counts[kind]} ${verdictTexts[kind]}`] : [])).join(", ");
}
