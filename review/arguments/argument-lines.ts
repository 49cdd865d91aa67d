import { groupBy } from "../../verify/collections/group-by";
import { CONTENT } from "../../verify/terraform/resource-types/neutral-reasons";
import type { DifferenceKind } from "../model/difference-kinds";
import { printableValue, valueChange } from "../model/printable-value";
import { createDifference, formatList, type ReviewDifference, type Severity } from "../model/review-difference";
import type { ArgumentChange, ChangedResource } from "./argument-changes";
import { isDetector } from "./detectors";
import { isLostSafeguard } from "./safeguards";

/** A difference, and the sentence that it shares with resources of the type that change alike. */
export interface ShapedDifference {
  readonly difference: ReviewDifference;
  readonly shape: string;
}

/** The end of a sentence, which the sentence about all resources says once. */
export const judgment =
  /: (?:review does not compare .*|a safeguard (?:is lost|changes)|nothing else watches the same)$/;

/** Safeguards that are lost, and others that change: no claim relies on them, so that no claim says it. */
export function safeguardLines(
  resource: ChangedResource,
  changes: readonly ArgumentChange[],
): readonly ShapedDifference[] {
  const { address, type } = resource;
  const byLoss = groupBy(changes, (change) => isLostSafeguard(resource, change));
  return [...byLoss].map(([isLost, group]) => {
    const change = isLost ? "is lost" : "changes";
    const texts = group.map(changeText);
    const [only, ...others] = texts;
    const several = `${texts.length} safeguards ${isLost ? "are lost" : "change"}`;
    const text = others.length === 0 ? `${only}: a safeguard ${change}` : several;
    return {
      difference: {
        ...createDifference(
          isLost ? "loses" : "changes",
          `${address}: ${text}`,
          [address],
          isLost ? lossOf(type) : undefined,
        ),
        ...(others.length > 0 && { details: texts }),
      },
      shape: `A safeguard of ${type} ${change} (${formatList(group.map(({ path }) => path))})`,
    };
  });
}

function lossOf(type: string): DifferenceKind {
  return isDetector(type) ? "detection-lost" : "safeguard-lost";
}

/** The changes of arguments of one resource as one difference; none where nothing changes. */
export function argumentLines(
  severity: Severity,
  { address, type }: ChangedResource,
  changes: readonly ArgumentChange[],
): readonly ShapedDifference[] {
  const [first, ...others] = changes;
  if (first === undefined) {
    return [];
  }
  const ending = (subject: string): string =>
    severity === "unclear" ? `: review does not compare what ${subject}` : "";
  const paths = formatList([...new Set(changes.map(({ path }) => path))], 6);
  const shape = `Arguments of ${type} change (${paths})${ending("they allow")}`;
  const text = `${address}: ${changes.length} arguments change${ending("they allow")}`;
  const difference =
    others.length === 0
      ? createDifference(severity, `${address}: ${changeText(first)}${ending("it allows")}`, [address])
      : { ...createDifference(severity, text, [address]), details: changes.map(changeText) };
  return [{ difference, shape }];
}

/** The argument with both values. Content, and the value of an argument without an entry, may be a secret. */
export function changeText({ place, before, after, use, isSetByAws }: ArgumentChange): string {
  if (use === undefined || use === CONTENT) {
    return `${place} changes`;
  }
  if (before === undefined) {
    return `${place} is set to ${printableValue(place, after)}`;
  }
  if (isSetByAws) {
    return `AWS sets ${place} anew; it was ${printableValue(place, before)}`;
  }
  return after === undefined
    ? `${place} is removed; it was ${printableValue(place, before)}`
    : `${place} ${valueChange(place, before, after)}`;
}
