import { spawnSync } from "node:child_process";
import type { StackComment } from "./review-files";

/** A pull request of GitHub. */
export interface PullRequest {
  /** Owner and name, as in `example/perimeter`. */
  readonly repository: string;
  readonly number: string;
}

/** Calls the API of GitHub and returns the response. Throws with the error text of a call that failed. */
export type GithubApi = (args: readonly string[], body?: object) => string;

/** The command line of GitHub, with the token of the variable GH_TOKEN. */
export function ghApi(environment: Readonly<Record<string, string | undefined>>): GithubApi {
  return (args, body) => {
    const finished = spawnSync("gh", ["api", ...args, ...(body === undefined ? [] : ["--input", "-"])], {
      encoding: "utf8",
      env: environment,
      input: body === undefined ? "" : JSON.stringify(body),
      maxBuffer: MAXIMUM_RESPONSE_BYTES,
    });
    if (finished.status !== 0) {
      const reason =
        finished.error?.message ?? (finished.stderr.trim().split("\n")[0] || `exit code ${finished.status}`);
      throw new Error(`gh api ${args.find((word) => word.startsWith("repos/")) ?? ""}: failed, got ${reason}`);
    }
    return finished.stdout;
  };
}

const MAXIMUM_RESPONSE_BYTES = 100_000_000;

/** Only comments of this author are replaced: everybody can write a comment with a marker. */
export const WORKFLOW_AUTHOR = "github-actions[bot]";

/** One object for each comment, in a line of its own. */
const COMMENT_FIELDS = '.[] | {id, login: .user.login, first: (.body | split("\\n")[0] | rtrimstr("\\r"))} | tojson';

interface KnownComment {
  readonly id: number;
  readonly login: string;
  readonly first: string;
}

const MARKER = /^<!-- studio-perimeter review ([\w.-]+) -->$/;

/**
 * Keeps one comment for each stack in a pull request: replaces those of an earlier push, writes the others. A comment on a stack that is
 * no longer part of the change says so. Decides by markers and authors only, never by what a comment says.
 *
 * @returns one line for each call that failed
 */
export function keepComments(
  comments: readonly StackComment[],
  { repository, number }: PullRequest,
  author: string,
  api: GithubApi,
): readonly string[] {
  const issue = `repos/${repository}/issues/${number}/comments`;
  const known = parseComments(api(["--paginate", `${issue}?per_page=100`, "--jq", COMMENT_FIELDS])).filter(
    ({ login, first }) => login === author && MARKER.test(first),
  );
  const patch = (id: number, body: string) => () =>
    void api(["--method", "PATCH", `repos/${repository}/issues/comments/${id}`], { body });
  const wanted = comments.flatMap(({ marker, comment }) => {
    const earlier = known.filter(({ first }) => first === marker);
    return earlier.length === 0
      ? [() => void api(["--method", "POST", issue], { body: comment })]
      : earlier.map(({ id }) => patch(id, comment));
  });
  const markers = new Set(comments.map(({ marker }) => marker));
  const past = known
    .filter(({ first }) => !markers.has(first))
    .map(({ id, first }) => patch(id, `${first}\n### ${MARKER.exec(first)?.[1]}: no longer part of this change\n`));
  return [...wanted, ...past].flatMap((call) => {
    try {
      call();
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
}

function parseComments(lines: string): readonly KnownComment[] {
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as KnownComment);
}
