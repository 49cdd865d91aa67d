import { commentMarker } from "../../../review/comment-marker";
import { markdownReview } from "../../../review/report/markdown-review";
import type { Review } from "../../../review/review";
import { isJsonObject, type Json } from "../../../verify/terraform/terraform-configuration";
import { failureComment, type StackComment } from "../review-files";

/** The comment on a plan: its review, and the digest with which it can be applied. */
export function planComment(review: Review, digest: string): StackComment {
  const { name } = review;
  const approval = `\nDigest of the changes, for \`deploy\`: \`${digest}\`\n`;
  const comment = `${markdownReview(review, { verbose: false }, "plan")}${approval}`;
  return { name, marker: commentMarker(review, "plan"), comment };
}

/** The comment on a stack without a plan. @param message one line, in public */
export function failedPlanComment(name: string, message: string): StackComment {
  return failureComment(name, "plan", message);
}

/**
 * Comments on the environments of a matrix whose job left none.
 *
 * @param text what `matrix --format github` printed; none without it
 * @throws when the text is not a matrix
 */
export function unplannedComments(text: string | undefined, found: readonly StackComment[]): readonly StackComment[] {
  if (text === undefined) {
    return [];
  }
  const names = found.map(({ name }) => name);
  return environmentsOf(text)
    .filter((name) => !names.includes(name))
    .map((name) => failedPlanComment(name, "Its job did not finish; see its log."));
}

function environmentsOf(text: string): readonly string[] {
  const include = parseMatrix(text);
  const names = Array.isArray(include)
    ? include.map((entry) => (isJsonObject(entry) ? (entry.environment ?? null) : null))
    : [null];
  if (names.some((name) => typeof name !== "string")) {
    throw new Error(`--matrix: not a matrix, got ${text.slice(0, 100)}; pass the output of matrix --format github`);
  }
  return names.map(String);
}

function parseMatrix(text: string): Json | undefined {
  try {
    const json: Json = JSON.parse(text);
    return isJsonObject(json) ? json.include : undefined;
  } catch {
    return undefined;
  }
}
