import { spawnSync } from "node:child_process";
import type { CommentPlace, KnownComment } from "./keep-comments";

/** A pull request of GitHub. */
export interface PullRequest {
  /** Owner and name, as in `example/perimeter`. */
  readonly repository: string;
  readonly number: string;
}

/** Login of the token of a workflow. */
export const WORKFLOW_AUTHOR = "github-actions[bot]";

/** One object for each comment, in a line of its own. */
const COMMENT_FIELDS = '.[] | {id, login: .user.login, first: (.body | split("\\n")[0] | rtrimstr("\\r"))} | tojson';

/** Comments of a pull request, by `gh`, the command line of GitHub, with the token of the variable GH_TOKEN. */
export function githubComments(
  { repository, number }: PullRequest,
  author: string,
  environment: Readonly<Record<string, string | undefined>>,
): CommentPlace {
  const issue = `repos/${repository}/issues/${number}/comments`;
  const call = (args: readonly string[], body?: object) => callGithub(environment, args, body);
  return {
    list: async () =>
      parseComments(call(["--paginate", `${issue}?per_page=100`, "--jq", COMMENT_FIELDS])).filter(
        ({ login }) => login === author,
      ),
    add: async (body) => void call(["--method", "POST", issue], { body }),
    replace: async (id, body) =>
      void call(["--method", "PATCH", `repos/${repository}/issues/comments/${id}`], { body }),
  };
}

/** Returns the response. Throws with the error text of a call that failed. */
function callGithub(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
  body?: object,
): string {
  const finished = spawnSync("gh", ["api", ...args, ...(body === undefined ? [] : ["--input", "-"])], {
    encoding: "utf8",
    env: environment,
    input: body === undefined ? "" : JSON.stringify(body),
    maxBuffer: MAXIMUM_RESPONSE_BYTES,
  });
  if (finished.status !== 0) {
    const reason = finished.error?.message ?? (finished.stderr.trim().split("\n")[0] || `exit code ${finished.status}`);
    throw new Error(`gh api ${args.find((word) => word.startsWith("repos/")) ?? ""}: failed, got ${reason}`);
  }
  return finished.stdout;
}

const MAXIMUM_RESPONSE_BYTES = 100_000_000;

function parseComments(lines: string): readonly (KnownComment & { readonly login: string })[] {
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
