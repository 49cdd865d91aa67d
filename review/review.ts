import type { PriceOverrides } from "../aws/regions/monthly-price";
import { acceptFindings } from "../verify/acceptance/accept-findings";
import { type ClaimResult, decideClaims, perimeterHolds } from "../verify/claims/decide-claims";
import {
  type AcceptanceUse,
  type AcceptedFinding,
  acceptsFinding,
  entriesOf,
} from "../verify/posture/accepted-finding";
import { type DeclaredPosture, declarePosture, declaresPosture } from "../verify/posture/declare-posture";
import { currentDay } from "../verify/posture/last-day";
import type { PerimeterPostureKind, Posture } from "../verify/posture/posture";
import { readPosture } from "../verify/posture/read-posture";
import type { TerraformConfiguration } from "../verify/terraform/terraform-configuration";
import { modelGaps } from "../verify/unmodeled/model-gaps";
import type { ClaimSubject, Verdict } from "../verify/verdict/claim";
import { visibleText } from "../verify/verdict/visible-text";
import { changedResources } from "./arguments/argument-changes";
import { argumentDifferences, sensitiveArgumentDifferences } from "./arguments/argument-differences";
import { programDifferences } from "./arguments/program-differences";
import { type AttributeFacts, attributeFacts } from "./attributes/attribute-facts";
import type { BeforeAndAfter } from "./before-and-after";
import { isSameText } from "./compare/changed-leaves";
import { claimDifferences } from "./compare/claim-differences";
import { dataLossDifferences } from "./compare/data-loss-differences";
import { executionDifferences } from "./compare/execution-differences";
import { ignoredChangeDifferences } from "./compare/ignored-change-differences";
import { lambdaFunctionDifferences } from "./compare/lambda-function-differences";
import { permissionsBoundaryDifferences } from "./compare/permissions-boundary-differences";
import { postureDifferences, undescribedPostureDifferences } from "./compare/posture/posture-differences";
import { resourcePolicyDifferences } from "./compare/resource-policy-differences";
import { roleDifferences } from "./compare/role-differences";
import { withUnreadParts } from "./compare/unread-part-differences";
import { userAccessDifferences } from "./compare/user-access-differences";
import { budgetOutcome, type CostChange, costChange } from "./cost/cost-change";
import { policiesBeforeAndAfter } from "./iam/policies-before-and-after";
import { unreadPolicyDifferences } from "./iam/undecided-policies";
import { differsInIgnoredAlone } from "./model/ignored-changes";
import type { PlanFacts } from "./model/plan-facts";
import { type ChangeKind, changeKinds, type ResourceChange } from "./model/resource-changes";
import {
  byAddress,
  createDifference,
  formatList,
  type ReviewDifference,
  type Severity,
  sortByRank,
} from "./model/review-difference";
import { maskTexts, type SensitiveTextMask } from "./model/sensitive-texts";
import { allowedDestinationDifferences } from "./network/allowed-destination-differences";
import { endpointDifferences } from "./network/endpoint-differences";
import { internetPathDifferences } from "./network/internet-path-differences";
import { networkAclDifferences } from "./network/network-acl-differences";
import { type NetworkPicture, networkPicture } from "./network/network-picture";
import { securityGroupRuleDifferences } from "./network/security-group-rule-differences";

/** The result of a review: what a change does to a perimeter. */
export interface Review {
  /** Name of the stack in reports. */
  readonly name: string;
  /** Path of the reviewed file. */
  readonly file: string;
  readonly kind: "creates" | "changes" | "destroys" | "nothing";
  /** @default - nothing existed before, or it declared no posture */
  readonly before?: VerifiedConfiguration;
  /** @default - nothing remains */
  readonly after?: VerifiedConfiguration;
  /** The worst rank first. */
  readonly differences: readonly ReviewDifference[];
  /** Accepted findings of the stack, and which of them accept something. @default - none */
  readonly acceptances?: readonly AcceptanceUse[];
  /** What only a plan says. @default - two files are compared */
  readonly facts?: PlanFacts;
  /** Changed attributes of updated and replaced resources. @default - none changes */
  readonly attributes?: AttributeFacts;
  /** The network, where connections change. @default - none changes */
  readonly picture?: NetworkPicture;
  /** What both sides cost per month. */
  readonly cost?: CostChange;
  /** Budget in USD per month. @default - none */
  readonly budget?: number;
  /** Every resource that changes. */
  readonly changes: readonly ResourceChange[];
  /** The changes whose address no difference names. */
  readonly neutral: readonly ResourceChange[];
}

