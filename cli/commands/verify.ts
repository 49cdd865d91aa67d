import { existsSync } from "node:fs";
import { join } from "node:path";
import { claims } from "../../verify/claims";
import { perimeterHolds, type VerifiedStack } from "../../verify/claims/decide-claims";
import { type DeclaredInFile, declaredInFile, firstPolicyFile, policyFileName } from "../../verify/posture/policy-file";
import { type Posture, perimeterPostureKinds } from "../../verify/posture/posture";
import { renderReport, reportFormats } from "../../verify/report/render-report";
import type { ReportedStack } from "../../verify/report/reported-stack";
import { type TextReportStyle, textReport } from "../../verify/report/text-report";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { Claim } from "../../verify/verdict/claim";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { readAcceptedFindings } from "../shared/files/accepted-findings-file";
import { readJoinedStates } from "../shared/files/joined-states";
import { replaceFile } from "../shared/files/replace-file";
import { isFolder, outputFolder, readJson, readTerraform, synthesizedStacks } from "../shared/files/terraform-files";
import { parseChoice } from "../shared/parse-choice";
import { warnOfRefusedRules } from "../shared/refused-rules-warning";
import { warnIfSynthesisIsStale } from "../shared/stale-synthesis-warning";
import { placesOfInput } from "../stacks/places-of-input";
import { summaryLine } from "../stacks/summary-line";
import { type Input, verifyFile } from "../stacks/verify-file";
import { verifySyntax } from "../syntax/verify-syntax";
import type { KeptResults } from "./support/kept-results";
import { type DecidedStack, decideUnlessKept } from "./support/kept-verdicts";

export const verify: Command = { run };

/** The form of Terraform JSON that each option accepts. */
const forms = { file: "synthesized", plan: "plan", state: "state" } as const satisfies Record<
  string,
  TerraformConfiguration["form"]
>;

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const started = performance.now();
  const { values, positionals } = parseCommandArguments(verifySyntax, args);
  const format = parseChoice("--format", reportFormats, values.format);
  const posture =
    values.posture === undefined ? undefined : parseChoice("--posture", perimeterPostureKinds, values.posture);
  const explained = values.explain === undefined ? undefined : claimNamed(values.explain);
  const files = (["file", "plan", "state"] as const).flatMap((option) =>
    (values[option] ?? []).map(
      (path): Input => ({
        name: path,
        path,
        form: forms[option],
        ...(option === "plan" && values.source !== undefined && { source: values.source }),
      }),
    ),
  );
  if (values.source !== undefined && values.plan?.length !== 1) {
    throw new Error(`--source: belongs to one plan, got ${values.plan?.length ?? 0} plans; pass one --plan with it`);
  }
  if (values.init) {
    return writePolicyFile(positionals, terminal);
  }
  const joined = readJoinedStates(values.join);
  const accepted = readAcceptedFindings(values.accepted);
  const policy = values.policy === undefined ? undefined : policyFileAt(values.policy);
  const among = explained === undefined ? selectClaims(values.claims, values.topics) : [explained];
  const inputs = selectInputs(files, positionals, terminal);
  const stacks = inputs.map((input) =>
    verifyFile(input, accepted, posture, { explained, among, policy: policy ?? policyFileOf(input), joined }),
  );
  requireSomeClaims(stacks);
  for (const { name, subject } of stacks) {
    warnOfRefusedRules(name, subject.configuration, terminal);
  }
  const seconds = (performance.now() - started) / 1000;
  const style: TextReportStyle = {
    color: terminal.color && values.output === undefined,
    detail: explained !== undefined ? "evidence" : values.all ? "all" : "unproved",
  };
  const report =
    format === "text"
      ? `${textReport(stacks, style)}\n${summaryLine(stacks, seconds)}\n`
      : renderReport(format, format === "sarif" ? withPlaces(stacks, inputs) : stacks);
  if (values.output === undefined) {
    terminal.out(report);
  } else {
    replaceFile(values.output, report);
  }
  return stacks.every(perimeterHolds) ? 0 : 1;
}

