import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type CommentKind, commentMarker, stackOfMarker } from "../../review/comment-marker";
import { headline, rankSections } from "../../review/report/headline";
import { markdownReview } from "../../review/report/markdown-review";
import type { Review, ReviewForText } from "../../review/review";
import { outcomeOf, type ReviewOutcome } from "../../review/review-outcome";
import type { StackReview } from "../../review/review-stacks";
import { escapeMarkdown } from "../../verify/report/escape-markdown";
import { isJsonObject } from "../../verify/terraform/terraform-configuration";
import { visibleText } from "../../verify/terraform/visible-text";
import { readJson } from "../shared/files/json-file";
import { replaceFile } from "../shared/files/replace-file";

/** Results of a review of all stacks, with the comments. */
const INDEX = "reviews.json";
/** All comments in one file, for the summary of a workflow run. */
const SUMMARY = "summary.md";
/** Changes when a field is removed or changes its meaning; new fields do not change it. */
const FORMAT_VERSION = "1.0";

/** A comment on one stack. */
export interface StackComment {
  readonly name: string;
  /** First line of the comment, by which an earlier one is found. */
  readonly marker: string;
  readonly comment: string;
}

/** One line on a stack, for a log. */
export function logLine(found: StackReview<ReviewForText>): string {
  return found.result === "reviewed"
    ? `${found.name}: ${headline(found.review, rankSections(found.review))}: ${outcomeOf(found.review)}\n`
    : `${found.name}: could not be reviewed: ${found.message}\n`;
}

/** A comment with what led to it. */
export type ReviewComment = StackComment &
  (
    | Omit<Extract<StackReview, { readonly result: "failed" }>, "name">
    | { readonly result: "reviewed"; readonly kind: Review["kind"]; readonly outcome: ReviewOutcome }
  );

/** The comment on a stack. There is one for every result. */
export function reviewComment(found: StackReview<ReviewForText>, verbose: boolean): ReviewComment {
  const { name, result } = found;
  if (result === "failed") {
    return { ...failureComment(name, "review", found.message), result, message: found.message };
  }
  const { review } = found;
  const comment = markdownReview(review, { verbose });
  return { name, marker: commentMarker(found), comment, result, kind: review.kind, outcome: outcomeOf(review) };
}

/** The comment on a stack that has no review, or no plan. @param message one line, in public */
export function failureComment(name: string, kind: CommentKind, message: string): StackComment {
  const marker = commentMarker({ name }, kind);
  const comment = `${marker}\n### ${escapeMarkdown(name)}: could not be ${DONE[kind]}\n\n${escapeMarkdown(message)}\n`;
  return { name, marker, comment };
}

const DONE: Readonly<Record<CommentKind, string>> = { review: "reviewed", plan: "planned" };

/** Writes `reviews.json` and `summary.md` into a folder, which is created. An earlier `reviews.json` does not stay if that fails. */
export function writeComments(folder: string, stacks: readonly StackComment[]): void {
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, INDEX), { force: true });
  replaceFile(join(folder, SUMMARY), stacks.map(({ comment }) => comment).join("\n"));
  replaceFile(join(folder, INDEX), `${JSON.stringify({ format_version: FORMAT_VERSION, stacks }, undefined, 2)}\n`);
}

/**
 * Reads the comments of a folder, or of each folder in it. Another job may have written them, with code that nobody reviewed, so a
 * comment of another kind is refused.
 *
 * @throws when a file is not of this format, or a marker is not of this kind
 */
export function readComments(folder: string, kind: CommentKind): readonly StackComment[] {
  const comments = indexesIn(folder, kind).flatMap((path) => commentsOfFile(path, folder, kind));
  const markers = comments.map(({ marker }) => marker);
  const twice = markers.find((marker, at) => markers.indexOf(marker) !== at);
  if (twice !== undefined) {
    throw new Error(`${folder}: two comments have one marker, got ${twice}; pass the results of one run`);
  }
  return comments;
}

/** The file of a folder, or those of the folders in it. Plans can have none: a change can change no environment. */
function indexesIn(folder: string, kind: CommentKind): readonly string[] {
  const own = join(folder, INDEX);
  if (existsSync(own) || !existsSync(folder)) {
    return [own];
  }
  const inner = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name, INDEX))
    .filter((path) => existsSync(path));
  return inner.length === 0 && kind === "review" ? [own] : inner;
}

function commentsOfFile(path: string, folder: string, kind: CommentKind): readonly StackComment[] {
  const index = readJson(path);
  const { format_version: version, stacks } = isJsonObject(index) ? index : {};
  if (typeof version !== "string" || version.split(".", 1)[0] !== "1" || !Array.isArray(stacks)) {
    throw new Error(`${path}: not the result of a review; write it with ${writers[kind]} --output ${folder}`);
  }
  return stacks.map((stack) => {
    const { name, marker, comment } = isJsonObject(stack) ? stack : {};
    const isOfKind =
      typeof name === "string" &&
      typeof marker === "string" &&
      typeof comment === "string" &&
      stackOfMarker(marker, kind) !== undefined &&
      comment.startsWith(`${marker}\n`);
    if (!isOfKind) {
      throw new Error(
        `${path}: not a comment of kind ${kind}, got ${visibleText(String(marker))}; pass --kind, or the results of ${writers[kind]}`,
      );
    }
    return { name, marker, comment };
  });
}

const writers: Readonly<Record<CommentKind, string>> = {
  review: "review --all BEFORE AFTER",
  plan: "deploy ENV --plan-only",
};
