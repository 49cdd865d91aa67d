import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAndAfterOfPlan } from "../../../review/before-and-after";
import { rankOf } from "../../../review/model/difference-kinds";
import type { ReviewDifference } from "../../../review/model/review-difference";
import { review } from "../../../review/review";
import { type CompactPlan, expandPlan, type PlanBase } from "./compact-plan";
import { type BaseName, type CorpusCase, corpus } from "./corpus-cases";

interface PlanFile {
  readonly base: PlanBase;
  readonly plans: Readonly<Record<string, CompactPlan>>;
}

const files = Object.fromEntries(
  (["network", "data"] as const).map((name) => [
    name,
    JSON.parse(readFileSync(join(__dirname, "plans", `${name}.json`), "utf8")) as PlanFile,
  ]),
) as Readonly<Record<BaseName, PlanFile>>;

/** What a reviewer must judge. Claims say the same in other words, and are no finding of their own here. */
const seriousSeverities = ["opens", "unclear", "executes", "loses"];

interface Judged {
  readonly title: string;
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
  readonly said: number;
  readonly serious: number;
}

function judge({ base, title, says, may = [] }: CorpusCase): Judged {
  const { base: start, plans } = files[base];
  const plan = plans[title];
  if (plan === undefined) {
    throw new Error(`corpus: no plan of "${title}"; run npm run review-corpus`);
  }
  const { differences } = review(beforeAndAfterOfPlan({ json: expandPlan(start, plan), name: title }), {
    ...{ name: "staging", file: "plan.json" },
  });
  const lines = differences.flatMap((one) => [lineOf(one), ...(one.details ?? [])]);
  const serious = differences.filter((one) => seriousSeverities.includes(one.severity) && rankOf(one) !== "claim");
  const isExpected = (line: string) => [...says, ...may].some((form) => form.test(line));
  return {
    title,
    missed: says.filter((form) => !lines.some((line) => form.test(line))).map(String),
    wrong: serious.map(lineOf).filter((line) => !isExpected(line)),
    said: says.length,
    serious: serious.length,
  };
}

function lineOf({ severity, text }: ReviewDifference): string {
  return `${severity}: ${text}`;
}

/** A review decides every claim twice. Each run judges a part; REVIEW_CORPUS=all judges every plan. */
const every = process.env.REVIEW_CORPUS === "all" ? 1 : 18;

test("The review says what each labeled plan must say, and calls nothing else serious.", () => {
  const judged = corpus.filter((_case, index) => index % every === 0).map(judge);
  const sum = (count: (one: Judged) => number): number => judged.reduce((total, one) => total + count(one), 0);
  const [said, serious] = [sum((one) => one.said), sum((one) => one.serious)];
  const [missed, wrong] = [sum((one) => one.missed.length), sum((one) => one.wrong.length)];
  process.stdout.write(
    `review corpus: ${judged.length} of ${corpus.length} plans, recall ${said - missed}/${said}, precision ${serious - wrong}/${serious}\n`,
  );

  expect(judged.filter((one) => one.missed.length + one.wrong.length > 0)).toEqual([]);
});

test("Each labeled change has a plan of real Terraform, and there are at least sixty.", () => {
  const planned = Object.values(files).flatMap(({ plans }) => Object.keys(plans));

  expect(planned.toSorted()).toEqual(corpus.map(({ title }) => title).toSorted());
  expect(planned.length).toBeGreaterThanOrEqual(60);
});

test.each(["Removed the DNS firewall from the VPC", "Dropped the default action of the stateful rules"])(
  "What a plan removes was there before, although its configuration no longer has it: %s.",
  (title) => {
    const [found] = corpus.filter((one) => one.title === title);

    expect(found && judge(found)).toMatchObject({ missed: [], wrong: [] });
  },
);