/** A configuration with the verdict of every claim. */
export interface VerifiedConfiguration extends ClaimSubject<Posture> {
  readonly claimResults: readonly ClaimResult[];
  /** Accepted findings of the stack, and which of them accept something. @default - none */
  readonly acceptances?: readonly AcceptanceUse[];
}

export interface ReviewOptions {
  readonly name: string;
  readonly file: string;
  /** Posture that both configurations are verified against. @default - the posture that each declares */
  readonly posture?: PerimeterPostureKind;
  /** Findings that the owners accept, of claims on both sides and of the review. @default - none */
  readonly accepted?: readonly AcceptedFinding[];
  /** Posture that a policy file declares for both sides. @default - each side declares its own */
  readonly declared?: DeclaredPosture;
  /** Prices of the user, which win over the table. @default - none */
  readonly prices?: PriceOverrides;
  /** The most that the result may cost in USD per month, without use. @default - no limit */
  readonly budget?: number;
}

/**
 * Compares two configurations: their claims, models and resources.
 *
 * @throws when `after` declares no posture and the options name none
 */
export function review(
  compared: BeforeAndAfter,
  { name, file, posture, accepted = [], declared, prices, budget }: ReviewOptions,
): Review {
  const comparison = declared === undefined ? compared : withPosture(compared, declared);
  const { before, after, changes, mask = (text: string) => text } = comparison;
  const kind = reviewKindOf(comparison);
  const verifiedAfter = after && verifyConfiguration(after, readPosture(after, posture), entriesOf(accepted, name));
  const subject = before && kind !== "creates" ? subjectBefore(before, posture) : undefined;
  const verifiedBefore =
    subject &&
    (kind === "nothing" && verifiedAfter !== undefined && after?.together === undefined
      ? verifiedAfter
      : verifyConfiguration(subject.configuration, subject.posture, entriesOf(accepted, name)));
  // What a stack accepts counts for the change after it: nobody accepts what the same change opens.
  const entries = [...entriesOf(accepted, name), ...(verifiedBefore?.posture.accepted ?? [])];
  const differences = sortByRank([
    ...withoutUncertainClosings(
      collectDifferences(comparison, verifiedBefore, verifiedAfter),
      verifiedBefore,
      verifiedAfter,
    ),
    ...(comparison.files === undefined ? [] : executionDifferences(comparison.files, { before, after })),
    ...ignoredChangeDifferences(comparison.ignored ?? [], name),
    ...dataLossDifferences(withoutIgnoredEdits(comparison), before),
    ...driftDifferences(comparison),
  ])
    .map((difference) => asVisibleText(difference, mask))
    .map((difference) => withAcceptance(difference, entries));
  const attributes = attributeFacts(comparison.sides ?? [], mask);
  const picture = kind === "changes" && before && after ? networkPicture(before, after) : undefined;
  const describedAddresses = new Set(differences.flatMap(({ addresses }) => addresses));
  return {
    name,
    file,
    kind,
    ...(verifiedBefore && { before: { ...verifiedBefore, claimResults: maskedClaims(verifiedBefore, mask) } }),
    ...(verifiedAfter && { after: { ...verifiedAfter, claimResults: maskedClaims(verifiedAfter, mask) } }),
    differences,
    ...(comparison.facts && { facts: maskTexts(comparison.facts, mask) }),
    ...(attributes && { attributes }),
    ...(picture && { picture: maskTexts(picture, mask) }),
    cost: maskTexts(costChange(before, after, prices), mask),
    ...(budget !== undefined && { budget }),
    acceptances: acceptancesOf(entriesOf(accepted, name), verifiedAfter, differences),
    changes: maskTexts(changes, mask),
    neutral: maskTexts(
      changes.filter(({ address }) => !describedAddresses.has(visibleText(mask(address)))),
      mask,
    ),
  };
}

/** What a review asks of its reader; the command turns it into its exit code. */
export type ReviewOutcome = "nothing to approve" | "needs approval" | "a claim is not proved" | "over budget";

/**
 * Whether somebody must approve the change.
 *
 * @param strict also a loss of data or of a service needs approval
 */
