import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTerraform } from "../../../cli/shared/inputs/read-terraform";
import { beforeAndAfterOfPlan } from "../../../review/before-and-after";
import { renderReview } from "../../../review/report/render-review";
import { textReview } from "../../../review/report/text-review";
import { type Review, review } from "../../../review/review";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { type SharedSubtrees, withoutSharing } from "../../corpus/shared-subtrees";
import { judgeReview, sharesOf } from "../corpus/judge-review";
import { type HclCase, hclCases } from "./hcl-cases";
import { baseText } from "./text-edits";

const shared = JSON.parse(readFileSync(join(__dirname, "plans.json"), "utf8")) as SharedSubtrees;
const plans = withoutSharing(shared) as Readonly<Record<string, JsonObject>>;

/** As `review PLAN --source FOLDER` does it, or `review PLAN` alone. */
function reviewOf({ title, edit = (text) => text }: HclCase, hasSource = true): Review {
  const folder = mkdtempSync(join(tmpdir(), "review-hcl-"));
  try {
    const path = join(folder, "plan.json");
    writeFileSync(path, JSON.stringify(plans[title]));
    writeFileSync(join(folder, "main.tf"), edit(baseText));
    const comparison = beforeAndAfterOfPlan({
      ...readTerraform(path, hasSource ? { plannedFolder: folder } : {}),
      name: title,
    });
    return review(comparison, { name: "hcl", file: "plan.json", posture: "isolated" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Each run judges a part; REVIEW_CORPUS=all judges every plan. */
const every = process.env.REVIEW_CORPUS === "all" ? 1 : 12;
const judgedCases = hclCases.filter((_case, index) => index % every === 3 % every);

/** What may be said besides, without the expressions of the folder. */
const unreadFindings = [
  /^unclear: the policy of \S+ is not understood: the value of an expression that refers to .* \(pass --source to read it\)/,
  /^unclear: .*, unless what cannot be read allows it$/,
];

function judge(one: HclCase, hasSource: boolean) {
  const found = reviewOf(one, hasSource);
  const facts = Object.values(found.facts ?? {}).flat();
  const reports = [
    textReview(found, false, { verbose: true }),
    ...(["markdown", "json", "sarif", "junit"] as const).map((format) =>
      renderReview(format, found, { verbose: true }),
    ),
  ];
  const expected = hasSource ? one : { ...one, may: [...(one.may ?? []), ...unreadFindings] };
  return {
    title: one.title,
    ...judgeReview(found.differences, expected, facts),
    secrets: reports.filter((report) => report.includes("TULIP")).length,
    unread: found.differences.filter(({ severity, text }) => unreadFindings[0]?.test(`${severity}: ${text}`)).length,
  };
}

test("The review of a plan of HCL says what each labeled plan must say, calls nothing else serious, and shows no secret.", () => {
  const judged = judgedCases.map((one) => judge(one, true));
  process.stdout.write(`review of HCL: ${judged.length} of ${hclCases.length} plans, ${sharesOf(judged)}\n`);

  expect(judged.filter((one) => one.missed.length + one.wrong.length + one.secrets + one.unread > 0)).toEqual([]);
});

test("Without the folder that was planned, the review says the same, or that it cannot be determined without it.", () => {
  const judged = judgedCases.map((one) => judge(one, false));
  process.stdout.write(`without --source: ${judged.length} of ${hclCases.length} plans, ${sharesOf(judged)}\n`);

  const silent = judged.filter(({ missed, unread }) => missed.length > unread);
  expect([...silent, ...judged.filter((one) => one.wrong.length + one.secrets > 0)]).toEqual([]);
});

test("A policy that only the folder shows is not missed without it: the change needs approval.", () => {
  const [found] = hclCases.filter(
    ({ title }) => title === "Let the bucket policy name an endpoint that does not exist yet",
  );

  expect(found && judge(found, false)).toMatchObject({
    wrong: [],
    unread: 1,
    missed: [expect.stringContaining("opens: In")],
  });
});

test("Each labeled change of HCL has a plan of real Terraform, and there are at least thirty.", () => {
  expect(Object.keys(plans).toSorted()).toEqual(hclCases.map(({ title }) => title).toSorted());
  expect(hclCases.length).toBeGreaterThanOrEqual(30);
});

test.each([
  [
    "Looked at what changed outside Terraform: nothing",
    /^hcl {2}changes nothing, \d+ violated or undecided as before\n/,
  ],
  [
    "Looked at what changed outside Terraform: the bucket has no policy any more",
    /^hcl {2}changes nothing but what the state says of 1 resource that was changed outside Terraform, \d+ violated/,
  ],
  ["Added a check that fails", /^hcl {2}changes nothing, \d+ violated or undecided as before, 1 check not passed\n/],
])("The headline of the review is true where Terraform plans no change: %s.", (title, headline) => {
  const [found] = hclCases.filter((one) => one.title === title);

  expect(found && textReview(reviewOf(found), false, { verbose: false })).toMatch(headline);
});