/** The same stacks, with the lines that people edit. */
function withPlaces(stacks: readonly VerifiedStack[], inputs: readonly Input[]): readonly ReportedStack[] {
  return stacks.map((stack, index) => {
    const input = inputs[index];
    return input === undefined ? stack : { ...stack, placeOf: placesOfInput(input) };
  });
}

/** Decides the claims of synthesized environments, except for those whose verdicts were kept. */
export function verifySynthesizedStacks(
  names: readonly string[],
  terminal: Terminal,
  kept: KeptResults,
): readonly DecidedStack[] {
  const accepted = readAcceptedFindings();
  return selectInputs([], names, terminal).map((input) =>
    decideUnlessKept(input, kept, (file) => verifyFile(file, accepted), accepted),
  );
}

function selectInputs(files: readonly Input[], names: readonly string[], terminal: Terminal): readonly Input[] {
  const output = outputFolder(terminal.environment);
  const folders = names.filter((name) => isRootFolder(name, output));
  const given = [...folders.map((name): Input => ({ name, path: name, form: "synthesized" })), ...files];
  const environments = names.filter((name) => !folders.includes(name));
  if (given.length > 0 && environments.length === 0) {
    return given;
  }
  const stacks = synthesizedStacks(output, environments);
  warnIfSynthesisIsStale(
    stacks.map(({ path }) => path),
    terminal,
  );
  return [...stacks.map((stack): Input => ({ ...stack, form: "synthesized" })), ...given];
}

/** Whether an argument is the folder of a root module. A word without a slash may also be an environment, which goes first. */
function isRootFolder(name: string, output: string): boolean {
  return /^\.{1,2}$|[/\\]/.test(name) || (isFolder(name) && !isFolder(join(output, "stacks", name)));
}

/** The policy file in the folder of the root module. */
function policyFileOf({ path, source }: Input): DeclaredInFile | undefined {
  const folder = source ?? (isFolder(path) ? path : undefined);
  const file = folder === undefined ? undefined : join(folder, policyFileName);
  return file !== undefined && existsSync(file) ? policyFileAt(file) : undefined;
}

function policyFileAt(path: string): DeclaredInFile {
  return declaredInFile(path, readJson(path));
}

/** Writes a first policy file into the folder of a root module. */
function writePolicyFile([folder, ...others]: readonly string[], terminal: Terminal): ExitCode {
  if (folder === undefined || others.length > 0) {
    throw new Error(
      `--init: needs the folder of one root module, got ${others.length + (folder === undefined ? 0 : 1)}`,
    );
  }
  const path = join(folder, policyFileName);
  if (existsSync(path)) {
    throw new Error(`${path}: exists already; edit it, or remove it and run verify --init again`);
  }
  const { json, surroundings } = readTerraform(folder);
  const declared = firstPolicyFile(readConfiguration(json, folder, surroundings));
  replaceFile(path, `${JSON.stringify(declared, null, 2)}\n`);
  terminal.out(
    `${path}: written with the posture ${String(declared.posture)}; complete it, then run verify ${folder}\n`,
  );
  return 0;
}

const topics = [...new Set(claims.map(({ topic }) => topic))];

/** The claims of a comma-separated list of names, and those of a list of topics. Without lists, every claim. */
function selectClaims(names: string | undefined, topicNames: string | undefined): readonly Claim<Posture>[] {
  if (names === undefined && topicNames === undefined) {
    return claims;
  }
  const listed = wordsOf(names).map((name) =>
    parseChoice(
      "--claims",
      claims.map((claim) => claim.name),
      name,
    ),
  );
  const about = wordsOf(topicNames).map((name) => parseChoice("--topics", topics, name));
  return claims.filter(({ name, topic }) => listed.includes(name) || about.includes(topic));
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

function claimNamed(name: string): Claim<Posture> {
  const names = claims.map((claim) => claim.name);
  const known = parseChoice("--explain", names, name);
  return claims.find((claim) => claim.name === known) as Claim<Posture>;
}
