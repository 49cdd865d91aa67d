#!/usr/bin/env node
import { types } from "node:util";
import { setFlagsFromString } from "node:v8";
import type { Command, ExitCode, Terminal } from "./command";

interface Entry {
  readonly summary: string;
  /** Loaded on use: what one command needs, no other has to wait for. */
  readonly load: () => Command;
}

const commands: Readonly<Record<string, Entry>> = {
  build: {
    summary: "synthesize every environment and prove its claims",
    load: () => (require("./build") as typeof import("./build")).build,
  },
  verify: {
    summary: "prove the claims of synthesized stacks, plans and states",
    load: () => (require("./verify") as typeof import("./verify")).verify,
  },
  review: {
    summary: "say in sentences what a plan opens, loses and closes",
    load: () => (require("./review") as typeof import("./review")).review,
  },
  rehearse: {
    summary: "play every environment through real Terraform, with no account",
    load: () => ({ run: (require("./rehearse") as typeof import("./rehearse")).rehearse }),
  },
  draw: {
    summary: "draw synthesized environments as SVG",
    load: () => (require("./draw") as typeof import("./draw")).draw,
  },
  policies: {
    summary: "write the policies by which an organization stands behind the perimeter",
    load: () => (require("./policies") as typeof import("./policies")).policies,
  },
  explain: {
    summary: "say what a claim means and where it comes from",
    load: () => (require("./explain") as typeof import("./explain")).explain,
  },
};

/** Runs one command line; the words of the process without the program's name. */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "help") {
    terminal.out(usage());
    return name === undefined ? 2 : 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    terminal.err(`studio-perimeter: no such command, got ${name}; use one of ${Object.keys(commands).join(", ")}\n`);
    return 2;
  }
  const command = entry.load();
  if (command.help !== undefined && rest.includes("--help")) {
    terminal.out(`${command.help}\n`);
    return 0;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    terminal.err(`${describe(error)}\n`);
    return 2;
  }
}

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `usage: studio-perimeter <command> [options]\n\n${lines.join("\n")}\n\nstudio-perimeter <command> --help shows options and examples\n`;
}

/** What the operating system refused, in words for whoever named the file. */
const REFUSED: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "is a folder, where a file is needed",
  ENOTDIR: "lies below a file, where a folder is needed",
  EEXIST: "is there already",
  EACCES: "may not be read or written",
};

/** A plain error or one of the operating system is the user's to mend: one line. Any other is ours: with its trace. */
function describe(error: unknown): string {
  if (!types.isNativeError(error)) {
    return `studio-perimeter: ${String(error)}`;
  }
  const { code = "", path = "a path" } = error as NodeJS.ErrnoException;
  const first = error.message.split("\n")[0] ?? "";
  if (code.startsWith("ERR_PARSE_ARGS")) {
    return `studio-perimeter: ${first.split(". ")[0]}; see --help of the command`;
  }
  const refused = REFUSED[code];
  if (refused !== undefined) {
    return `${path}: ${refused}, got ${code}; pass another path`;
  }
  return error.name === "Error" || code !== "" ? first : (error.stack ?? error.message);
}

if (require.main === module) {
  // A command lives for about a second: compiling with full optimization takes longer than it saves.
  setFlagsFromString("--interrupt-budget=4000000");
  const { env, stdout, stderr, argv } = process;
  // Who closes the pipe has read enough: head, or a pager.
  stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 2));
  const colour = stdout.isTTY === true && (env.NO_COLOR ?? "") === "";
  const terminal: Terminal = {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    colour,
    environment: env,
  };
  main(argv.slice(2), terminal).then((code) => {
    process.exitCode = code;
  });
}
