#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import type { Command, ExitCode, Terminal } from "./shared/command";
import { helpText } from "./shared/command-syntax";
import { describeError } from "./shared/describe-error";
import { suggestChoice } from "./shared/parse-choice";
import { isCompiled, projectFolder, version } from "./shared/project";
import { warnIfBuildIsStale } from "./shared/stale-build-warning";

interface CommandEntry {
  readonly summary: string;
  /** Loaded on use: what one command needs, no other has to wait for. */
  readonly load: () => Command;
}

const commands: Readonly<Record<string, CommandEntry>> = {
  build: {
    summary: "synthesize every environment and prove its claims",
    load: () => (require("./commands/build") as typeof import("./commands/build")).build,
  },
  verify: {
    summary: "prove the claims of synthesized stacks, plans and states",
    load: () => (require("./commands/verify") as typeof import("./commands/verify")).verify,
  },
  review: {
    summary: "say in sentences what a plan opens, loses and closes",
    load: () => (require("./commands/review") as typeof import("./commands/review")).review,
  },
  rehearse: {
    summary: "play every environment through real Terraform, with no account",
    load: () => (require("./commands/rehearse") as typeof import("./commands/rehearse")).rehearse,
  },
  draw: {
    summary: "draw synthesized environments as SVG",
    load: () => (require("./commands/draw") as typeof import("./commands/draw")).draw,
  },
  policies: {
    summary: "write the policies by which an organization stands behind the perimeter",
    load: () => (require("./commands/policies") as typeof import("./commands/policies")).policies,
  },
  explain: {
    summary: "say what a claim means and where it comes from",
    load: () => (require("./commands/explain") as typeof import("./commands/explain")).explain,
  },
};

const HELP: ReadonlySet<string> = new Set(["--help", "-h"]);
const VERSION: ReadonlySet<string> = new Set(["--version", "-V"]);

/** Runs one command line; the words of the process without the program's name. */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args[0] === "help" ? [...args.slice(1, 2), "--help"] : args;
  if (name === undefined || HELP.has(name)) {
    terminal.out(usage());
    return name === undefined ? 2 : 0;
  }
  if (VERSION.has(name)) {
    terminal.out(`${version()}\n`);
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    terminal.err(
      `studio-perimeter: no such command, got ${name || "nothing"}; ${suggestChoice(name, Object.keys(commands))}\n`,
    );
    return 2;
  }
  const asksForHelp = rest.some((word) => HELP.has(word));
  let help: string | undefined;
  try {
    if (isCompiled && !asksForHelp) {
      warnIfBuildIsStale(projectFolder, terminal);
    }
    const command = entry.load();
    help = command.help;
    if (asksForHelp) {
      terminal.out(command.syntax === undefined ? `${help}\n` : helpText(command.syntax));
      return 0;
    }
    return await command.run(rest, terminal);
  } catch (error) {
    terminal.err(`${describeError(error, help)}\n`);
    return 2;
  }
}

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `usage: studio-perimeter <command> [options]\n\n${lines.join("\n")}\n\nstudio-perimeter <command> --help shows options and examples, --version the version\n`;
}

/** Runs the command line of this process. */
export function start(): void {
  // A command lives for about a second: compiling with full optimization takes longer than it saves.
  setFlagsFromString("--interrupt-budget=4000000");
  const { env, stdout, stderr, argv } = process;
  // Who closes the pipe has read enough: head, or a pager.
  stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 2));
  const colour = stdout.isTTY === true && (env.NO_COLOR ?? "") === "";
  const terminal: Terminal = {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    color: colour,
    environment: env,
  };
  main(argv.slice(2), terminal).then((code) => {
    process.exitCode = code;
  });
}

if (require.main === module) {
  start();
}
