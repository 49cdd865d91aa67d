import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { askPerson } from "../../delivery/ask-person";
import { deployStack } from "../../delivery/deploy-stack";
import { withDeployableStack } from "../../delivery/deployable-stack";
import { judgePlanning, parseAllowedDigests } from "../../delivery/judge-planning";
import { parseImports } from "../../delivery/recovery/resource-imports";
import { withCopyOfStack } from "../../delivery/stack-files";
import { readPolicy } from "../../policy/policy-file";
import {
  failedPlanComment,
  planComment,
  stoppedPlanComment,
  stoppedPlanText,
} from "../../reviews/comments/plan-comment";
import { type StackComment, writeComments } from "../../reviews/review-files";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { describeError } from "../../shared/describe-error";
import { readJson } from "../../shared/files/json-file";
import { surroundingsOfStack } from "../../shared/inputs/read-terraform";
import { deploySyntax } from "../../syntax/delivery/deploy-syntax";

export const deploy: Command = { run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(deploySyntax, args);
  const imports = parseImports(values.import ?? []);
  const { approve, "plan-only": isPlanOnly, "skip-synth": skipSynth, output, before } = values;
  for (const option of ["output", "before"] as const) {
    if (values[option] !== undefined && !isPlanOnly) {
      throw new Error(`--${option}: belongs to --plan-only, got a deployment; leave it out, or pass --plan-only`);
    }
  }
  if (imports.length > 0 && isPlanOnly) {
    throw new Error("--import: changes the state, got --plan-only; leave one of them out");
  }
  const allowed = parseAllowedDigests(values["allow-execution"]);
  return withDeployableStack(
    { command: "deploy", positionals, skipSynth, synthesis: terminal },
    terminal.environment,
    async ({ name, path, run: terraform }) => {
      const keep = (comment: StackComment): void => {
        if (output !== undefined) {
          writeComments(output, [comment]);
        }
      };
      const plan = (directory: string): Promise<ExitCode> =>
        deployStack(
          { ...terraform, directory, show: terminal.out },
          {
            name,
            surroundings: surroundingsOfStack(path),
            isPlanOnly,
            imports,
            logFolder: terraform.directory,
            accepted: readPolicy().accepted,
            ask: (question) => askPerson(question, terraform.signal),
            ...(approve !== undefined && { approve }),
            reviewed: (review, approval) => keep(planComment(review, approval)),
          },
          terminal,
        );
      try {
        if (before === undefined) {
          return await plan(terraform.directory);
        }
        const json = readJson(path) as JsonObject;
        const unknown = judgePlanning({ name, path, json, before });
        if (unknown !== undefined && !allowed.includes(unknown.digest)) {
          terminal.err(stoppedPlanText(name, unknown));
          keep(stoppedPlanComment(name, unknown));
          return 2;
        }
        return await withCopyOfStack(terraform.directory, json, plan);
      } catch (error) {
        // What Terraform says is in the log: it can quote values.
        keep(failedPlanComment(name, describeError(error).split("\n", 1)[0] ?? ""));
        throw error;
      }
    },
  );
}
