import type { CommandSyntax } from "../../shared/command-syntax";

export const commentSyntax = {
  name: "comment",
  usage: ["FOLDER --pull-request OWNER/REPOSITORY#NUMBER"],
  summary: "keep one comment for each reviewed stack in a pull request",
  description: `Writes the comments of review --all into a pull request of GitHub, one for each stack. It replaces the comments of an
earlier run. Calls gh, the command line of GitHub, which reads the token from GH_TOKEN.`,
  arguments: [{ placeholder: "FOLDER", description: "what review --all --output wrote", completion: "file" }],
  options: {
    "pull-request": { type: "string", value: "OWNER/REPOSITORY#NUMBER", description: "the pull request" },
    author: {
      type: "string",
      value: "LOGIN",
      description: "whose comments are replaced (default: github-actions[bot])",
    },
  },
  exitCodes: { 0: "every stack has its comment", 2: "could not run, or GitHub refused a comment" },
  examples: ["studio-perimeter comment reviews --pull-request example/perimeter#12"],
} as const satisfies CommandSyntax;
