import { commentKinds } from "../../../review/comment-marker";
import { githubComments, WORKFLOW_AUTHOR } from "../../reviews/comments/github-comments";
import { gitlabNotes } from "../../reviews/comments/gitlab-notes";
import { type CommentPlace, keepComments } from "../../reviews/comments/keep-comments";
import { unplannedComments } from "../../reviews/comments/plan-comment";
import { readComments } from "../../reviews/review-files";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { type OptionValues, parseCommandArguments } from "../../shared/command-syntax";
import { parseChoice } from "../../shared/parse-choice";
import { isToken, tokenUrl } from "../../shared/token-requests";
import { commentSyntax } from "../../syntax/delivery/comment-syntax";

export const comment: Command = { run };

const PULL_REQUEST = /^(?<repository>[\w.-]+\/[\w.-]+)#(?<number>\d+)$/;
const MERGE_REQUEST = /^(?<project>[\w.-]+(?:\/[\w.-]+)+)!(?<number>\d+)$/;

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(commentSyntax, args);
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) {
    throw new Error(
      `comment: needs one folder, got ${positionals.join(" ") || "none"}; pass the --output of review --all`,
    );
  }
  const kind = parseChoice("--kind", commentKinds, values.kind);
  const { name, place } = placeOf(values, terminal.environment);
  const found = readComments(folder, kind);
  const comments = [...found, ...unplannedComments(values.matrix, found)];
  const failed = await keepComments(comments, kind, place);
  terminal.err(failed.map((line) => `${line}\n`).join(""));
  terminal.out(`${comments.length} comments in ${name}, ${failed.length} failed\n`);
  return failed.length === 0 ? 0 : 2;
}

function placeOf(
  values: OptionValues<typeof commentSyntax>,
  environment: Terminal["environment"],
): { readonly name: string; readonly place: CommentPlace } {
  const { "pull-request": pullRequest, "merge-request": mergeRequest, author } = values;
  if (pullRequest !== undefined && mergeRequest !== undefined) {
    throw new Error("comment: takes one of --pull-request and --merge-request, got both; leave one of them out");
  }
  if (mergeRequest !== undefined) {
    const { project, number } = MERGE_REQUEST.exec(mergeRequest)?.groups ?? {};
    if (project === undefined || number === undefined) {
      throw new Error(`--merge-request: not a merge request, got ${mergeRequest}; pass GROUP/PROJECT!NUMBER`);
    }
    return { name: mergeRequest, place: gitlabNotes({ project, number }, gitlabAccess(environment)) };
  }
  const { repository, number } = PULL_REQUEST.exec(pullRequest ?? "")?.groups ?? {};
  if (repository === undefined || number === undefined) {
    throw new Error(
      `--pull-request: not a pull request, got ${pullRequest ?? "none"}; pass OWNER/REPOSITORY#NUMBER, or --merge-request GROUP/PROJECT!NUMBER`,
    );
  }
  const place = githubComments({ repository, number }, author ?? WORKFLOW_AUTHOR, environment);
  return { name: `${repository}#${number}`, place };
}

/** @throws when the variables do not say where GitLab is and who calls it; a token is sent over HTTPS, or to this machine */
function gitlabAccess({ CI_API_V4_URL: address = "", GITLAB_TOKEN: token = "" }: Terminal["environment"]) {
  const url = tokenUrl(address);
  if (url === undefined) {
    throw new Error(
      `CI_API_V4_URL: not an https address, got ${address || "none"}; GitLab CI sets it, as https://gitlab.example.com/api/v4`,
    );
  }
  if (!isToken(token)) {
    throw new Error("GITLAB_TOKEN: needs an access token with the scope api, got none; set it for the job");
  }
  return { url, token };
}
