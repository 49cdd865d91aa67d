import { suggestFix } from "../envs/schema/suggest-fix";
import type { Command, ExitCode, Terminal } from "./shared/command";
import { helpText } from "./shared/command-syntax";
import { describeError } from "./shared/describe-error";
import { encodeOutput } from "./shared/encode-output";
import { isCheckout, isCompiled, projectFolder, version } from "./shared/project";
import { warnIfBuildIsStale } from "./shared/sources/build-status";
import { keepYoungGenerationSmall } from "./shared/young-generation";
import { type CommandName, commandSyntaxes } from "./syntax/command-syntaxes";

/** A command is loaded when it runs: no command waits for what only another one needs. */
const loaders: Readonly<Record<CommandName, () => Command>> = {
  build: () => (require("./commands/build") as typeof import("./commands/build")).build,
  verify: () => (require("./commands/verify") as typeof import("./commands/verify")).verify,
  review: () => (require("./commands/review") as typeof import("./commands/review")).review,
  report: () => (require("./commands/report") as typeof import("./commands/report")).report,
  comment: () => (require("./commands/delivery/comment") as typeof import("./commands/delivery/comment")).comment,
  atlantis: () => (require("./commands/delivery/atlantis") as typeof import("./commands/delivery/atlantis")).atlantis,
  matrix: () => (require("./commands/delivery/matrix") as typeof import("./commands/delivery/matrix")).matrix,
  deploy: () => (require("./commands/delivery/deploy") as typeof import("./commands/delivery/deploy")).deploy,
  drift: () => (require("./commands/delivery/drift") as typeof import("./commands/delivery/drift")).drift,
  "apply-domain-settings": () =>
    (require("./commands/delivery/apply-domain-settings") as typeof import("./commands/delivery/apply-domain-settings"))
      .applyDomainSettings,
  destroy: () => (require("./commands/delivery/destroy") as typeof import("./commands/delivery/destroy")).destroy,
  rehearse: () => (require("./commands/rehearse") as typeof import("./commands/rehearse")).rehearse,
  draw: () => (require("./commands/draw") as typeof import("./commands/draw")).draw,
  smoke: () => (require("./commands/smoke") as typeof import("./commands/smoke")).smoke,
  policies: () => (require("./commands/questions/policies") as typeof import("./commands/questions/policies")).policies,
  ask: () => (require("./commands/questions/ask") as typeof import("./commands/questions/ask")).ask,
  "export-module": () =>
    (require("./commands/export-module") as typeof import("./commands/export-module")).exportModule,
  "publish-module": () =>
    (require("./commands/delivery/publish-module") as typeof import("./commands/delivery/publish-module"))
      .publishModule,
  explain: () => (require("./commands/questions/explain") as typeof import("./commands/questions/explain")).explain,
  completion: () => (require("./commands/completion") as typeof import("./commands/completion")).completion,
};

const HELP: ReadonlySet<string> = new Set(["--help", "-h"]);
const VERSION: ReadonlySet<string> = new Set(["--version", "-V"]);

/**
 * Runs one command line.
 *
 * @param args the words after the program's name
 */
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
  const syntax = commandSyntaxes.find((candidate) => candidate.name === name);
  if (syntax === undefined) {
    const names = commandSyntaxes.map((candidate) => candidate.name);
    terminal.err(`studio-perimeter: no such command, got ${name || "nothing"}; ${suggestFix(name, names)}\n`);
    return 2;
  }
  if (rest.some((word) => HELP.has(word))) {
    terminal.out(helpText(syntax));
    return 0;
  }
  if (!isCheckout && "needsCheckout" in syntax) {
    terminal.err(
      `${name}: reads the environments of a checkout, and this is an installed package; clone the project, or use verify and review on your own Terraform\n`,
    );
    return 2;
  }
  try {
    if (isCompiled) {
      warnIfBuildIsStale(projectFolder, terminal);
    }
    return await loaders[syntax.name]().run(rest, terminal);
  } catch (error) {
    terminal.err(`${describeError(error)}\n`);
    return 2;
  }
}

function usage(): string {
  const width = Math.max(...commandSyntaxes.map(({ name }) => name.length));
  const lines = commandSyntaxes.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `usage: studio-perimeter COMMAND [options]

commands:
${lines.join("\n")}

options:
  -h, --help     print this help; after a command, its options and examples
  -V, --version  print the version
`;
}

/** Commands that read Terraform and end within a second or two. */
const SHORT_COMMANDS: ReadonlySet<string> = new Set(["verify", "review", "ask"] satisfies CommandName[]);

/** Runs the command line of this process, and sets its exit code. */
export function start(): Promise<void> {
  const { env, stdout, stderr, argv } = process;
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that closes the pipe, such as head or a pager, has read enough; the exit code is still the verdict.
    if (error.code !== "EPIPE") {
      stderr.write(`${describeError(Object.assign(error, { path: "standard output" }))}\n`);
      process.exit(2);
    }
  });
  const color = stdout.isTTY === true && (env.NO_COLOR ?? "") === "";
  const terminal: Terminal = {
    out: (text) => void stdout.write(encodeOutput(text)),
    err: (text) => void stderr.write(encodeOutput(text)),
    color,
    environment: env,
  };
  if (argv[2] !== undefined && SHORT_COMMANDS.has(argv[2])) {
    keepYoungGenerationSmall();
  }
  return main(argv.slice(2), terminal).then((code) => {
    process.exitCode = code;
  });
}
