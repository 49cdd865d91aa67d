import { readdirSync } from "node:fs";
import { join } from "node:path";
import { suggestFix } from "../../envs/schema/suggest-fix";
import { withoutEntriesOfOthers } from "../../verify/acceptance/shared-entries";
import { claims } from "../../verify/claims";
import { chosenClaimsHold, perimeterHolds, type VerifiedStack } from "../../verify/claims/decide-claims";
import { memoizeByText } from "../../verify/collections/memoize";
import type { Posture } from "../../verify/posture/posture";
import { renderReport, reportFormats } from "../../verify/report/render-report";
import type { ReportedStack } from "../../verify/report/reported-stack";
import { type TextReportStyle, textReport } from "../../verify/report/text-report";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { Claim } from "../../verify/verdict/claim";
import type { Policy } from "../policy/policy";
import { readPolicy } from "../policy/policy-file";
import { writeFirstPolicy } from "../policy/write-first-policy";
import { claimNamed } from "../shared/claim-named";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { withEveryFault } from "../shared/every-fault";
import { isFolder } from "../shared/files/is-folder";
import { isRegularFile, writeOutput } from "../shared/files/write-output";
import { readJoinedRoots } from "../shared/inputs/joined-roots";
import { planOwn } from "../shared/inputs/own-plans";
import { isPath } from "../shared/inputs/path-argument";
import { hasStack, outputFolder, synthesizedStacks } from "../shared/inputs/synthesized-stacks";
import { givenVariables } from "../shared/inputs/variable-options";
import { parseChoice } from "../shared/parse-choice";
import { warnOfRefusedRules } from "../shared/refused-rules-warning";
import { warnIfSynthesisIsStale } from "../shared/sources/stale-synthesis-warning";
import { placesOfInput } from "../stacks/places-of-input";
import { summaryLine } from "../stacks/summary-line";
import { type Input, verifyFile, verifyPerimeters } from "../stacks/verify-file";
import { givenPosture } from "../syntax/options/posture-option";
import { verifySyntax } from "../syntax/verify-syntax";
import type { KeptResults } from "./support/kept-results";
import { type DecidedStack, decideUnlessKept } from "./support/kept-verdicts";

export const verify: Command = { run };

/** The form of Terraform JSON that each option accepts. */
const forms = { file: "synthesized", plan: "plan", state: "state" } as const satisfies Record<
  string,
  TerraformConfiguration["form"]
>;

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const started = performance.now();
  const { values, positionals, tokens } = parseCommandArguments(verifySyntax, args);
  const { "no-plan": isOff } = values;
  const format = parseChoice("--format", reportFormats, values.format);
  const posture = givenPosture(values.posture);
  const explained = values.explain === undefined ? undefined : claimNamed("--explain", values.explain);
  const files = (["file", "plan", "state"] as const).flatMap((option) =>
    (values[option] ?? []).map((path): Input => ({ name: path, path, form: forms[option] })),
  );
  if (values.init) {
    const given = givenVariables(tokens, terminal.environment, positionals);
    return writeFirstPolicy(positionals, { variables: given, isOff }, terminal);
  }
  const joined = readJoinedRoots(values.join);
  const among = explained === undefined ? selectClaims(values.claims, values.topics) : [explained];
  const inputs = withSource(selectInputs(files, positionals, terminal), values.source);
  const paths = inputs.map(({ path }) => path);
  const variables = givenVariables(tokens, terminal.environment, paths);
  // What an option names is read in the form that it says.
  const planned = inputs.flatMap(({ path, form }) => (form === undefined ? [path] : []));
  // A plan takes seconds, so that what is wrong without one is said before.
  const policyFor = memoizeByText((folder) => readPolicy(values.policy, folder));
  const policies = inputs.map(({ path, source = isFolder(path) ? path : "." }) => policyFor(source));
  const accountOf = (folder: string) => policies[paths.indexOf(folder)] ?? {};
  const plans = await planOwn(planned, { variables, joined, accountOf, isOff }, terminal);
  const judged = inputs.flatMap((input, index) =>
    verifyPerimeters(input, policies[index], posture, { explained, among, joined, variables, plans }).map((stack) => ({
      stack,
      input,
    })),
  );
  const stacks = withoutEntriesOfOthers(judged.map(({ stack }) => stack));
  warnOfUnknownStacks(policies, stacks, terminal);
  requireSomeClaims(stacks);
  for (const { name, subject } of stacks) {
    warnOfRefusedRules(name, subject.configuration, terminal);
  }
  const seconds = (performance.now() - started) / 1000;
  const style: TextReportStyle = {
    color: terminal.color && values.output === undefined,
    detail: explained !== undefined ? "evidence" : values.all ? "all" : "unproved",
  };
  const summary = summaryLine(stacks, seconds);
  const inputOfEach = judged.map(({ input }) => input);
  const report =
    format === "text"
      ? `${textReport(stacks, style)}\n${summary}\n`
      : renderReport(format, format === "sarif" ? withPlaces(stacks, inputOfEach) : stacks);
  writeOutput(report, values.output, terminal);
  if (values.output !== undefined && isRegularFile(values.output)) {
    terminal.out(`${summary}\n`);
  }
  return stacks.every(among === claims ? perimeterHolds : chosenClaimsHold) ? 0 : 1;
}

