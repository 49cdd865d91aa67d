import { Resolver } from "node:dns/promises";
import { parseAddressSet } from "../ip/cidr";
import { containsPoint } from "../ip/interval-set";
import { parseIpAddress } from "../ip/ip-address";
import type { CommandLine, Expectation, SmokeCheck } from "./check";
import { type CommandEnd, runCommand } from "./run-command";

/** `undecided`: an answer that shows neither. `could not run`: a program, credentials or a value are missing. */
export type CheckOutcome = "passed" | "failed" | "undecided" | "could not run";

/** One check with its outcome. */
export interface CheckResult {
  readonly title: string;
  readonly outcome: CheckOutcome;
  /** What was seen, in one line; empty if there is nothing to say. */
  readonly evidence: string;
}

/** What checks run with. */
export interface CheckSurroundings {
  /** Environment variables of the commands. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Values of variables; checks add to them. */
  readonly variables: Map<string, string>;
  /** Time for each command and each DNS query. */
  readonly milliseconds: number;
  /**
   * DNS servers, as `address` or `address:port`.
   * @default - those of the system
   */
  readonly dnsServers?: readonly string[];
}

type Judgement = Omit<CheckResult, "title">;

/** Runs one check. */
export async function runCheck(
  { title, expectation }: SmokeCheck,
  surroundings: CheckSurroundings,
): Promise<CheckResult> {
  return { title, ...(await judge(expectation, surroundings)) };
}

async function judge(expectation: Expectation, surroundings: CheckSurroundings): Promise<Judgement> {
  if (expectation.kind === "resolves-within" || expectation.kind === "does-not-resolve") {
    return judgeAddresses(expectation, await addressesOf(expectation.host, surroundings));
  }
  const command = fill(expectation.command, surroundings.variables);
  if (command.kind === "missing") {
    return { outcome: "could not run", evidence: `$${command.variable} has no value` };
  }
  const end = await runCommand(command.line, surroundings.environment, surroundings.milliseconds);
  const judgement = hindrance(command.line, end) ?? judgeEnd[expectation.kind](end, expectation as never);
  if (expectation.kind === "succeeds" && expectation.sets !== undefined && end.kind === "exited" && end.code === 0) {
    surroundings.variables.set(expectation.sets, end.out.trim());
  }
  return judgement;
}

type FilledCommand =
  | { readonly kind: "filled"; readonly line: CommandLine }
  | { readonly kind: "missing"; readonly variable: string };

const VARIABLE = /\$([A-Z]+)/g;

function fill([program, ...args]: CommandLine, variables: ReadonlyMap<string, string>): FilledCommand {
  const missing = args
    .flatMap((word) => [...word.matchAll(VARIABLE)])
    .map(([, name = ""]) => name)
    .find((name) => !variables.get(name));
  return missing === undefined
    ? {
        kind: "filled",
        line: [program, ...args.map((word) => word.replace(VARIABLE, (_, name) => variables.get(name) ?? ""))],
      }
    : { kind: "missing", variable: missing };
}

/** What keeps a command from asking its question at all. */
function hindrance([program]: CommandLine, end: CommandEnd): Judgement | undefined {
  if (end.kind === "not-started") {
    return { outcome: "could not run", evidence: `${program} does not start: ${end.reason}` };
  }
  const isHindered =
    end.kind === "exited" && end.code !== 0 && (UNKNOWN_CALLER.test(end.err) || isUnasked(program, end.err));
  return isHindered ? { outcome: "could not run", evidence: lastLine(end.err) } : undefined;
}

const UNKNOWN_CALLER = /Unable to locate credentials|ExpiredToken|InvalidClientTokenId/;

/**
 * Whether the AWS CLI ended before it asked AWS, as without a region or with an option that its version lacks: AWS's errors have
 * one form, and those of connections are about an endpoint or a time-out.
 */
