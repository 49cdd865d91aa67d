import { isIP } from "node:net";
import { environments } from "../../envs";
import { partnersOf } from "../../envs/inspection/inspection-environment";
import { suggestFix } from "../../envs/schema/suggest-fix";
import { requireAllEnvironments } from "../../envs/validation/parse-environments";
import { type SmokePlan, URL_VARIABLE } from "../../smoke/check";
import { printPlan } from "../../smoke/print-plan";
import { type CheckOutcome, type CheckResult, type CheckSurroundings, runCheck } from "../../smoke/run-check";
import { smokePlan } from "../../smoke/smoke-plan";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { parseChoice } from "../shared/parse-choice";
import { smokeSyntax } from "../syntax/smoke-syntax";

export const smoke: Command = { run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(smokeSyntax, args);
  const position = parseChoice("--from", smokeSyntax.options.from.completion, values.from);
  const milliseconds = parseSeconds(values.timeout) * 1000;
  const dnsServers = values.dns === undefined ? undefined : [parseDnsServer(values.dns)];
  const { environments: all, inspections } = requireAllEnvironments(environments, new Date());
  const [name = "", ...others] = positionals;
  const hub = inspections.find((inspection) => inspection.name === name);
  if (hub !== undefined) {
    const spokes = partnersOf(hub);
    const use = spokes.length === 0 ? "attach an environment first" : `check its spokes: ${spokes.join(", ")}`;
    throw new Error(`smoke: ${name} has no Studio from which the checks run, got an inspection environment; ${use}`);
  }
  const names = all.map((environment) => environment.name);
  const environment = all.find((candidate) => candidate.name === name);
  if (environment === undefined || others.length > 0) {
    const got = positionals.join(" ") || "nothing";
    throw new Error(`smoke: needs the name of one environment, got ${got}; ${suggestFix(name, names)}`);
  }
  const plan = smokePlan(environment, position);
  if (!values.run) {
    terminal.out(values.json ? `${JSON.stringify(plan, null, 2)}\n` : printPlan(plan));
    return 0;
  }
  const results = await runPlan(plan, values.json ? () => {} : (result) => terminal.out(`${describe(result)}\n`), {
    environment: {
      ...terminal.environment,
      // Version 1 of the AWS CLI reads the second.
      AWS_REGION: plan.region,
      AWS_DEFAULT_REGION: plan.region,
      AWS_PAGER: "",
      GIT_TERMINAL_PROMPT: "0",
    },
    variables: new Map(values.url === undefined ? [] : [[URL_VARIABLE, values.url]]),
    milliseconds,
    ...(dnsServers !== undefined && { dnsServers }),
  });
  const { environment: of, position: from } = plan;
  terminal.out(
    values.json ? `${JSON.stringify({ environment: of, position: from, results }, null, 2)}\n` : count(results),
  );
  return Math.max(...results.map(({ outcome }) => exitCodes[outcome]));
}

/** One after another: a check may need what an earlier one printed. */
async function runPlan(
  { checks }: SmokePlan,
  report: (result: CheckResult) => void,
  surroundings: CheckSurroundings,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const result = await runCheck(check, surroundings);
    report(result);
    results.push(result);
  }
  return results;
}

const exitCodes: Readonly<Record<CheckOutcome, ExitCode>> = { passed: 0, failed: 1, undecided: 1, "could not run": 2 };

function describe({ outcome, title, evidence }: CheckResult): string {
  return `${outcome.padEnd("could not run".length)}  ${title}${evidence === "" ? "" : ` (${evidence})`}`;
}

function count(results: readonly CheckResult[]): string {
  const outcomes = Object.keys(exitCodes).map((outcome) => {
    const counted = results.filter((result) => result.outcome === outcome).length;
    return `${counted} ${outcome}`;
  });
  return `${outcomes.join(", ")}\n`;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d{1,3}$/.test(text) || seconds < 1 || seconds > 600) {
    throw new Error(`--timeout: needs whole seconds from 1 to 600, got ${text || "nothing"}`);
  }
  return seconds;
}

function parseDnsServer(text: string): string {
  const [, address = "", port = "53"] = /^([\d.]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (isIP(address) !== 4 || Number(port) > 65_535) {
    throw new Error(`--dns: needs an IPv4 address, or address:port, got ${text || "nothing"}`);
  }
  return text;
}
