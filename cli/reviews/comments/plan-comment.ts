import { commentMarker } from "../../../review/comment-marker";
import type { UnknownPlanning } from "../../../review/planning/unknown-parts";
import { markdownReview } from "../../../review/report/markdown-review";
import type { Review } from "../../../review/review";
import { escapeMarkdown } from "../../../verify/report/escape-markdown";
import { isJsonObject, type Json } from "../../../verify/terraform/terraform-configuration";
import { visibleText } from "../../../verify/terraform/visible-text";
import type { PlanApproval } from "../../delivery/deploy-stack";
import { failureComment, type StackComment } from "../review-files";

/** The comment on a plan: its review, what made it, and the digest with which it can be applied. */
export function planComment(review: Review, { digest, tools }: PlanApproval): StackComment {
  const { name } = review;
  const approval = `\nPlanned with ${escapeMarkdown(tools)}. Digest of the changes, for \`deploy\`: \`${digest}\`\n`;
  const comment = `${markdownReview(review, { verbose: false }, "plan")}${approval}`;
  return { name, marker: commentMarker(review, "plan"), comment };
}

/** The comment on a stack without a plan. @param message one line, in public */
export function failedPlanComment(name: string, message: string): StackComment {
  return failureComment(name, "plan", message);
}

/** Items and characters of each, so that a comment stays below 65,536 characters. */
const SHOWN_ITEMS = 60;
const SHOWN_CHARACTERS = 300;

/** The comment on a stack that was not planned: what a maintainer must read, and how they let it run. */
export function stoppedPlanComment(name: string, { texts, digest }: UnknownPlanning): StackComment {
  const comment = failedPlanComment(name, `${STOPPED} Nothing ran.`);
  const items = shownTexts(texts).map((text) => `- ${escapeMarkdown(text)}\n`);
  const advice =
    "\nRead these parts of the Terraform that this change synthesizes; long values are shortened here. If it may run, a maintainer " +
    `adds this digest to the variable \`PERIMETER_ALLOWED_EXECUTION\`, and runs the job again:\n\n    ${digest}\n`;
  return { ...comment, comment: `${comment.comment}\n${items.join("")}${advice}` };
}

/** The same for a log. */
export function stoppedPlanText(name: string, { texts, digest }: UnknownPlanning): string {
  const items = shownTexts(texts).map((text) => `  ${visibleText(text)}\n`);
  return `${name}: ${STOPPED}\n${items.join("")}${name}: nothing ran; to let it run, pass --allow-execution ${digest}\n`;
}

const STOPPED =
  "To plan this, Terraform would execute, load or contact what it does not in the earlier synthesis, with the credentials of the job.";

function shownTexts(texts: readonly string[]): readonly string[] {
  const shown = texts
    .slice(0, SHOWN_ITEMS)
    .map((text) => (text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text));
  return texts.length > SHOWN_ITEMS ? [...shown, `and ${texts.length - SHOWN_ITEMS} more`] : shown;
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
