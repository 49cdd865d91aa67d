import type { CommandLine, Expectation, SmokeCheck, SmokePlan } from "./check";

/** The checks as lines for a shell: each command, below a comment that says what must happen. */
export function printPlan({ environment, position, region, checks }: SmokePlan): string {
  const head = [
    `# ${environment}, from ${positionNames[position]}`,
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
  ];
  return `${[head, ...checks.map(printCheck)].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const positionNames = {
  studio: "a terminal in Studio",
  client: "a machine inside the network, with the credentials of a person",
  outside: "the internet, with the credentials of a person",
} as const;

function printCheck({ title, expectation }: SmokeCheck): readonly string[] {
  return [`# ${title}: ${answerOf(expectation)}`, shellLine(expectation)];
}

/** What a person sees if the check passes. */
function answerOf(expectation: Expectation): string {
  switch (expectation.kind) {
    case "resolves-within":
      return `only addresses in ${expectation.cidr}`;
    case "does-not-resolve":
      return "no output";
    case "succeeds":
      return "no error";
    case "is-denied":
      return "AccessDenied";
    case "is-unreachable":
      return "no answer";
    case "has-status":
      return `a status from ${expectation.first} to ${expectation.last}`;
  }
}

function shellLine(expectation: Expectation): string {
  switch (expectation.kind) {
    case "resolves-within":
    case "does-not-resolve":
      return shell(["getent", "ahostsv4", expectation.host]);
    case "succeeds":
      return expectation.sets === undefined
        ? shell(expectation.command)
        : `${expectation.sets}=$(${shell(expectation.command)})`;
    case "is-unreachable":
      return shell(["timeout", "30", ...expectation.command]);
    default:
      return shell(expectation.command);
  }
}

function shell(command: CommandLine): string {
  return command.map(quote).join(" ");
}

/** Double quotes keep variables; the words of checks hold none of the other characters that are special inside them. */
function quote(word: string): string {
  return /^[\w@:/.,+=-]+$/.test(word) ? word : `"${word.replace(/[\\"`]/g, "\\$&")}"`;
}
