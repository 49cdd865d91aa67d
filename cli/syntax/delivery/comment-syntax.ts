import { commentKinds } from "../../../review/comment-marker";
import type { CommandSyntax } from "../../shared/command-syntax";

export const commentSyntax = {
  name: "comment",
  usage: [
    "FOLDER --pull-request OWNER/REPOSITORY#NUMBER [options]",
    "FOLDER --merge-request GROUP/PROJECT!NUMBER [options]",
  ],
  summary: "keep the comments of a review in a pull request or merge request",
  description: `Writes the comments of review --all, or of deploy --plan-only, into a pull request of GitHub or a merge request of
GitLab, one for each stack. It replaces the comments of an earlier run.

GitHub: calls gh, its command line, which reads the token from GH_TOKEN. GitLab: calls the API at CI_API_V4_URL, which GitLab
CI sets, with the access token in GITLAB_TOKEN, which needs the scope api.`,
  arguments: [
    {
      placeholder: "FOLDER",
      description: "what --output of review --all or deploy --plan-only wrote, or a folder of such folders",
      completion: "file",
    },
  ],
  options: {
    "pull-request": { type: "string", value: "OWNER/REPOSITORY#NUMBER", description: "the pull request" },
    "merge-request": { type: "string", value: "GROUP/PROJECT!NUMBER", description: "the merge request" },
    kind: {
      type: "string",
      default: "review",
      value: "KIND",
      description: "what the comments are about; comments of another kind are refused",
      completion: commentKinds,
    },
    matrix: {
      type: "string",
      value: "JSON",
      description: "what matrix --format github printed: each of its environments gets a comment",
    },
    author: {
      type: "string",
      value: "LOGIN",
      description: "GitHub: whose comments are replaced (default: github-actions[bot])",
    },
  },
  exitCodes: { 0: "every stack has its comment", 2: "could not run, or a comment was refused" },
  examples: [
    "studio-perimeter comment reviews --pull-request example/perimeter#12",
    "studio-perimeter comment plans --kind plan --merge-request example/security/perimeter!12",
  ],
} as const satisfies CommandSyntax;