export function outcomeOf({ after, differences, cost, budget }: Review, strict = false): ReviewOutcome {
  const serious: readonly Severity[] = ["opens", "unclear", "executes", ...(strict ? (["loses"] as const) : [])];
  const isProved = after === undefined || perimeterHolds(after);
  if (!isProved) {
    return "a claim is not proved";
  }
  const spending = cost === undefined || budget === undefined ? "kept" : budgetOutcome(cost, budget);
  if (spending === "exceeded") {
    return "over budget";
  }
  return after === undefined ||
    spending === "cannot be told" ||
    differences.some(({ severity, accepted }) => accepted === undefined && serious.includes(severity))
    ? "needs approval"
    : "nothing to approve";
}

/** Number of changes by kind, without zeros. */
export function countChangeKinds(changes: readonly ResourceChange[]): readonly (readonly [ChangeKind, number])[] {
  return changeKinds.flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [[kind, count] as const];
  });
}

/** Two files change nothing only if their texts are equal; a plan also if the models read the same from both sides. */
function reviewKindOf({ before, after, changes, files }: BeforeAndAfter): Review["kind"] {
  if (before === undefined) {
    return "creates";
  }
  return after === undefined
    ? "destroys"
    : changes.length === 0 &&
        isSameConfiguration(before, after) &&
        (files === undefined || isSameText(files.before, files.after))
      ? "nothing"
      : "changes";
}

/** Outputs can change without any resource, for example the declared posture. */
function isSameConfiguration(before: TerraformConfiguration, after: TerraformConfiguration): boolean {
  const [textBefore, textAfter] = [before, after].map(({ resources, outputs, unreadParts }) =>
    JSON.stringify([
      unreadParts ?? [],
      resources.map((resource) => JSON.stringify(resource)).toSorted(),
      Object.entries(outputs).toSorted(([left], [right]) => left.localeCompare(right)),
    ]),
  );
  return textBefore === textAfter;
}

/** Differences quote names and rules of the configurations; reports print each text as a single line, without sensitive values. */
function asVisibleText(difference: ReviewDifference, mask: SensitiveTextMask): ReviewDifference {
  const { text, addresses, details } = difference;
  return {
    ...difference,
    text: visibleText(mask(text)),
    addresses: addresses.map((address) => visibleText(mask(address))),
    ...(details && { details: details.map((detail) => visibleText(mask(detail))) }),
  };
}

/** Reports of claims quote evidence. */
function maskedClaims({ claimResults }: VerifiedConfiguration, mask: SensitiveTextMask): readonly ClaimResult[] {
  return claimResults.map(({ claim, verdict }) => ({ claim, verdict: maskTexts(verdict, mask) }));
}

/** A difference that an entry names by its text and all of its addresses. Entries of claims change verdicts instead. */
function withAcceptance(difference: ReviewDifference, accepted: readonly AcceptedFinding[]): ReviewDifference {
  const { text, addresses } = difference;
  const entry = accepted.find((one) => currentDay() <= one.until && acceptsFinding(one, { text, addresses }));
  return entry === undefined ? difference : { ...difference, accepted: entry };
}

function acceptancesOf(
  accepted: readonly AcceptedFinding[],
  after: VerifiedConfiguration | undefined,
  differences: readonly ReviewDifference[],
): readonly AcceptanceUse[] {
  const declared = after?.posture.accepted ?? [];
  const used = new Set([
    ...(after?.acceptances ?? []).flatMap((use) => (use.isUsed ? [use.accepted] : [])),
    ...differences.flatMap((difference) => difference.accepted ?? []),
  ]);
  return [...accepted, ...declared].map((entry) => ({ accepted: entry, isUsed: used.has(entry) }));
}

/** Both sides with the posture of a policy file. */
function withPosture({ before, after, ...rest }: BeforeAndAfter, declared: DeclaredPosture): BeforeAndAfter {
  return {
    ...rest,
    ...(before && { before: declarePosture(before, declared) }),
    ...(after && { after: declarePosture(after, declared) }),
  };
}

function verifyConfiguration(
  configuration: TerraformConfiguration,
  posture: Posture,
  accepted: readonly AcceptedFinding[],
): VerifiedConfiguration {
  const subject = { configuration, posture };
  const entries = [...accepted, ...(posture.accepted ?? [])];
  const { claimResults, uses } = acceptFindings(decideClaims(subject), entries);
  return { ...subject, claimResults, acceptances: uses };
}

/** The state of an unfinished apply, or of a root module that only calls ours, may not declare a posture. */
function subjectBefore(
  before: TerraformConfiguration,
  posture: PerimeterPostureKind | undefined,
): ClaimSubject<Posture> | undefined {
  return declaresPosture(before) || posture !== undefined
    ? { configuration: before, posture: readPosture(before, posture) }
    : undefined;
}

