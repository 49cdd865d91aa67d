import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { PriceOverrides } from "../../aws/regions/monthly-price";
import { isStudioInput } from "../../envs/schema/any-environment";
import { pageDocument } from "../../page/html/page-document";
import type { AllowListEntry } from "../../page/model/destinations";
import { type PageFacts, perimeterPage, type StackChange, type StackFacts } from "../../page/model/perimeter-page";
import { beforeAndAfterOfPlan } from "../../review/before-and-after";
import { comparisonOfPerimeter, reviewedPerimeters } from "../../review/perimeter-comparison";
import { type Review, type ReviewOptions, review } from "../../review/review";
import { reviewStack, type StackPair } from "../../review/review-stacks";
import { withoutEntriesOfOthers } from "../../verify/acceptance/shared-entries";
import type { VerifiedStack } from "../../verify/claims/decide-claims";
import { currentDay } from "../../verify/posture/last-day";
import type { PerimeterPostureKind } from "../../verify/posture/posture";
import { type Policy, reviewOptionsOf } from "../policy/policy";
import { isFolder } from "../shared/files/is-folder";
import { type RelatedInputs, readTerraform } from "../shared/inputs/read-terraform";
import type { TerraformFile } from "../shared/inputs/synthesized-stacks";
import { isCheckout, version } from "../shared/project";
import { stackPairs } from "./stack-pairs";
import { nameOfPerimeter, verifyFile, verifyPerimeters } from "./verify-file";

/** What a page reads in addition to its Terraform. */
export interface PageOptions {
  /** What the owners of the stacks declare in a file. */
  readonly policy: Policy;
  /** Prices of the user. */
  readonly prices: PriceOverrides;
  /** Replaces the declared posture. @default - the posture that each stack declares */
  readonly posture?: PerimeterPostureKind | undefined;
}

/** Facts of a page, and what hides sensitive values in it. */
export type MaskedFacts = Omit<PageFacts, "day" | "version"> & { readonly mask: (text: string) => string };

/** Folders of two syntheses. */
interface ComparedFolders {
  readonly before: string;
  readonly after: string;
}

/**
 * Judges synthesized environments, and compares them with those of another folder.
 *
 * @throws when a stack cannot be read
 */
export function factsOfEnvironments(
  files: readonly TerraformFile[],
  { before, after = "", ...options }: PageOptions & Partial<ComparedFolders>,
): MaskedFacts {
  const { policy, prices, posture } = options;
  const pairs = before === undefined ? [] : stackPairs(before, after);
  const changes = new Map(pairs.map((pair) => [pair.name, changeOf(pair, options)]));
  const isCompared = (name: string): boolean => files.some((file) => file.name === name);
  const stacks = files.map((file): StackFacts => {
    const change = changes.get(file.name);
    const judged = change && stackOfReview(change, file);
    return {
      stack: judged ?? verifyFile({ ...file, form: "synthesized" }, policy, posture),
      ...digestOf(file.path),
      allowList: writtenAllowList(file.name),
      prices,
      ...(change && { change }),
    };
  });
  return {
    ...(before !== undefined && { before }),
    stacks: judgedTogether(stacks),
    removed: pairs
      .filter(({ name, after }) => after === undefined && !isCompared(name))
      .map(({ name }) => ({ name, change: changes.get(name) ?? { failure: "was not compared" } })),
    mask: (text) => text,
  };
}

/** An entry of every stack that one of them uses is no unused entry of the others. */
function judgedTogether(facts: readonly StackFacts[]): readonly StackFacts[] {
  const judged = withoutEntriesOfOthers(facts.map(({ stack }) => stack));
  return facts.map((one, index) => ({ ...one, stack: judged[index] ?? one.stack }));
}

function changeOf(pair: StackPair, options: PageOptions): StackChange {
  const found = reviewStack(pair, reviewOptions(options));
  return found.result === "reviewed" ? found.review : { failure: found.message };
}

function reviewOptions({ policy, prices, posture }: PageOptions): Omit<ReviewOptions, "name" | "file"> {
  return { ...reviewOptionsOf(policy), prices, ...(posture && { posture }) };
}

/**
 * Judges the folder of a root module, or a state.
 *
 * @param related what is read together with it
 * @throws when it is a plan, or cannot be read
 */
export function factsOfRoot(
  root: TerraformFile,
  { policy, prices, posture }: PageOptions,
  related: RelatedInputs,
): MaskedFacts {
  const stacks = verifyPerimeters(root, policy, posture, related);
  if (stacks.some(({ subject }) => subject.configuration.form === "plan")) {
    throw new Error(`${root.path}: is a plan; pass it with --plan, so that the page shows what changes, too`);
  }
  const facts = stacks.map((stack): StackFacts => ({ stack, ...digestOf(root.path), allowList: [], prices }));
  return { stacks: judgedTogether(facts), mask: (text) => text };
}

