import { basename, dirname, resolve } from "node:path";
import type { PriceOverrides } from "../../aws/regions/monthly-price";
import {
  type BeforeAndAfter,
  beforeAndAfterOfFiles,
  beforeAndAfterOfPlan,
  type ReviewInput,
} from "../../review/before-and-after";
import { comparisonOfPerimeter, reviewedPerimeters } from "../../review/perimeter-comparison";
import { renderReview } from "../../review/report/render-review";
import { textReview } from "../../review/report/text-review";
import { type ApprovalRule, type Review, review as reviewChange } from "../../review/review";
import { outcomeOf } from "../../review/review-outcome";
import { judgedAlone } from "../../verify/acceptance/shared-entries";
import { type Policy, reviewOptionsOf } from "../policy/policy";
import { readPolicy } from "../policy/policy-file";
import { exitCodes, reviewAll } from "../reviews/review-all";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { type OptionValues, parseCommandArguments } from "../shared/command-syntax";
import { isFolder } from "../shared/files/is-folder";
import { writeOutput } from "../shared/files/write-output";
import { planAll } from "../shared/inputs/own-plans";
import { readPrices } from "../shared/inputs/prices-file";
import { type RelatedInputs, readTerraform } from "../shared/inputs/read-terraform";
import { relatedInputs } from "../shared/inputs/related-inputs";
import { STACK_FILE } from "../shared/inputs/synthesized-stacks";
import { parseChoice } from "../shared/parse-choice";
import { warnIfSynthesisIsStale } from "../shared/sources/stale-synthesis-warning";
import { placesOfReview } from "../stacks/places-of-input";
import { nameOfPerimeter } from "../stacks/verify-file";
import { givenPosture } from "../syntax/options/posture-option";
import { reviewReportFormats, reviewSyntax } from "../syntax/review-syntax";

export const review: Command = { run };

type ParsedArguments = ReturnType<typeof parseCommandArguments<(typeof reviewSyntax)["options"]>>;
type Values = OptionValues<typeof reviewSyntax>;

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const parsed = parseCommandArguments(reviewSyntax, args);
  const { values, positionals } = parsed;
  if (values.all) {
    return runAll(values, positionals, terminal);
  }
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) {
    const [got, advice] =
      path === undefined ? ["none", ""] : [positionals.join(" "), `, or ${path} --before ${others[0]}`];
    throw new Error(`review: needs one plan, got ${got}; pass the output of terraform show -json PLAN${advice}`);
  }
  const reports = reportsOf(values.format, values.output);
  const posture = givenPosture(values.posture);
  // Plans of folders take seconds, so that what is wrong without them is said before.
  const policy = readPolicy(values.policy, values.source ?? (isFolder(path) ? path : undefined));
  const prices = readPrices(values.prices);
  const compared = await comparisonOf(parsed, path, terminal, policy);
  const found = judgedAlone(
    reviewChange(compared.comparison, {
      name: compared.name,
      file: path,
      ...reviewOptionsOf(policy),
      prices,
      ...budgetOf(values.budget),
      ...approvalOf(values.strict),
      ...(posture && { posture }),
    }),
  );
  for (const { format, output } of reports) {
    const isColored = terminal.color && output === undefined;
    writeOutput(rendered(format, found, { compared, path, prices, values, isColored }), output, terminal);
  }
  return exitCodes[outcomeOf(found)];
}

/** What is reviewed, under the name that reports give it. */
interface NamedComparison {
  readonly comparison: BeforeAndAfter;
  readonly name: string;
}

/**
 * Reads both sides: a plan has both, and anything else is compared with `--before`.
 *
 * @throws when a side cannot be read, or options do not fit it
 */
async function comparisonOf(
  parsed: ParsedArguments,
  path: string,
  terminal: Terminal,
  policy: Policy,
): Promise<NamedComparison> {
  const { source, before, perimeter: chosen, name, "no-plan": isOff } = parsed.values;
  const paths = [path, ...(before === undefined ? [] : [before])];
  warnIfSynthesisIsStale(paths, terminal);
  if (source !== undefined && before !== undefined) {
    throw new Error(`--source: belongs to a plan, got --before ${before}; leave one of them out`);
  }
  const given = relatedInputs(parsed, terminal, paths);
  if (before === undefined && isFolder(path)) {
    throw new Error(
      `${path}: is a folder of HCL, which is compared with an earlier one; add --before FOLDER, or pass the output of terraform show -json PLAN`,
    );
  }
  const related = { ...given, plans: await planAll(paths, { ...given, accountOf: () => policy, isOff }, terminal) };
  const after = sourceAt(path, related);
  const whole =
    before === undefined ? beforeAndAfterOfPlan(after) : beforeAndAfterOfFiles(sourceAt(before, related), after);
  const perimeter = chosenPerimeter(path, reviewedPerimeters(whole), chosen);
  return {
    comparison: perimeter === undefined ? whole : comparisonOfPerimeter(whole, perimeter),
    name: name ?? nameOfPerimeter(nameOf(path), perimeter),
  };
}

