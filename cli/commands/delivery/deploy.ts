import { askPerson } from "../../delivery/ask-person";
import { deployStack } from "../../delivery/deploy-stack";
import { withDeployableStack } from "../../delivery/deployable-stack";
import { readPolicy } from "../../policy/policy-file";
import { failedPlanComment, planComment } from "../../reviews/comments/plan-comment";
import { writeComments } from "../../reviews/review-files";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { describeError } from "../../shared/describe-error";
import { deploySyntax } from "../../syntax/delivery/deploy-syntax";

export const deploy: Command = { run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(deploySyntax, args);
  const { approve, "plan-only": isPlanOnly, "skip-synth": skipSynth, output } = values;
  if (output !== undefined && !isPlanOnly) {
    throw new Error("--output: belongs to --plan-only, got a deployment; leave it out, or pass --plan-only");
  }
  return withDeployableStack(
    { command: "deploy", positionals, skipSynth, synthesis: terminal },
    terminal.environment,
    async ({ name, run: terraform }) => {
      try {
        return await deployStack(
          { ...terraform, show: terminal.out },
          {
            name,
            isPlanOnly,
            accepted: readPolicy().accepted,
            ask: (question) => askPerson(question, terraform.signal),
            ...(approve !== undefined && { approve }),
            ...(output !== undefined && {
              reviewed: (review, digest) => writeComments(output, [planComment(review, digest)]),
            }),
          },
          terminal,
        );
      } catch (error) {
        if (output !== undefined) {
          // What Terraform says is in the log: it can quote values.
          writeComments(output, [failedPlanComment(name, describeError(error).split("\n", 1)[0] ?? "")]);
        }
        throw error;
      }
    },
  );
}
