import type { Evidence, Verdict } from "../../verify/claim";
import { claims } from "../../verify/claims/index";
import { judge } from "../../verify/judge";
import type { PostureKind } from "../../verify/posture";
import { readConfiguration } from "../../verify/read-configuration";
import { readPosture } from "../../verify/read-posture";
import type { Finding } from "./findings";
import type { SourceSystem } from "./source-system";

const judged = new Map<string, ReadonlyMap<string, Verdict>>();

/** What verify says about a system, claim by claim: decided once, however many tests ask. */
export function verdictOn(system: SourceSystem, claimName: string, posture?: PostureKind): Verdict {
  const key = `${system.id} ${system.variant} ${posture}`;
  const verdicts = judged.get(key) ?? verdictsOn(system, posture);
  judged.set(key, verdicts);
  const verdict = verdicts.get(claimName);
  if (verdict === undefined) {
    const names = claims.map(({ name }) => name).join(", ");
    throw new Error(`${system.id}: ${claimName} is not asked of it; take one of ${names}`);
  }
  return verdict;
}

function verdictsOn(system: SourceSystem, posture: PostureKind | undefined): ReadonlyMap<string, Verdict> {
  const configuration = readConfiguration(JSON.parse(JSON.stringify(system.terraform)), system.id);
  const judgements = judge({ configuration, posture: readPosture(configuration, posture) });
  return new Map(judgements.map(({ claim, verdict }) => [claim.name, verdict]));
}

/** The evidence that the finding speaks of, or nothing where verify does not say it. */
export function evidenceOf({ system, posture, claim, says, at }: Finding): Evidence | undefined {
  const verdict = verdictOn(system, claim, posture);
  return verdict.kind === "proved"
    ? undefined
    : verdict.evidence.find(
        ({ text, addresses }) =>
          says.every((part) => text.includes(part)) && (addresses.includes(at) || text.includes(at)),
      );
}
