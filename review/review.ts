import type { PriceOverrides } from "../aws/regions/monthly-price";
import type { ClaimResult } from "../verify/claims/decide-claims";
import {
  type AcceptanceUse,
  type AcceptedFinding,
  acceptsFinding,
  entriesOf,
} from "../verify/posture/accepted-finding";
import type { DeclaredPosture } from "../verify/posture/declare-posture";
import { countsOn, currentDay } from "../verify/posture/last-day";
import type { PerimeterPostureKind } from "../verify/posture/posture";
import { readPosture } from "../verify/posture/read-posture";
import type { TerraformConfiguration } from "../verify/terraform/terraform-configuration";
import { visibleText } from "../verify/terraform/visible-text";
import { type AttributeFacts, attributeFacts } from "./attributes/attribute-facts";
import type { BeforeAndAfter } from "./before-and-after";
import { collectDifferences } from "./collect-differences";
import { isSameText } from "./compare/execution/changed-leaves";
import { type CostChange, costChange } from "./cost/cost-change";
import type { PlanFacts } from "./model/plan-facts";
import type { ResourceChange } from "./model/resource-changes";
import type { ReviewDifference } from "./model/review-difference";
import { maskTexts, type SensitiveTextMask } from "./model/sensitive-texts";
import { type NetworkPicture, networkPicture } from "./network/network-picture";
import {
  acceptancesOf,
  subjectBefore,
  type VerifiedConfiguration,
  verifyConfiguration,
  withPosture,
} from "./verified-configuration";

/** The result of a review: what a change does to a perimeter. */
export interface Review {
  /** Name of the stack in reports. */
  readonly name: string;
  /** Path of the reviewed file. */
  readonly file: string;
  readonly kind: "creates" | "changes" | "destroys" | "nothing";
  /** Names of files whose text differs, where nothing that Terraform plans does. @default - none */
  readonly rewritten?: readonly string[];
  /** Where nothing else changes: calls of functions that read files which could not be compared, or which differ. */
  readonly uncompared?: readonly string[];
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
  /** What needs approval besides serious differences. @default - nothing */
  readonly approval?: ApprovalRule;
  /** Every resource that changes. */
  readonly changes: readonly ResourceChange[];
  /** The changes whose address no difference names. */
  readonly neutral: readonly ResourceChange[];
}

/** A side of a review without its configuration, which holds all models of it. */
interface ReportedSide extends Pick<VerifiedConfiguration, "posture" | "claimResults"> {
  readonly configuration: Pick<TerraformConfiguration, "joined">;
}

/** What texts and comments are made of: a review that does not keep the models of both sides. */
export interface ReviewForText extends Omit<Review, "before" | "after"> {
  readonly before?: ReportedSide;
  readonly after?: ReportedSide;
}

/** The review without the configurations of both sides, so that their models can be forgotten. */
export function withoutModels({ before, after, ...rest }: Review): ReviewForText {
  return { ...rest, ...(before && { before: reportedSide(before) }), ...(after && { after: reportedSide(after) }) };
}

function reportedSide({ posture, claimResults, configuration: { joined } }: VerifiedConfiguration): ReportedSide {
  return { posture, claimResults, configuration: joined === undefined ? {} : { joined } };
}

/** What needs approval besides serious differences: a loss of a service or of a safeguard, too, or the change whatever it does. */
export type ApprovalRule = "every loss" | "every change";

/** What a review is named, and what it is judged by. */
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
  /** What needs approval besides serious differences. @default - nothing */
  readonly approval?: ApprovalRule;
}

/**
 * Compares two configurations: their claims, models and resources.
 *
 * @throws when `after` declares no posture and the options name none
 */
export function review(
  compared: BeforeAndAfter,
  { name, file, posture, accepted = [], declared, prices, budget, approval }: ReviewOptions,
): Review {
  const comparison = declared === undefined ? compared : withPosture(compared, declared);
  const { before, after, changes, mask = (text: string) => text } = comparison;
  const kind = reviewKindOf(comparison);
  const rewritten = kind === "nothing" ? (comparison.rewritten?.() ?? []) : [];
  const uncompared = kind === "nothing" ? (comparison.uncompared?.() ?? []) : [];
  const verifiedAfter = after && verifyConfiguration(after, readPosture(after, posture), entriesOf(accepted, name));
  const subject = before && kind !== "creates" ? subjectBefore(before, posture) : undefined;
  const verifiedBefore =
    subject &&
    (kind === "nothing" && verifiedAfter !== undefined && after?.together === undefined
      ? verifiedAfter
      : verifyConfiguration(subject.configuration, subject.posture, entriesOf(accepted, name)));
  // What a stack accepts counts for the change after it: nobody accepts what the same change opens.
  const entries = [...entriesOf(accepted, name), ...(verifiedBefore?.posture.accepted ?? [])];
  const differences = collectDifferences(comparison, name, verifiedBefore, verifiedAfter)
    .map((difference) => asVisibleText(difference, mask))
    .map((difference) => withAcceptance(difference, entries));
  const attributes = attributeFacts(comparison.sides ?? [], mask);
  const picture = kind === "changes" && before && after ? networkPicture(before, after) : undefined;
  const describedAddresses = new Set(differences.flatMap(({ addresses }) => addresses));
  return {
    name,
    file,
    kind,
    ...(rewritten.length > 0 && { rewritten: rewritten.map(visibleText) }),
    ...(uncompared.length > 0 && { uncompared }),
    ...(verifiedBefore && { before: { ...verifiedBefore, claimResults: maskedClaims(verifiedBefore, mask) } }),
    ...(verifiedAfter && { after: { ...verifiedAfter, claimResults: maskedClaims(verifiedAfter, mask) } }),
    differences,
    ...(comparison.facts && { facts: maskTexts(comparison.facts, mask) }),
    ...(attributes && { attributes }),
    ...(picture && { picture: maskTexts(picture, mask) }),
    cost: maskTexts(costChange(before, after, prices), mask),
    ...(budget !== undefined && { budget }),
    ...(approval && { approval }),
    acceptances: acceptancesOf(entriesOf(accepted, name), verifiedAfter, differences),
    changes: maskTexts(changes, mask),
    neutral: maskTexts(
      changes.filter(({ address }) => !describedAddresses.has(visibleText(mask(address)))),
      mask,
    ),
  };
}

/** Two root modules change nothing only if Terraform reads the same from both; a plan also if the models read the same from both sides. */
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
  const entry = accepted.find((one) => countsOn(currentDay(), one.until) && acceptsFinding(one, { text, addresses }));
  return entry === undefined ? difference : { ...difference, accepted: entry };
}
