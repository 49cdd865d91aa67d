import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { claims } from "../../verify/claims";
import { allClaimsProved, decideClaims, type VerifiedStack } from "../../verify/claims/decide-claims";
import { type PostureKind, postureKinds } from "../../verify/posture/posture";
import { readPosture } from "../../verify/posture/read-posture";
import { type ReportFormat, renderReport, reportFormats } from "../../verify/report/render-report";
import { type TextReportStyle, textReport } from "../../verify/report/text-report";
import { createModuleLoader } from "../../verify/terraform/read/modules/module-files";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { Claim } from "../../verify/verdict/claim";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseChoice } from "../shared/parse-choice";
import { warnIfSynthesisIsStale } from "../shared/stale-synthesis-warning";
import { outputFolder, readJson, synthesizedStacks, type TerraformFile } from "../shared/terraform-files";

const help = `usage: studio-perimeter verify [ENV...] [options]

Decides every claim that a stack's posture requires, from its Terraform JSON alone.

  ENV...                 synthesized environments; all of them when nothing is named
  --file FILE            a synthesized cdk.tf.json from elsewhere (repeatable)
  --plan FILE            terraform show -json of a plan (repeatable)
  --state FILE           terraform show -json of a state, or a state file (repeatable)
  --posture POSTURE      ${postureKinds.join(", ")}: instead of the declared one
  --explain CLAIM        print the whole evidence of one claim
  --format FORMAT        ${reportFormats.join(", ")} (text)
  --output FILE          write the report there

Exit code: 0 all claims are proved, 1 one is violated or undecided, 2 could not run.

examples:
  studio-perimeter verify
  studio-perimeter verify prod --explain no-internet-path
  studio-perimeter verify --plan plan.json --format markdown --output comment.md`;

const options = {
  file: { type: "string", multiple: true },
  plan: { type: "string", multiple: true },
  state: { type: "string", multiple: true },
  posture: { type: "string" },
  explain: { type: "string" },
  format: { type: "string", default: "text" },
  output: { type: "string" },
} as const;

export const verify: Command = { help, run };

/** Files of each option, and the form that they must turn out to have. */
const forms = { file: "synthesized", plan: "plan", state: "state" } as const satisfies Record<
  string,
  TerraformConfiguration["form"]
>;

const formNames = { synthesized: "synthesized stack", plan: "plan", state: "state" } as const;

interface Input extends TerraformFile {
  readonly form: TerraformConfiguration["form"];
}

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const format = parseChoice("--format", reportFormats, values.format);
  const posture = values.posture === undefined ? undefined : parseChoice("--posture", postureKinds, values.posture);
  const explained = values.explain === undefined ? undefined : claimNamed(values.explain);
  const given = (["file", "plan", "state"] as const).flatMap((option) =>
    (values[option] ?? []).map((path): Input => ({ name: path, path, form: forms[option] })),
  );
  const judged = selectInputs(given, positionals, terminal).map((input) => judgeFile(input, posture, explained));
  print(judged, format, explained, values.output, terminal);
  return judged.every(allClaimsProved) ? 0 : 1;
}

function selectInputs(given: readonly Input[], names: readonly string[], terminal: Terminal): readonly Input[] {
  if (given.length > 0 && names.length === 0) {
    return given;
  }
  const stacks = synthesizedStacks(outputFolder(terminal.environment), names);
  warnIfSynthesisIsStale(
    stacks.map(({ path }) => path),
    terminal,
  );
  return [...stacks.map((stack): Input => ({ ...stack, form: "synthesized" })), ...given];
}

function judgeFile(input: Input, override: PostureKind | undefined, explained: Claim | undefined): VerifiedStack {
  const configuration = readConfiguration(readJson(input.path), input.path, createModuleLoader(dirname(input.path)));
  if (configuration.form !== input.form) {
    const [wanted, got] = [formNames[input.form], formNames[configuration.form]];
    throw new Error(`${input.path}: is not a ${wanted}, got a ${got}; pass it as such`);
  }
  const posture = readPosture(configuration, override);
  if (explained !== undefined && !explained.postures.includes(posture.kind)) {
    const kinds = explained.postures.join(", ");
    throw new Error(`${input.path}: ${explained.name} is not asked of it, got ${posture.kind}; it holds for ${kinds}`);
  }
  const subject = { configuration, posture };
  const among = explained === undefined ? claims : [explained];
  return { name: input.name, file: input.path, subject, claimResults: decideClaims(subject, among) };
}

function claimNamed(name: string): Claim {
  const names = claims.map((claim) => claim.name);
  const known = parseChoice("--explain", names, name);
  return claims.find((claim) => claim.name === known) as Claim;
}

function print(
  judged: readonly VerifiedStack[],
  format: ReportFormat,
  explained: Claim | undefined,
  output: string | undefined,
  terminal: Terminal,
): void {
  const style: TextReportStyle = {
    color: terminal.color && output === undefined,
    evidence: explained === undefined ? "short" : "full",
  };
  const report = format === "text" ? textReport(judged, style) : renderReport(format, judged);
  if (output === undefined) {
    terminal.out(report);
  } else {
    writeFileSync(output, report);
  }
}