/** What the formats read besides the review. */
interface RenderingContext {
  readonly compared: NamedComparison;
  readonly path: string;
  readonly prices: PriceOverrides;
  readonly values: Values;
  readonly isColored: boolean;
}

function rendered(
  format: RequestedReport["format"],
  found: Review,
  { compared: { comparison, name }, path, prices, values, isColored }: RenderingContext,
): string {
  const { verbose } = values;
  switch (format) {
    case "html": {
      // Loads the schema of environments, which no other format needs.
      const { factsOfReview, pageOf } = require("../stacks/page-facts") as typeof import("../stacks/page-facts");
      return pageOf(factsOfReview({ name, path }, found, { prices, before: values.before, mask: comparison.mask }));
    }
    case "text":
      return textReview(found, isColored, { verbose });
    case "sarif": {
      const subject = comparison.after ?? comparison.before;
      const placeOf = placesOfReview({ name, path, source: values.source }, subject);
      return renderReview(format, found, { verbose, placeOf });
    }
    default:
      return renderReview(format, found, { verbose });
  }
}

/**
 * The perimeter that is reviewed, of a root module with several.
 *
 * @throws when one must be chosen, or the choice is none of them
 */
function chosenPerimeter(path: string, perimeters: readonly string[], chosen: string | undefined): string | undefined {
  if (chosen !== undefined && perimeters.length === 0) {
    throw new Error(`--perimeter: ${path} has one perimeter, got ${chosen}; leave the option out`);
  }
  if (chosen === undefined && perimeters.length > 0) {
    throw new Error(
      `${path}: has ${perimeters.length} perimeters, and a review is about one; review each with --perimeter: ${perimeters.join(", ")}`,
    );
  }
  return chosen === undefined ? undefined : parseChoice("--perimeter", perimeters, chosen);
}

/** A report of a review. */
interface RequestedReport {
  readonly format: (typeof reviewReportFormats)[number];
  /** Path of the file. @default - the terminal */
  readonly output?: string;
}

/**
 * Pairs the formats with the files, in the order of both.
 *
 * @throws when several reports would share the terminal or a file, or a file has no format
 */
function reportsOf(formats: readonly string[] = [], outputs: readonly string[] = []): readonly RequestedReport[] {
  const names = formats.length === 0 ? ["text"] : formats;
  if (outputs.length === 0 ? names.length > 1 : names.length !== outputs.length) {
    throw new Error(
      `--format: each needs an --output of its own, got ${names.length} and ${outputs.length}; repeat both: --format markdown --output a.md --format json --output a.json`,
    );
  }
  const twice = outputs.find((output, index) => outputs.indexOf(output) !== index);
  if (twice !== undefined) {
    throw new Error(`--output: two reports would be written to one file, got ${twice} twice; name another file`);
  }
  return names.map((name, index) => {
    const output = outputs[index];
    return { format: parseChoice("--format", reviewReportFormats, name), ...(output !== undefined && { output }) };
  });
}

function runAll(values: Values, positionals: readonly string[], terminal: Terminal): ExitCode {
  const [output, ...moreOutputs] = values.output ?? [];
  if (moreOutputs.length > 0) {
    throw new Error(`--output: --all writes one folder, got ${1 + moreOutputs.length}; pass one --output`);
  }
  const [before, after, ...others] = positionals;
  if (before === undefined || after === undefined || others.length > 0) {
    const got = positionals.join(" ") || "none";
    throw new Error(`review: --all needs two folders, got ${got}; pass the earlier and the later synthesis`);
  }
  const single = (["before", "name", "perimeter", "join", "var", "var-file"] as const).find(
    (name) => values[name] !== undefined,
  );
  if (single !== undefined) {
    throw new Error(`review: --all takes no --${single}, which belongs to one stack; pass two folders`);
  }
  const posture = givenPosture(values.posture);
  return reviewAll(
    before,
    after,
    {
      verbose: values.verbose,
      prices: readPrices(values.prices),
      ...budgetOf(values.budget),
      ...approvalOf(values.strict),
      ...reviewOptionsOf(readPolicy(values.policy)),
      ...(output && { output }),
      ...(posture && { posture }),
    },
    terminal,
  );
}

/** @throws when the budget is no amount of USD */
function budgetOf(text: string | undefined): { readonly budget?: number } {
  if (text === undefined) {
    return {};
  }
  if (!/^\d+(?:\.\d+)?$/.test(text)) {
    throw new Error(`--budget: not an amount of USD, got ${text}; write a number such as 1500`);
  }
  return { budget: Number(text) };
}

function approvalOf(isStrict: boolean): { readonly approval?: ApprovalRule } {
  return isStrict ? { approval: "every loss" } : {};
}

/** Synthesized stacks are all named cdk.tf.json, so the folder names the stack. */
function nameOf(path: string): string {
  const file = basename(path);
  return file === STACK_FILE ? basename(dirname(resolve(path))) : file.replace(/\.json$/, "");
}

function sourceAt(path: string, related: RelatedInputs): ReviewInput {
  return { ...readTerraform(path, related), name: path };
}
