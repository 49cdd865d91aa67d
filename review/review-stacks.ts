import { visibleText } from "../verify/terraform/visible-text";
import { beforeAndAfterOfFiles, type ReviewInput } from "./before-and-after";
import { type Review, type ReviewOptions, review } from "./review";

/** One stack of two syntheses. At least one of the two exists. */
export interface StackPair {
  readonly name: string;
  /** Path for reports. */
  readonly file: string;
  /** Reads the stack of the earlier synthesis; throws when it cannot be read. @default - the stack is new */
  readonly before?: () => ReviewInput;
  /** Reads the stack of the later synthesis; throws when it cannot be read. @default - the stack is gone */
  readonly after?: () => ReviewInput;
}

/** What became of the review of one stack. Everything that is decided about a stack is decided from this. */
export type StackReview<Reviewed = Review> =
  | {
      readonly result: "reviewed";
      readonly name: string;
      readonly review: Reviewed;
    }
  | { readonly result: "failed"; readonly name: string; readonly message: string };

/** Terraform JSON of a stack without resources. */
const NO_STACK = { resource: {} };

/**
 * Reviews one stack of two syntheses. A stack that cannot be reviewed is a result of its own. Somebody must approve every stack that is
 * new or gone: a bootstrap stack says whom AWS trusts, a perimeter holds data.
 */
export function reviewStack(
  { name, file, before, after }: StackPair,
  options: Pick<ReviewOptions, "posture" | "accepted" | "declared" | "prices" | "budget" | "approval">,
): StackReview {
  try {
    const { files, ...comparison } = beforeAndAfterOfFiles(
      before?.() ?? { json: NO_STACK, name: `${file} (before)` },
      after?.() ?? { json: NO_STACK, name: file },
    );
    // Against a stack that does not exist, no program and no backend changes.
    const isKept = before !== undefined && after !== undefined;
    const approval = isKept ? options.approval : "every change";
    const found = review(isKept && files !== undefined ? { ...comparison, files } : comparison, {
      name,
      file,
      ...(options.prices && { prices: options.prices }),
      ...(options.budget !== undefined && { budget: options.budget }),
      ...(options.accepted && { accepted: options.accepted }),
      ...(options.declared && { declared: options.declared }),
      ...(options.posture && { posture: options.posture }),
      ...(approval && { approval }),
    });
    return { result: "reviewed", name, review: found };
  } catch (error) {
    return { result: "failed", name, message: visibleText(error instanceof Error ? error.message : String(error)) };
  }
}
