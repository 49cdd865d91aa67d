import { once } from "node:events";
import { dirname } from "node:path";
import { createInterface } from "node:readline/promises";
import { findTerraform } from "../../rehearsal/run/terraform-cli";
import { runApp } from "../app/run-app";
import { deployStack } from "../delivery/deploy-stack";
import { untilInterrupted } from "../delivery/interruption";
import { readAcceptedFindings } from "../shared/accepted-findings-file";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { warnIfSynthesisIsStale } from "../shared/stale-synthesis-warning";
import { outputFolder, synthesizedStacks } from "../shared/terraform-files";
import { deploySyntax } from "../syntax/deploy-syntax";

export const deploy: Command = { run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(deploySyntax, args);
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) {
    throw new Error(
      `deploy: needs one environment, got ${positionals.join(" ") || "none"}; deploy one after the other`,
    );
  }
  const { binary } = await findTerraform(terminal.environment);
  if (!values["skip-synth"]) {
    const code = synthesize(terminal);
    if (code !== 0) {
      return code;
    }
  }
  const [stack] = synthesizedStacks(outputFolder(terminal.environment), [name]);
  const path = stack?.path ?? "";
  warnIfSynthesisIsStale([path], terminal);
  const { approve, "plan-only": planOnly } = values;
  return untilInterrupted((signal) =>
    deployStack(
      { binary, directory: dirname(path), environment: terminal.environment, signal, show: terminal.out },
      {
        name,
        planOnly,
        accepted: readAcceptedFindings(),
        ask: (question) => ask(question, signal),
        ...(approve !== undefined && { approve }),
      },
      terminal,
    ),
  );
}

function synthesize(terminal: Terminal): ExitCode {
  const app: Parameters<typeof runApp>[0] = {
    env: terminal.environment,
    stdout: { write: terminal.out },
    stderr: { write: terminal.err },
  };
  runApp(app);
  return Number(app.exitCode);
}

async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY) {
    return undefined;
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C reaches the prompt, not the process; Ctrl-D ends the input without an answer.
  prompt.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const closed = once(prompt, "close").then(() => undefined);
    return (await Promise.race([prompt.question(question, { signal }), closed]))?.trim();
  } finally {
    prompt.close();
  }
}
