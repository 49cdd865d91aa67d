import { ghApi, keepComments, WORKFLOW_AUTHOR } from "../../reviews/keep-comments";
import { readComments } from "../../reviews/review-files";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { commentSyntax } from "../../syntax/delivery/comment-syntax";

export const comment: Command = { run };

const PULL_REQUEST = /^(?<repository>[\w.-]+\/[\w.-]+)#(?<number>\d+)$/;

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseCommandArguments(commentSyntax, args);
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) {
    throw new Error(
      `comment: needs one folder, got ${positionals.join(" ") || "none"}; pass the --output of review --all`,
    );
  }
  const named = values["pull-request"] ?? "";
  const { repository, number } = PULL_REQUEST.exec(named)?.groups ?? {};
  if (repository === undefined || number === undefined) {
    throw new Error(`--pull-request: not a pull request, got ${named || "none"}; pass OWNER/REPOSITORY#NUMBER`);
  }
  const comments = readComments(folder);
  const failed = keepComments(
    comments,
    { repository, number },
    values.author ?? WORKFLOW_AUTHOR,
    ghApi(terminal.environment),
  );
  terminal.err(failed.map((line) => `${line}\n`).join(""));
  terminal.out(`${comments.length} comments in ${named}, ${failed.length} failed\n`);
  return failed.length === 0 ? 0 : 2;
}
