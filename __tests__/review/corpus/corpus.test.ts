import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REHEARSED_ACCOUNT } from "../../../rehearsal/fake-aws/provider-configuration";
import { beforeAndAfterOfPlan } from "../../../review/before-and-after";
import { review } from "../../../review/review";
import { type CompactPlan, expandPlan, type PlanBase } from "./compact-plan";
import { type BaseName, type CorpusCase, corpus } from "./corpus-cases";
import { type JudgedReview, judgeReview, sharesOf } from "./judge-review";

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

function judge(one: CorpusCase): JudgedReview & { readonly title: string } {
  const { base: start, plans } = files[one.base];
  const { title } = one;
  const plan = plans[title];
  if (plan === undefined) {
    throw new Error(`corpus: no plan of "${title}"; run npm run review-corpus`);
  }
  const { differences } = review(beforeAndAfterOfPlan({ json: expandPlan(start, plan), name: title }), {
    ...{ name: "staging", file: "plan.json" },
  });
  return { title, ...judgeReview(differences, one) };
}

/** A review decides every claim twice. Each run judges a part; REVIEW_CORPUS=all judges every plan. */
const every = process.env.REVIEW_CORPUS === "all" ? 1 : 18;

test("The review says what each labeled plan must say, and calls nothing else serious.", () => {
  const judged = corpus.filter((_case, index) => index % every === 0).map(judge);
  process.stdout.write(`review corpus: ${judged.length} of ${corpus.length} plans, ${sharesOf(judged)}\n`);

  expect(judged.filter((one) => one.missed.length + one.wrong.length > 0)).toEqual([]);
});

test("Each labeled change has a plan of real Terraform, and there are at least sixty.", () => {
  const planned = Object.values(files).flatMap(({ plans }) => Object.keys(plans));

  expect(planned.toSorted()).toEqual(corpus.map(({ title }) => title).toSorted());
  expect(planned.length).toBeGreaterThanOrEqual(60);
});

test("The plans are of the account that rehearsals have, so that making them anew changes only what somebody changed.", () => {
  const accounts = Object.values(files).map(({ base }) => /"account_id":"(\d+)"/.exec(JSON.stringify(base))?.[1]);

  expect(accounts).toEqual(accounts.map(() => REHEARSED_ACCOUNT));
});

test.each(["Removed the DNS firewall from the VPC", "Dropped the default action of the stateful rules"])(
  "What a plan removes was there before, although its configuration no longer has it: %s.",
  (title) => {
    const [found] = corpus.filter((one) => one.title === title);

    expect(found && judge(found)).toMatchObject({ missed: [], wrong: [] });
  },
);
