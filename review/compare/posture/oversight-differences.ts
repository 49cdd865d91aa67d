import type { PerimeterPosture } from "../../../verify/posture/posture";
import type { ReviewDifference } from "../../model/review-difference";
import { postureDifference } from "./posture-difference";

type Oversight = Pick<PerimeterPosture, "auditTrail" | "detection">;

/** What the texts say of a declaration that can be given up, or be about more or less. */
interface OversightTexts<Kind extends string> {
  /** The kind that is about the most. */
  readonly fullest: Kind;
  readonly givenUp: string;
  readonly now: Readonly<Record<Kind, string>>;
}

const trailTexts: OversightTexts<NonNullable<Oversight["auditTrail"]>> = {
  fullest: "all-events",
  givenUp: "The stack declares no trail of its own any more: a trail outside it is relied on",
  now: {
    "data-events": "The declared trail now records objects of data buckets",
    "all-events": "The declared trail now records management events and objects of data buckets",
  },
};

const detectionTexts: OversightTexts<NonNullable<Oversight["detection"]>> = {
  fullest: "events-and-config-rules",
  givenUp: "The stack declares no detective controls any more",
  now: {
    events: "The declared detective controls now watch API calls",
    "events-and-config-rules": "The declared detective controls now watch API calls and resources",
  },
};

/** Changes of what the stack declares to record and to watch. */
export function oversightDifferences(before: Oversight, after: Oversight): readonly ReviewDifference[] {
  return [
    ...oversightDifference(before.auditTrail, after.auditTrail, trailTexts),
    ...oversightDifference(before.detection, after.detection, detectionTexts),
  ];
}

/** Less is a loss: the claims no longer check it. */
function oversightDifference<Kind extends string>(
  before: Kind | undefined,
  after: Kind | undefined,
  { fullest, givenUp, now }: OversightTexts<Kind>,
): readonly ReviewDifference[] {
  if (before === after) {
    return [];
  }
  if (after === undefined) {
    return [postureDifference("loses", givenUp, "detection-lost")];
  }
  return before === fullest
    ? [postureDifference("loses", now[after], "detection-lost")]
    : [postureDifference("changes", now[after])];
}
