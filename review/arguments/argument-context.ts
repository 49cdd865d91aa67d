import type { ResourceChange } from "../model/resource-changes";
import type { ReviewDifference } from "../model/review-difference";
import type { BothSides } from "./argument-changes";

/** The two sides, and what the other comparisons say about them. */
export interface ArgumentContext extends BothSides {
  /** What the comparisons of the models say. */
  readonly reported: readonly ReviewDifference[];
  /** What is lost. @default - nothing */
  readonly lost?: readonly ReviewDifference[];
  /** Resources that only have another address, as {@link renamedResources} finds them. @default - none */
  readonly renamed?: ReadonlyMap<string, string>;
  /** The changes, which say which arguments force a replacement. @default - none does */
  readonly changes?: readonly ResourceChange[];
}

/** The context, with both addresses of each resource that only has another address than before. */
export interface JudgingContext extends ArgumentContext {
  readonly renamedAddresses: ReadonlySet<string>;
}