/**
 * Judges the planned result of plans.
 *
 * @param related what is read together with each plan. @default - nothing
 * @throws when a file is no plan
 */
export function factsOfPlans(
  plans: readonly TerraformFile[],
  options: PageOptions,
  related: RelatedInputs = {},
): MaskedFacts {
  const read = plans.flatMap(({ name, path }) => {
    const source = { ...readTerraform(path, related), name: path };
    const whole = beforeAndAfterOfPlan(source, "name environments or a folder in place of --plan");
    const perimeters = reviewedPerimeters(whole);
    return perimeters.length === 0
      ? [{ name, path, comparison: whole }]
      : perimeters.map((module) => ({
          ...{ name: nameOfPerimeter(name, module), path },
          comparison: comparisonOfPerimeter(whole, module),
        }));
  });
  const stacks = read.map(({ name, path, comparison }): StackFacts => {
    const change = review(comparison, { name, file: path, ...reviewOptions(options) });
    const facts = factsOfChange({ name, path }, change, options.prices);
    if (facts === undefined) {
      throw new Error(
        `${path}: destroys everything, so that nothing is left to judge; read it with review ${path} --format html`,
      );
    }
    return facts;
  });
  return {
    stacks: judgedTogether(stacks),
    mask: (text) => read.reduce((masked, { comparison: { mask } }) => mask?.(masked) ?? masked, text),
  };
}

/**
 * Facts of a page about one change that was reviewed: what a review in another format says, and the stack after it.
 *
 * @param comparison what was reviewed
 */
export function factsOfReview(
  file: TerraformFile,
  change: Review,
  { prices, before, mask = (text) => text }: ReviewedComparison,
): MaskedFacts {
  const facts = factsOfChange(file, change, prices);
  return {
    ...(before !== undefined && { before }),
    stacks: facts === undefined ? [] : [facts],
    removed: facts === undefined ? [{ name: file.name, change }] : [],
    mask,
  };
}

/** What a review compared. */
interface ReviewedComparison {
  /** Prices of the user. */
  readonly prices: PriceOverrides;
  /** Path of what was compared with. @default - the plan holds both sides */
  readonly before?: string;
  /** Hides sensitive values. @default - there are none */
  readonly mask?: (text: string) => string;
}

/** @returns nothing when the change leaves no stack */
function factsOfChange(file: TerraformFile, change: Review, prices: PriceOverrides): StackFacts | undefined {
  const stack = stackOfReview(change, file);
  return stack && { stack, ...digestOf(file.path), allowList: writtenAllowList(file.name), prices, change };
}

/** The page: one self-contained HTML document. */
export function pageOf({ mask, ...facts }: MaskedFacts): string {
  return pageDocument(perimeterPage({ day: currentDay(), version: version(), ...facts }), mask);
}

/** A review judged the stack already. */
function stackOfReview(change: StackChange, { name, path }: TerraformFile): VerifiedStack | undefined {
  // Differences use entries as well, so those of the review count.
  const { after, acceptances = [] } = "failure" in change ? ({} as Partial<Review>) : change;
  if (after === undefined) {
    return undefined;
  }
  const { configuration, posture, claimResults } = after;
  return {
    ...{ name, file: path, subject: { configuration, posture }, claimResults },
    ...(acceptances.length > 0 && { acceptances }),
  };
}

/** The digest of a file. A folder has many files, and calls modules outside. */
function digestOf(path: string): Pick<StackFacts, "sha256"> {
  return isFolder(path) ? {} : { sha256: createHash("sha256").update(readFileSync(path)).digest("hex") };
}

/**
 * The allow-list of an environment as its owners wrote it; empty for a stack that is not in `envs/`. An installed package has no
 * environments, and its samples are nobody's.
 */
function writtenAllowList(name: string): readonly AllowListEntry[] {
  const { environments }: Pick<typeof import("../../envs"), "environments"> = isCheckout
    ? require("../../envs")
    : { environments: [] };
  const egress = environments.filter(isStudioInput).find((environment) => environment.name === name)?.egress;
  return egress !== undefined && egress.kind !== "none"
    ? egress.allowList.map(({ name: domain, match, reason, owner, expires }) => ({
        ...{ name: domain, match, reason, owner },
        ...(expires !== undefined && { expires }),
      }))
    : [];
}
