import { basename } from "node:path";
import { perimeterHolds } from "../../verify/claims/decide-claims";
import { readPolicy } from "../policy/policy-file";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { readPrices } from "../shared/files/prices-file";
import { outputFolder, synthesizedStacks, type TerraformFile } from "../shared/files/terraform-files";
import { writeOutput } from "../shared/files/write-output";
import { warnIfSynthesisIsStale } from "../shared/stale-synthesis-warning";
import { factsOfEnvironments, factsOfPlans, pageOf } from "../stacks/page-facts";
import { requireStacksIn } from "../stacks/stack-pairs";
import { reportSyntax } from "../syntax/report-syntax";

export const report: Command = { run };

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseCommandArguments(reportSyntax, args);
  const { html, plan: plans = [], before } = values;
  if (html === undefined) {
    throw new Error("report: needs a file for the page; pass --html FILE");
  }
  if (plans.length > 0 && (positionals.length > 0 || before !== undefined)) {
    throw new Error(
      `report: --plan takes neither environments nor --before, got ${before ?? positionals.join(" ")}; a plan holds both sides`,
    );
  }
  if (values.name !== undefined && plans.length !== 1) {
    throw new Error(`report: --name belongs to one plan, got ${plans.length} plans; pass one --plan with it`);
  }
  const options = { policy: readPolicy(values.policy), prices: readPrices(values.prices) };
  const facts =
    plans.length > 0
      ? factsOfPlans(namedPlans(plans, values.name), options)
      : environmentFacts(positionals, before, options, terminal);
  writeOutput(pageOf(facts), html, terminal);
  return facts.stacks.every(({ stack }) => perimeterHolds(stack)) ? 0 : 1;
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
