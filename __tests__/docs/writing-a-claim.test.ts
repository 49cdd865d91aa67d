import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policyModel } from "../../verify/iam/ask";
import { appendStatement, policySubject } from "../verify/fixtures/policy-perimeter";
import { judgeForeignCallers } from "./fixtures/judge-foreign-callers";
import { logGroupsCannotBeDeleted } from "./fixtures/log-groups-cannot-be-deleted";

const page = readFileSync(join(__dirname, "../../docs/contributors/writing-a-claim.md"), "utf8");
const [claimOnPage = "", , functionOnPage = ""] = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);

/** Code without what a formatter decides, and without the depth of its imports. */
function normalized(code: string): string {
  return code
    .replace(/"(?:\.\.\/)+(?:verify\/)?/g, '"')
    .replace(/,(?=\s*[})])/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function fixture(name: string): string {
  return normalized(readFileSync(join(__dirname, "fixtures", name), "utf8"));
}

test("the page about writing a claim shows the code of the claim that is tested here", () => {
  expect(normalized(claimOnPage)).toBe(fixture("log-groups-cannot-be-deleted.ts"));
});

test("the page about writing a claim shows the code of the check on buckets that is tested here", () => {
  expect(fixture("judge-foreign-callers.ts").endsWith(normalized(functionOnPage))).toBe(true);
  expect(normalized(functionOnPage)).toMatch(/^export function judgeForeignCallers/);
});

test("the example claim has at most 30 lines", () => {
  expect(claimOnPage.trimEnd().split("\n").length).toBeLessThanOrEqual(30);
});

test("the example claim is proved of a stack whose execution role cannot delete logs", () => {
  const { kind, evidence } = logGroupsCannotBeDeleted.decide(policySubject());

  expect(kind).toBe("proved");
  expect(evidence.map(({ text }) => text).join("\n")).toMatch(/^deletions of logs by aws_iam_role\.studio: \d+ class/);
});

test("the example claim is violated by a statement that allows the deletion of a log group", () => {
  const allowsDeletion = { Effect: "Allow", Action: "logs:DeleteLogGroup", Resource: "*" };
  const subject = policySubject(appendStatement("aws_iam_role_policy", "studio", allowsDeletion));

  const { kind, evidence } = logGroupsCannotBeDeleted.decide(subject);

  expect(kind).toBe("violated");
  expect(evidence.map(({ text }) => text).join("\n")).toMatch(
    /the role .*:role\/studio calls logs:DeleteLogGroup .*: allowed by "Added" in aws_iam_role_policy\.studio/,
  );
});

test("the example check on buckets finds no access of another account in a stack that grants none", () => {
  const { counterexamples, doubts } = judgeForeignCallers(policyModel(policySubject().configuration));

  expect([counterexamples, doubts]).toEqual([[], []]);
});

test("the example check on buckets finds a bucket policy that allows another account", () => {
  const allowsOther = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::444455556666:root" },
    Action: "s3:ListBucket",
    Resource: "${aws_s3_bucket.data.arn}",
  };
  const { configuration } = policySubject(appendStatement("aws_s3_bucket_policy", "data", allowsOther));

  const { counterexamples } = judgeForeignCallers(policyModel(configuration));

  expect(counterexamples.map(({ text }) => text).join("\n")).toMatch(/444455556666.* calls s3:ListBucket/);
});