/**
 * The same stacks, with the lines that people edit.
 *
 * @param inputs the file of each stack
 */
function withPlaces(stacks: readonly VerifiedStack[], inputs: readonly Input[]): readonly ReportedStack[] {
  return stacks.map((stack, index) => {
    const input = inputs[index];
    const { form } = stack.subject.configuration;
    return input === undefined ? stack : { ...stack, placeOf: placesOfInput({ ...input, form }) };
  });
}

/** Decides the claims of synthesized environments, except for those whose verdicts were kept. */
export function verifySynthesizedStacks(
  names: readonly string[],
  terminal: Terminal,
  kept: KeptResults,
): readonly DecidedStack[] {
  const policy = readPolicy();
  const decided = selectInputs([], names, terminal).map((input) =>
    decideUnlessKept(input, kept, (file) => verifyFile(file, policy), policy),
  );
  const stacks = withoutEntriesOfOthers(decided.map(({ stack }) => stack));
  return decided.flatMap(({ isKept }, index) => (stacks[index] === undefined ? [] : { stack: stacks[index], isKept }));
}

function selectInputs(files: readonly Input[], names: readonly string[], terminal: Terminal): readonly Input[] {
  const output = outputFolder(terminal.environment);
  const paths = names.filter((name) => isPath(name, (word) => hasStack(output, word)));
  const given = [...paths.map((path): Input => ({ name: path, path })), ...files];
  const environments = names.filter((name) => !paths.includes(name));
  if (given.length > 0 && environments.length === 0) {
    return given;
  }
  requireKnownNames(environments, output);
  const stacks = synthesizedStacks(output, environments);
  warnIfSynthesisIsStale(
    stacks.map(({ path }) => path),
    terminal,
  );
  return [...stacks.map((stack): Input => ({ ...stack, form: "synthesized" })), ...given];
}

/** The one plan among the inputs, with the folder that was planned. A file that no option names must then be a plan. */
function withSource(inputs: readonly Input[], source: string | undefined): readonly Input[] {
  if (source === undefined) {
    return inputs;
  }
  const plans = inputs.filter(({ path, form = "plan" }) => form === "plan" && !isFolder(path));
  if (plans.length !== 1) {
    throw new Error(`--source: belongs to one plan, got ${plans.length} plans; pass one with it`);
  }
  return inputs.map((input) => (plans.includes(input) ? { ...input, source, form: "plan" } : input));
}

/** @throws for a word that is neither a path nor an environment */
function requireKnownNames(names: readonly string[], output: string): void {
  const unknown = names.find((name) => name !== "" && !hasStack(output, name));
  if (unknown === undefined) {
    return;
  }
  const folder = join(output, "stacks");
  const found = isFolder(folder) ? readdirSync(folder) : [];
  const advice = found.length === 0 ? "run npm start" : suggestFix(unknown, found);
  throw new Error(
    `${folder}: no such environment, got ${unknown}; ${advice}; or pass a plan, a state, or the folder of a root module`,
  );
}

/** An entry of a stack that does not exist accepts nothing, and no report of a stack has it. */
function warnOfUnknownStacks(
  policies: readonly Policy[],
  stacks: readonly VerifiedStack[],
  { environment, err }: Terminal,
): void {
  const output = outputFolder(environment);
  const isKnown = (name: string) => stacks.some((stack) => stack.name === name) || hasStack(output, name);
  const entries = new Set(policies.flatMap(({ accepted }) => accepted));
  for (const { stack, place = "accepted" } of entries) {
    if (stack !== undefined && !isKnown(stack)) {
      err(`${place}: accepts nothing: no such stack, got ${stack}; correct the name, or remove the entry\n`);
    }
  }
}

const topics = [...new Set(claims.map(({ topic }) => topic))];

/**
 * The claims of a comma-separated list of names, and those of a list of topics. Without lists, every claim.
 *
 * @throws one line for each name and each topic that does not exist
 */
function selectClaims(names: string | undefined, topicNames: string | undefined): readonly Claim<Posture>[] {
  if (names === undefined && topicNames === undefined) {
    return claims;
  }
  const chosen = withEveryFault<(claim: Claim<Posture>) => boolean>([
    ...wordsOf(names).map((word) => () => {
      const { name } = claimNamed("--claims", word);
      return (claim: Claim<Posture>) => claim.name === name;
    }),
    ...wordsOf(topicNames).map((word) => () => {
      const topic = parseChoice("--topics", topics, word);
      return (claim: Claim<Posture>) => claim.topic === topic;
    }),
  ]);
  return claims.filter((claim) => chosen.some((isChosen) => isChosen(claim)));
}

function wordsOf(list: string | undefined): readonly string[] {
  return list === undefined ? [] : list.split(",").map((word) => word.trim());
}

/** @throws when no selected claim belongs to the posture of a stack, which would then hold in silence */
function requireSomeClaims(stacks: readonly VerifiedStack[]): void {
  const empty = stacks.find(({ claimResults }) => claimResults.length === 0);
  if (empty !== undefined) {
    throw new Error(
      `${empty.name}: no selected claim applies to its posture, got ${empty.subject.posture.kind}; select others with --claims or --topics`,
    );
  }
}
