import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { headline, rankSections } from "../../review/report/headline";
import { commentMarker, markdownReview } from "../../review/report/markdown-review";
import type { StackReview } from "../../review/review-stacks";
import { escapeMarkdown } from "../../verify/report/escape-markdown";
import { isJsonObject } from "../../verify/terraform/terraform-configuration";
import { replaceFile } from "../shared/files/replace-file";
import { readJson } from "../shared/files/terraform-files";

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

/** The comment on a stack. There is one for every result. */
function commentOn(found: StackReview, verbose: boolean): StackComment {
  const { name } = found;
  const marker = commentMarker(found);
  const comment =
    found.result === "reviewed"
      ? markdownReview(found.review, { verbose })
      : `${marker}\n### ${escapeMarkdown(name)}: could not be reviewed\n\n${escapeMarkdown(found.message)}\n`;
  return { name, marker, comment };
}

/** One line on a stack, for a log. */
export function logLine(found: StackReview): string {
  return found.result === "reviewed"
    ? `${found.name}: ${headline(found.review, rankSections(found.review))}: ${found.outcome}\n`
    : `${found.name}: could not be reviewed: ${found.message}\n`;
}

/** Writes `reviews.json` and `summary.md` into a folder, which is created. */
export function writeReviewFiles(folder: string, reviews: readonly StackReview[], verbose: boolean): void {
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, INDEX), { force: true });
  const comments = reviews.map((found) => commentOn(found, verbose));
  const stacks = reviews.map((found, at) => ({
    ...comments[at],
    result: found.result,
    ...(found.result === "reviewed" ? { kind: found.review.kind, outcome: found.outcome } : { message: found.message }),
  }));
  replaceFile(join(folder, SUMMARY), comments.map(({ comment }) => comment).join("\n"));
  replaceFile(join(folder, INDEX), `${JSON.stringify({ format_version: FORMAT_VERSION, stacks }, undefined, 2)}\n`);
}

/**
 * Reads the comments of a folder.
 *
 * @throws when the folder has no `reviews.json` of this format
 */
export function readComments(folder: string): readonly StackComment[] {
  const path = join(folder, INDEX);
  const index = readJson(path);
  const { format_version: version, stacks } = isJsonObject(index) ? index : {};
  if (typeof version !== "string" || version.split(".", 1)[0] !== "1" || !Array.isArray(stacks)) {
    throw new Error(`${path}: not the result of a review; write it with review --all BEFORE AFTER --output ${folder}`);
  }
  return stacks as unknown as readonly StackComment[];
}
