import { distinctByContent } from "../collections/distinct";
import { memoize } from "../collections/memoize";
import { readingsOfIndentedRules } from "../firewall/suricata/indented-rules";
import { withoutKeptAnswers } from "../iam/ask/kept-answers";
import { sharedPlaceholderTable } from "../iam/patterns/placeholders";
import type { AcceptanceUse } from "../posture/accepted-finding";
import { type DeclaredElsewhere, isDeclaredElsewhere } from "../posture/declarations/declared-elsewhere";
import { isDeclaredHarmless } from "../posture/declarations/declared-harmless";
import { currentDay } from "../posture/last-day";
import type { Posture } from "../posture/posture";
import type { SubjectKind } from "../terraform/resource-types/resource-type";
import type { Resource, TerraformConfiguration } from "../terraform/terraform-configuration";
import { visibleText } from "../terraform/visible-text";
import { guessGaps } from "../unmodeled/guessed-values";
import { modelGaps } from "../unmodeled/model-gaps";
import {
  type Claim,
  type ClaimSubject,
  type Evidence,
  isOpen,
  type OpenVerdict,
  type Verdict,
  withAlsoUndecided,
} from "../verdict/claim";
import { claims } from ".";
import { declarationsOutside, withoutDoubtsElsewhere } from "./doubts-elsewhere";
import { decideJoined } from "./joined-subject";

/** A claim and its verdict. */
export interface ClaimResult {
  readonly claim: Claim<Posture>;
  readonly verdict: Verdict;
}

/** One Terraform file with the verdicts of its claims, as reports show it. */
export interface VerifiedStack {
  /** The name of the environment, or the path of the file. */
  readonly name: string;
  /** Path of the file that was read. */
  readonly file: string;
  readonly subject: ClaimSubject<Posture>;
  readonly claimResults: readonly ClaimResult[];
  /** Accepted findings of the stack. @default - none */
  readonly acceptances?: readonly AcceptanceUse[];
}

/**
 * Decides every claim that the posture requires.
 *
 * @param today day that decides which declarations of the posture still count, as YYYY-MM-DD
 */
export function decideClaims(
  subject: ClaimSubject<Posture>,
  candidates: readonly Claim<Posture>[] = claims,
  today: string = currentDay(),
): readonly ClaimResult[] {
  return candidates
    .filter((claim) => claim.postures.includes(subject.posture.kind))
    .map((claim) => ({
      claim,
      verdict: withVisibleEvidence(decideJoined(claim, subject, (one) => decideInEachReading(claim, one, today))),
    }));
}

/** As {@link decideClaims}, for a configuration that is compared with no other: nothing is kept for a second one. */
export function decideClaimsAlone(
  subject: ClaimSubject<Posture>,
  candidates: readonly Claim<Posture>[] = claims,
): readonly ClaimResult[] {
  return withoutKeptAnswers(() => decideClaims(subject, candidates));
}

/**
 * Whether at least one claim is proved and each of the others is proved, not applicable, or accepted by its owners. Without one proof,
 * all claims of a posture are about nothing: the file holds no perimeter.
 */
export function perimeterHolds({ claimResults }: Pick<VerifiedStack, "claimResults">): boolean {
  return claimResults.some(({ verdict }) => verdict.kind === "proved") && chosenClaimsHold({ claimResults });
}

/** Whether each claim is proved, not applicable, or accepted by its owners. For claims that a user chose: no claim is no success. */
export function chosenClaimsHold({ claimResults }: Pick<VerifiedStack, "claimResults">): boolean {
  return claimResults.length > 0 && !claimResults.some(({ verdict }) => isOpen(verdict));
}

/** One line without placeholders of the policy model. */
function textForPeople(text: string): string {
  return visibleText(sharedPlaceholderTable().readable(text));
}

/** Evidence quotes names and rules of the configuration; reports print it as single lines. */
function withVisibleEvidence(verdict: Verdict): Verdict {
  const evidence = distinctVisible(verdict.evidence);
  return "alsoUndecided" in verdict && verdict.alsoUndecided !== undefined
    ? { ...verdict, evidence, alsoUndecided: distinctVisible(verdict.alsoUndecided) }
    : { ...verdict, evidence };
}

/** Two questions of a claim may find the same, and different requests may look the same to people. */
function distinctVisible(evidence: readonly Evidence[]): readonly Evidence[] {
  return distinctByContent(evidence.map(visibleEvidence));
}

/**
 * Once for all claims that carry the same piece: a large plan may have as many gaps as resources, and each leaves most claims undecided.
 * What is absent decides here alone.
 */
const visibleEvidence = memoize(
  ({ text, addresses, absent: _, ...rest }: Evidence): Evidence => ({
    ...rest,
    text: textForPeople(text),
    addresses: addresses.map(textForPeople),
  }),
);