function isUnasked(program: string, err: string): boolean {
  return program === "aws" && !/An error occurred \(|endpoint URL|timed? ?out|[Cc]onnection|SSL/.test(err);
}

type CommandExpectation = Exclude<Expectation, { readonly host: string }>;
type Judge<Kind> = (end: CommandEnd, expectation: Extract<CommandExpectation, { readonly kind: Kind }>) => Judgement;

const DENIED = /\b(?:AccessDenied(?:Exception)?|UnauthorizedOperation|Forbidden|explicit deny)\b|\(403\)/;

/** What curl and git say of a server that gives no answer: no name, no route, no connection, a connection that a firewall ends. */
const NO_ANSWER =
  /Could not resolve|Couldn't connect|Failed to connect|timed out|refused|reset by peer|No route to host|Network is unreachable|SSL_ERROR_SYSCALL|unexpected eof|Empty reply/i;

const judgeEnd: { readonly [Kind in CommandExpectation["kind"]]: Judge<Kind> } = {
  succeeds: (end) =>
    end.kind === "exited" && end.code === 0 ? passed() : { outcome: "failed", evidence: describeEnd(end) },
  "is-denied": (end) => {
    if (end.kind === "exited" && end.code === 0) {
      return { outcome: "failed", evidence: "the request was allowed" };
    }
    return end.kind === "exited" && DENIED.test(end.err)
      ? passed(lastLine(end.err))
      : { outcome: "undecided", evidence: `not a refusal by a policy: ${describeEnd(end)}` };
  },
  "is-unreachable": (end) => {
    if (end.kind === "exited" && end.code === 0) {
      return { outcome: "failed", evidence: "the server answered" };
    }
    return end.kind === "timed-out" || (end.kind === "exited" && NO_ANSWER.test(end.err))
      ? passed(describeEnd(end))
      : { outcome: "undecided", evidence: `not the sign of a closed path: ${describeEnd(end)}` };
  },
  "has-status": (end, { first, last }) => {
    const status = end.kind === "exited" && end.code === 0 ? Number(end.out.trim()) : Number.NaN;
    if (Number.isNaN(status)) {
      return { outcome: "undecided", evidence: `no HTTP status: ${describeEnd(end)}` };
    }
    return { outcome: status >= first && status <= last ? "passed" : "failed", evidence: `HTTP status ${status}` };
  },
};

function passed(evidence = ""): Judgement {
  return { outcome: "passed", evidence };
}

function describeEnd(end: CommandEnd): string {
  return end.kind === "exited" ? lastLine(end.err) || `exit code ${end.code}` : end.kind.replace("-", " ");
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}

type Addresses =
  | { readonly kind: "addresses"; readonly addresses: readonly string[] }
  | { readonly kind: "none" }
  | { readonly kind: "no-answer"; readonly reason: string };

/** Codes of Node.js for a name that does not exist, and for one without an address. */
const NO_ADDRESS: ReadonlySet<string | undefined> = new Set(["ENOTFOUND", "ENODATA"]);

async function addressesOf(host: string, { dnsServers, milliseconds }: CheckSurroundings): Promise<Addresses> {
  const resolver = new Resolver({ timeout: milliseconds, tries: 1 });
  if (dnsServers !== undefined) {
    resolver.setServers([...dnsServers]);
  }
  try {
    const addresses = await resolver.resolve4(host);
    return addresses.length === 0 ? { kind: "none" } : { kind: "addresses", addresses };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return NO_ADDRESS.has(code) ? { kind: "none" } : { kind: "no-answer", reason: message };
  }
}

function judgeAddresses(expectation: Extract<Expectation, { readonly host: string }>, answer: Addresses): Judgement {
  if (answer.kind === "no-answer") {
    return { outcome: "undecided", evidence: `the resolver gives no answer: ${answer.reason}` };
  }
  const evidence = answer.kind === "none" ? "no address" : answer.addresses.join(", ");
  const holds =
    expectation.kind === "does-not-resolve"
      ? answer.kind === "none"
      : answer.kind === "addresses" && answer.addresses.every((address) => isWithin(address, expectation.cidr));
  return { outcome: holds ? "passed" : "failed", evidence };
}

function isWithin(address: string, cidr: string): boolean {
  const parsed = parseIpAddress(address);
  return parsed !== undefined && containsPoint(parseAddressSet(cidr), parsed);
}
