import { resourceTypeOf } from "../../verify/terraform/resource-types";
import type { DifferenceKind } from "../model/difference-kinds";
import { createDifference, formatList, type Severity } from "../model/review-difference";
import { hasAlikeResource } from "./alike-resources";
import type { ArgumentChange, ChangedResource } from "./argument-changes";
import type { JudgingContext } from "./argument-context";
import type { ShapedDifference } from "./argument-lines";
import { harmlessWhenAdded, harmlessWhenRemoved } from "./compared-arguments";
import { isDetector, isLostDetector } from "./detectors";
import { goesWithItsHolder } from "./harmless-removals";
import { isProgramArgument } from "./programs/program-arguments";
import { isRemovedSafeguard } from "./safeguards";

/** A created or removed resource, with its arguments by their effect. */
export interface WholeResource {
  readonly resource: ChangedResource;
  readonly harmless: readonly ArgumentChange[];
  readonly undetermined: readonly ArgumentChange[];
  /** Whether no model reads the type. */
  readonly isUnread: boolean;
  /** Whether another comparison says what the resource allows, or what is lost with it. */
  readonly isNamed: boolean;
}

/** What a created or removed resource means. */
type Meaning = "detector-lost" | "not-compared" | "safeguard-lost" | "mentioned";

interface Wording {
  readonly severity: Severity;
  readonly kind?: DifferenceKind;
  /** After `aws_x.y is removed`. */
  readonly ofOne: string;
  /** After `Resources of aws_x are removed`. */
  readonly ofSeveral: string;
}

/** A created or removed resource is one sentence, here or in another comparison that says what it allows or what is lost with it. */
export function wholeResourceDifferences(whole: WholeResource, context: JudgingContext): readonly ShapedDifference[] {
  const meaning = meaningOf(whole, context);
  if (meaning === undefined) {
    return [];
  }
  const { address, type } = whole.resource;
  const verb = isAdded(whole) ? "added" : "removed";
  const { severity, kind, ofOne, ofSeveral } = wordingOf(meaning, whole);
  const difference = createDifference(severity, `${address} is ${verb}${ofOne}`, [address], kind);
  return [{ difference, shape: `Resources of ${type} are ${verb}${ofSeveral}` }];
}

/** The worst that can be said of the resource; `undefined` where another comparison says it all, or there is nothing to say. */
function meaningOf(whole: WholeResource, context: JudgingContext): Meaning | undefined {
  const { resource, harmless, undetermined, isUnread, isNamed } = whole;
  if (isNamed && !isUnread && (undetermined.length === 0 || hasAlikeResource(resource, undetermined, context))) {
    return undefined;
  }
  const isBelonging =
    goesWithItsHolder(resource, context.changes ?? []) || context.renamedAddresses.has(resource.address);
  if (!isBelonging && isLostDetector(resource, context)) {
    return "detector-lost";
  }
  if ((isUnread || undetermined.length > 0) && !isBelonging && !isHarmless(whole)) {
    return "not-compared";
  }
  if (isRemovedSafeguard(resource, context.after)) {
    return "safeguard-lost";
  }
  const runs = resource.changes.some((change) => isProgramArgument(resource.type, change));
  const isWorthALine = isUnread || undetermined.length + harmless.length > 0 || (runs && !isAdded(whole));
  return !isNamed && isWorthALine ? "mentioned" : undefined;
}

/** Whether nothing can open when a resource of the type is created, or when it is gone. */
function isHarmless(whole: WholeResource): boolean {
  const { type } = whole.resource;
  return isAdded(whole)
    ? harmlessWhenAdded.has(type) && !isElsewhere(whole)
    : harmlessWhenRemoved.has(type) || isDetector(type) || resourceTypeOf(type)?.kind === "reported";
}

/** Whether the resource is in another Region, where no model follows what is put into it. */
function isElsewhere({ undetermined }: WholeResource): boolean {
  return undetermined.some(({ path }) => path === "region");
}

function isAdded({ resource }: WholeResource): boolean {
  return resource.before === undefined;
}

function wordingOf(meaning: Meaning, whole: WholeResource): Wording {
  switch (meaning) {
    case "detector-lost":
      return {
        ...{ severity: "loses", kind: "detection-lost" },
        ofOne: ": nothing else watches the same",
        ofSeveral: ", and nothing else watches the same",
      };
    case "safeguard-lost":
      return {
        ...{ severity: "loses", kind: "safeguard-lost" },
        ofOne: ": a safeguard is lost",
        ofSeveral: ": a safeguard is lost",
      };
    case "not-compared": {
      const paths = [...new Set(whole.undetermined.map(({ path }) => path))];
      const listed = paths.length === 0 ? "" : ` (${formatList(paths, 6)})`;
      const [one, several] = isAdded(whole)
        ? ["what it allows", "what they allow"]
        : ["what its absence allows", "what their absence allows"];
      return {
        severity: "unclear",
        ofOne: `${listed}: review does not compare ${one}`,
        ofSeveral: `, and review does not compare ${several}`,
      };
    }
    case "mentioned":
      return { severity: "changes", ofOne: "", ofSeveral: "" };
  }
}