/** What each way to read the rules of firewalls has in common; where they differ, what makes them differ. */
function decideInEachReading(claim: Claim<Posture>, subject: ClaimSubject<Posture>, today: string): Verdict {
  const [first = subject.configuration, ...others] = readingsOfIndentedRules(subject.configuration);
  const decide = (configuration: TerraformConfiguration): Verdict =>
    decideClaim(claim, { ...subject, configuration }, today);
  const verdict = decide(first);
  return others.every((other) => decide(other).kind === verdict.kind) ? verdict : decide(subject.configuration);
}

/** An exception is a fault of this program, and never a pass. */
function decideClaim(claim: Claim<Posture>, subject: ClaimSubject<Posture>, today: string): Verdict {
  try {
    const { configuration, posture } = subject;
    const elsewhere = declarationsOutside(configuration, posture.elsewhere ?? []);
    const scope = { configuration, topic: claim.topic };
    const verdict = withoutDoubtsElsewhere(undecidedIfAbsent(claim, subject), scope, elsewhere, today);
    return undecidedIfUnmodeled(claim, subject, { verdict, elsewhere }, today);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: "undecided",
      evidence: [{ text: `the check failed with a fault of studio-perimeter: ${reason}`, addresses: [] }],
    };
  }
}

/**
 * A resource of which nobody knows how many there are stands for one that is like each of them. A counterexample that is none without it
 * may not exist.
 */
function undecidedIfAbsent(claim: Claim<Posture>, subject: ClaimSubject<Posture>): Verdict {
  const { configuration } = subject;
  const verdict = claim.decide(subject);
  const sparse = withoutUncertainResources(configuration);
  if (
    verdict.kind !== "violated" ||
    sparse === configuration ||
    claim.decide({ ...subject, configuration: sparse }).kind === "violated"
  ) {
    return verdict;
  }
  const uncertain = configuration.resources.filter(mayBeAbsent).map(({ address }) => address);
  const text = `without resources of which nobody knows how many there are, this is no counterexample: ${uncertain.join(", ")}`;
  return { ...verdict, kind: "undecided", evidence: [{ text, addresses: uncertain }, ...verdict.evidence] };
}

const mayBeAbsent = ({ mode, isNumberUnknown }: Resource): boolean => mode === "managed" && isNumberUnknown === true;

/** The configuration where there are none of these resources; the same one where each number is known. */
const withoutUncertainResources = memoize(
  (configuration: TerraformConfiguration): TerraformConfiguration =>
    configuration.resources.some(mayBeAbsent)
      ? { ...configuration, resources: configuration.resources.filter((resource) => !mayBeAbsent(resource)) }
      : configuration,
);

/**
 * A proof is worth only what its model has read, and what was not read may be the absent subject: a model gap leaves the claims of
 * its topics undecided, unless the posture declares its type or argument harmless, or its object elsewhere. A verdict that is open anyway
 * carries the gaps.
 */
function undecidedIfUnmodeled(
  claim: Claim<Posture>,
  { configuration, posture: { harmless = [] } }: ClaimSubject<Posture>,
  { verdict, elsewhere }: { readonly verdict: Verdict; readonly elsewhere: readonly DeclaredElsewhere[] },
  today: string,
): Verdict {
  const gaps = modelGaps(configuration)
    .filter(
      ({ topics, evidence, cannotBe }) =>
        topics.some((topic) => topic === claim.topic) &&
        !isCertainlyAbsent(verdict, cannotBe) &&
        !isDeclaredHarmless(harmless, evidence.unmodeled, today) &&
        !isDeclaredElsewhere(elsewhere, evidence, today),
    )
    .map(({ evidence }) => evidence);
  if (isOpen(verdict)) {
    return withAlsoUndecided(undecidedIfGuessed(claim, configuration, verdict), gaps);
  }
  return gaps.length > 0 ? { kind: "undecided", evidence: gaps } : verdict;
}

/** Whether a claim has no subject, and something that no model reads cannot be it. */
function isCertainlyAbsent({ kind, evidence }: Verdict, cannotBe: readonly SubjectKind[] = []): boolean {
  return (
    kind === "notApplicable" &&
    evidence.every(
      ({ absent }) => absent === "declaration" || (absent !== undefined && cannotBe.some((one) => one === absent)),
    )
  );
}

/** A counterexample that may rest on a guess is no counterexample. Its evidence stays, after what to do about the guess. */
function undecidedIfGuessed(
  { topic }: Claim<Posture>,
  configuration: TerraformConfiguration,
  verdict: OpenVerdict,
): OpenVerdict {
  const guesses = guessGaps(configuration).filter(({ topics }) => topics.some((affected) => affected === topic));
  return guesses.length === 0 || verdict.kind === "undecided"
    ? verdict
    : { ...verdict, kind: "undecided", evidence: [...guesses.map(({ evidence }) => evidence), ...verdict.evidence] };
}