function collectDifferences(
  { before, changes }: BeforeAndAfter,
  verifiedBefore: VerifiedConfiguration | undefined,
  verifiedAfter: VerifiedConfiguration | undefined,
): readonly ReviewDifference[] {
  if (verifiedAfter === undefined) {
    return [];
  }
  if (before === undefined) {
    return claimDifferences([], verifiedAfter.claimResults);
  }
  const { configuration: after } = verifiedAfter;
  const policies = policiesBeforeAndAfter(verifiedBefore ?? { configuration: before }, verifiedAfter, changes);
  const declared =
    verifiedBefore === undefined
      ? [undeclaredPostureBefore]
      : [
          ...postureDifferences(verifiedBefore.posture, verifiedAfter.posture),
          ...undescribedPostureDifferences(before, after),
        ];
  const compared = [
    ...internetPathDifferences(before, after),
    ...allowedDestinationDifferences(before, after),
    ...securityGroupRuleDifferences(before, after),
    ...networkAclDifferences(before, after),
    ...endpointDifferences(before, after),
    ...resourcePolicyDifferences(policies),
    ...roleDifferences(policies),
    ...permissionsBoundaryDifferences(before, after, policies.after.roles),
    ...userAccessDifferences(before, after),
    ...lambdaFunctionDifferences(before, after),
    ...unreadPolicyDifferences(changes, before, after),
  ];
  const resources = changedResources(before, after);
  const claims = claimDifferences(verifiedBefore?.claimResults ?? [], verifiedAfter.claimResults);
  return [
    ...declared,
    ...withUnreadParts(before, after, [...claims, ...compared]),
    ...programDifferences(resources),
    ...sensitiveArgumentDifferences(changes),
    ...argumentDifferences(resources, { before, after, reported: compared }),
  ];
}

/**
 * What was not read may allow what seems to be refused now. Where the change leaves a claim undecided that was decided before, or
 * adds doubts, nothing counts as closed.
 */
function withoutUncertainClosings(
  differences: readonly ReviewDifference[],
  before: VerifiedConfiguration | undefined,
  after: VerifiedConfiguration | undefined,
): readonly ReviewDifference[] {
  const doubtsOf = (verified: VerifiedConfiguration | undefined): readonly string[] => [
    ...(verified?.claimResults ?? []).flatMap(({ claim, verdict }) =>
      isUndecided(verdict) ? verdict.evidence.map(({ text }) => `${claim.name}: ${text}`) : [],
    ),
    ...(verified === undefined ? [] : modelGaps(verified.configuration).map(({ evidence }) => evidence.text)),
  ];
  const known = new Set(doubtsOf(before));
  const isReadable = doubtsOf(after).every((doubt) => known.has(doubt));
  return isReadable
    ? differences
    : differences.map((difference) =>
        difference.severity === "closes"
          ? {
              ...difference,
              severity: "unclear",
              kind: "undetermined",
              text: `${difference.text}, unless what cannot be read allows it`,
            }
          : difference,
      );
}

/** Accepting a doubt does not answer it. */
function isUndecided(verdict: Verdict): boolean {
  return verdict.kind === "undecided" || (verdict.kind === "accepted" && verdict.of === "undecided");
}

const undeclaredPostureBefore = createDifference(
  "unclear",
  "The plan does not say which posture the stack declared before, so claims are decided only for the result; declare the output perimeter_posture in the root module",
  ["output.perimeter_posture"],
);

/** The changes without edits that Terraform ignores, which lose nothing. */
function withoutIgnoredEdits({ before, after, changes }: BeforeAndAfter): readonly ResourceChange[] {
  const [resourcesBefore, resourcesAfter] = [before, after].map((side) => byAddress(side?.resources ?? []));
  return changes.filter(({ kind, address }) => {
    const [one, other] = [resourcesBefore?.get(address), resourcesAfter?.get(address)];
    return kind !== "edit" || one === undefined || other === undefined || !differsInIgnoredAlone(one, other);
  });
}

/** Manual changes that this change reverts. */
function driftDifferences({ drifted, changes }: BeforeAndAfter): readonly ReviewDifference[] {
  const changedAddresses = new Set(changes.map(({ address }) => address));
  const reverted = drifted.filter((address) => changedAddresses.has(address));
  return reverted.length === 0
    ? []
    : [createDifference("changes", `Changes made outside Terraform are reverted: ${formatList(reverted)}`, reverted)];
}
