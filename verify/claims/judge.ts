import { looseEnds } from "../unmodeled/unmodeled";
import type { Claim, Subject, Verdict } from "../verdict/claim";
import { claims } from ".";
import { topicOf } from "./claim-topics";

/** A claim and what came of it. */
export interface Judgement {
  readonly claim: Claim;
  readonly verdict: Verdict;
}

/** One Terraform file with all its judgements, as reports show it. */
export interface Judged {
  /** What people call it: the environment, or the file. */
  readonly name: string;
  /** Path of the file that was read. */
  readonly file: string;
  readonly subject: Subject;
  readonly judgements: readonly Judgement[];
}

/** Decides every claim that the posture requires. */
export function judge(subject: Subject, among: readonly Claim[] = claims): readonly Judgement[] {
  return among
    .filter((claim) => claim.postures.includes(subject.posture.kind))
    .map((claim) => ({ claim, verdict: decide(claim, subject) }));
}

/** Nothing judged is nothing proved. */
export function isProved(judged: Judged): boolean {
  return judged.judgements.length > 0 && judged.judgements.every(({ verdict }) => verdict.kind === "proved");
}

/** A claim that throws is a fault of this program: it has decided nothing, and nothing is never a pass. */
function decide(claim: Claim, subject: Subject): Verdict {
  try {
    return unlessLoose(claim, subject, claim.decide(subject));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: "undecided",
      evidence: [{ text: `deciding it failed, which is a fault of studio-perimeter: ${reason}`, addresses: [] }],
    };
  }
}

/** A proof is worth what its model has read: where something cannot be placed, the claims of its topics are undecided. */
function unlessLoose(claim: Claim, { configuration }: Subject, verdict: Verdict): Verdict {
  const topic = topicOf(claim);
  const loose = looseEnds(configuration).filter(({ topics }) => topic !== undefined && topics.includes(topic));
  return verdict.kind === "proved" && loose.length > 0
    ? { kind: "undecided", evidence: loose.map(({ evidence }) => evidence) }
    : verdict;
}
