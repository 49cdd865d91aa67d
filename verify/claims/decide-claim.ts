import { memoize } from "../collections/memoize";
import { readingsOfIndentedRules } from "../firewall/suricata/indented-rules";
import { type DeclaredElsewhere, isDeclaredElsewhere } from "../posture/declarations/declared-elsewhere";
import { isDeclaredHarmless } from "../posture/declarations/declared-harmless";
import type { Posture } from "../posture/posture";
import type { SubjectKind } from "../terraform/resource-types/resource-type";
import type { Resource, TerraformConfiguration } from "../terraform/terraform-configuration";
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
import { declarationsOutside, withoutDoubtsElsewhere } from "./doubts-elsewhere";
import { decideJoined } from "./joined-subject";
import { withVisibleEvidence } from "./visible-evidence";

/**
 * Decides one claim. `claim.decide` answers from the models; the steps around it make sure that what the models do not know is
 * never a proof, and never a counterexample:
 *
 * 1. `decideJoined` chooses between the root module and all root modules that are joined with it.
 * 2. `decideEachReading` decides both readings of indented firewall rules, because AWS does not say whether they count.
 * 3. `withKnownCounts` drops a counterexample that needs a resource whose number is unknown.
 * 4. `withoutDoubtsElsewhere` drops doubts about what the posture declares elsewhere.
 * 5. `withModelGaps` makes a settled verdict undecided where a model gap has the topic of the claim.
 * 6. `withGuesses` makes a violated claim undecided where a guessed value has the topic of the claim.
 * 7. `withVisibleEvidence` makes the evidence printable.
 *
 * @param today day that decides which declarations of the posture still count, as YYYY-MM-DD
 */
export function decideClaim(claim: Claim<Posture>, subject: ClaimSubject<Posture>, today: string): Verdict {
  return withVisibleEvidence(decideJoined(claim, subject, (one) => decideEachReading(claim, one, today)));
}

/** Where the verdicts of the readings differ, the rules are decided as they are written, and the indented ones are doubts. */
function decideEachReading(claim: Claim<Posture>, subject: ClaimSubject<Posture>, today: string): Verdict {
  const [first = subject.configuration, ...others] = readingsOfIndentedRules(subject.configuration);
  const decide = (configuration: TerraformConfiguration): Verdict =>
    decideReading(claim, { ...subject, configuration }, today);
  const verdict = decide(first);
  return others.every((other) => decide(other).kind === verdict.kind) ? verdict : decide(subject.configuration);
}

/** An exception is a fault of this program: it makes the claim undecided, and never proved. */
function decideReading(claim: Claim<Posture>, subject: ClaimSubject<Posture>, today: string): Verdict {
  try {
    const { configuration, posture } = subject;
    const elsewhere = declarationsOutside(configuration, posture.elsewhere ?? []);
    const scope = { configuration, topic: claim.topic };
    const verdict = withoutDoubtsElsewhere(withKnownCounts(claim, subject), scope, elsewhere, today);
    return withModelGaps(claim, subject, { verdict, elsewhere }, today);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: "undecided",
      evidence: [{ text: `the check failed with a fault of studio-perimeter: ${reason}`, addresses: [] }],
    };
  }
}

/**
 * A resource whose `count` or `for_each` is unknown is read as one instance, which may not exist. A counterexample that does not hold
 * without such resources is undecided.
 */
function withKnownCounts(claim: Claim<Posture>, subject: ClaimSubject<Posture>): Verdict {
  const { configuration } = subject;
  const verdict = claim.decide(subject);
  const certain = withoutUnknownCounts(configuration);
  if (
    verdict.kind !== "violated" ||
    certain === configuration ||
    claim.decide({ ...subject, configuration: certain }).kind === "violated"
  ) {
    return verdict;
  }
  const uncertain = configuration.resources.filter(hasUnknownCount).map(({ address }) => address);
  const text = `the counterexample needs resources whose count or for_each is unknown: ${uncertain.join(", ")}`;
  return { ...verdict, kind: "undecided", evidence: [{ text, addresses: uncertain }, ...verdict.evidence] };
}

const hasUnknownCount = ({ mode, isNumberUnknown }: Resource): boolean =>
  mode === "managed" && isNumberUnknown === true;

/** The same object where every count is known, so that its models are built once. */
const withoutUnknownCounts = memoize(
  (configuration: TerraformConfiguration): TerraformConfiguration =>
    configuration.resources.some(hasUnknownCount)
      ? { ...configuration, resources: configuration.resources.filter((resource) => !hasUnknownCount(resource)) }
      : configuration,
);

/**
 * A proof covers only what the models read, and a subject that seems absent may be something that no model reads. A model gap therefore
 * leaves the claims of its topics undecided, unless the posture declares its type or argument harmless, or its object elsewhere. An open
 * verdict carries the gaps in `alsoUndecided`.
 */
function withModelGaps(
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
    return withAlsoUndecided(withGuesses(claim, configuration, verdict), gaps);
  }
  return gaps.length > 0 ? { kind: "undecided", evidence: gaps } : verdict;
}

/** Whether the claim does not apply, and a resource that no model reads cannot be its subject. */
function isCertainlyAbsent({ kind, evidence }: Verdict, cannotBe: readonly SubjectKind[] = []): boolean {
  return (
    kind === "notApplicable" &&
    evidence.every(
      ({ absent }) => absent === "declaration" || (absent !== undefined && cannotBe.some((one) => one === absent)),
    )
  );
}

/** A counterexample may rest on a guessed value. Its evidence stays, after the advice about the guess. */
function withGuesses(
  { topic }: Claim<Posture>,
  configuration: TerraformConfiguration,
  verdict: OpenVerdict,
): OpenVerdict {
  const guesses: readonly Evidence[] = guessGaps(configuration)
    .filter(({ topics }) => topics.some((affected) => affected === topic))
    .map(({ evidence }) => evidence);
  return guesses.length === 0 || verdict.kind === "undecided"
    ? verdict
    : { ...verdict, kind: "undecided", evidence: [...guesses, ...verdict.evidence] };
}
