import type { ClaimResult } from "../../verify/claims/decide-claims";
import { countVerdicts } from "../../verify/report/count-verdicts";
import type { Verdict } from "../../verify/verdict/claim";
import { differenceKinds, kindBySeverity } from "../model/difference-kinds";
import type { Review } from "../review";
import { outcomeOf } from "../review-outcome";
import type { VerifiedConfiguration } from "../verified-configuration";

/** Changes when a field is removed or changes its meaning; new fields do not change it. */
const formatVersion = "1.0";

/** The review as JSON, with all differences and details. `review/review.schema.json` describes it. */
export function jsonReview(review: Review): string {
  const {
    name,
    file,
    kind,
    before,
    after,
    differences,
    changes,
    neutral,
    acceptances = [],
    cost,
    budget,
    facts,
    attributes,
    picture,
  } = review;
  const outcome = outcomeOf(review);
  const document = {
    format_version: formatVersion,
    name,
    file,
    kind,
    outcome,
    sound: outcome === "nothing to approve",
    before: before === undefined ? null : verifiedConfigurationJson(before),
    after: after === undefined ? null : verifiedConfigurationJson(after),
    differences: differences.map(
      ({ severity, kind: meaning = kindBySeverity[severity], text, addresses, details = [], accepted }) => ({
        severity,
        rank: differenceKinds[meaning].rank,
        kind: meaning,
        text,
        addresses,
        details,
        ...(accepted && { accepted }),
      }),
    ),
    plan: facts ?? null,
    attributes: attributes?.resources ?? [],
    tags_only: attributes?.tagsOnly ?? null,
    network: picture ?? null,
    cost: cost ?? null,
    budget: budget ?? null,
    accepted_findings: acceptances.map(({ accepted, isUsed }) => ({ ...accepted, is_used: isUsed })),
    changes: changes.map(({ address, kind: change, forcedBy }) => ({
      address,
      change,
      ...(forcedBy && { forced_by: forcedBy }),
    })),
    neutral: neutral.map(({ address }) => address),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function verifiedConfigurationJson({ posture, claimResults }: VerifiedConfiguration) {
  return { posture: posture.kind, counts: countVerdicts(claimResults), claims: claimResults.map(claimJson) };
}

function claimJson({ claim, verdict }: ClaimResult): { readonly name: string; readonly verdict: Verdict["kind"] } {
  return { name: claim.name, verdict: verdict.kind };
}
