import { basename } from "node:path";
import { perimeterHolds } from "../../verify/claims/decide-claims";
import { verdictCell } from "../../verify/report/text-report";
import { textTable } from "../../verify/report/text-table";
import { visibleText } from "../../verify/terraform/visible-text";
import { readPolicy } from "../policy/policy-file";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { isFolder } from "../shared/files/is-folder";
import { isRegularFile, writeOutput } from "../shared/files/write-output";
import { isPath } from "../shared/inputs/path-argument";
import { readPrices } from "../shared/inputs/prices-file";
import { relatedInputs } from "../shared/inputs/related-inputs";
import { hasStack, outputFolder, synthesizedStacks, type TerraformFile } from "../shared/inputs/synthesized-stacks";
import { warnIfSynthesisIsStale } from "../shared/sources/stale-synthesis-warning";
import { factsOfEnvironments, factsOfPlans, factsOfRoot, pageOf } from "../stacks/page-facts";
import { requireStacksIn } from "../stacks/stack-pairs";
import { givenPosture } from "../syntax/options/posture-option";
import { reportSyntax } from "../syntax/report-syntax";

export const report: Command = { run };

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const parsed = parseCommandArguments(reportSyntax, args);
  const { html } = parsed.values;
  if (html === undefined) {
    throw new Error("report: needs a file for the page; pass --html FILE");
  }
  const facts = factsOf(parsed, terminal);
  writeOutput(pageOf(facts), html, terminal);
  if (isRegularFile(html)) {
    terminal.out(
      textTable(facts.stacks.map(({ stack }) => [visibleText(stack.name), verdictCell(stack, terminal)])).concat("\n"),
    );
  }
  return facts.stacks.every(({ stack }) => perimeterHolds(stack)) ? 0 : 1;
}

type ReportArguments = ReturnType<typeof parseCommandArguments<(typeof reportSyntax)["options"]>>;

/** The facts of plans, of one root module, or of environments: what the arguments name. */
function factsOf(parsed: ReportArguments, terminal: Terminal): ReturnType<typeof factsOfPlans> {
  const { values, positionals } = parsed;
  const { plan: plans = [], before, source } = values;
  requireFittingOptions(parsed);
  const root = rootOf(positionals, before, terminal);
  if (values.join !== undefined && root === undefined && plans.length === 0) {
    throw new Error("report: --join belongs to a folder, a state or a plan, got environments; leave it out");
  }
  const policy = readPolicy(values.policy, source ?? (root !== undefined && isFolder(root) ? root : undefined));
  const options = { policy, prices: readPrices(values.prices), posture: givenPosture(values.posture) };
  const related = relatedInputs(parsed, terminal, root === undefined ? plans : [root]);
  if (plans.length > 0) {
    return factsOfPlans(namedPlans(plans, values.name), options, related);
  }
  return root !== undefined
    ? factsOfRoot({ name: root, path: root }, options, related)
    : environmentFacts(positionals, before, options, terminal);
}

/** @throws for options that do not go together */
function requireFittingOptions({ values, positionals }: ReportArguments): void {
  const { plan: plans = [], before } = values;
  if (plans.length > 0 && (positionals.length > 0 || before !== undefined)) {
    throw new Error(
      `report: --plan takes neither environments nor --before, got ${before ?? positionals.join(" ")}; a plan holds both sides`,
    );
  }
  const ofOnePlan = (["name", "source"] as const).find((name) => values[name] !== undefined);
  if (ofOnePlan !== undefined && plans.length !== 1) {
    throw new Error(`report: --${ofOnePlan} belongs to one plan, got ${plans.length} plans; pass one --plan with it`);
  }
}

/**
 * The folder or file of a root module among the arguments; `undefined` for environments.
 *
 * @throws when something else is named with it
 */
function rootOf(positionals: readonly string[], before: string | undefined, terminal: Terminal): string | undefined {
  const output = outputFolder(terminal.environment);
  const root = positionals.find((word) => isPath(word, (name) => hasStack(output, name)));
  if (root !== undefined && positionals.length > 1) {
    throw new Error(`report: one folder has a page of its own, got ${positionals.join(" ")}; pass one`);
  }
  if (root !== undefined && before !== undefined) {
    throw new Error(
      `report: --before belongs to environments, got ${root}; write review ${root} --before ${before} --format html --output FILE`,
    );
  }
  return root;
}

/** A plan is named after its file, if nothing else is said. */
function namedPlans(paths: readonly string[], name: string | undefined): readonly TerraformFile[] {
  return paths.map((path) => ({ name: name ?? basename(path).replace(/\.json$/, ""), path }));
}

function environmentFacts(
  names: readonly string[],
  before: string | undefined,
  options: Parameters<typeof factsOfPlans>[1],
  terminal: Terminal,
): ReturnType<typeof factsOfEnvironments> {
  if (before !== undefined) {
    requireStacksIn(before);
  }
  const folder = outputFolder(terminal.environment);
  const stacks = synthesizedStacks(folder, names);
  warnIfSynthesisIsStale(
    stacks.map(({ path }) => path),
    terminal,
  );
  return factsOfEnvironments(stacks, { ...options, ...(before !== undefined && { before, after: folder }) });
}
