import { claims } from "../../../verify/claims";
import { decideClaims, type VerifiedStack } from "../../../verify/claims/decide-claims";
import { harmlessNotes } from "../../../verify/posture/declarations/declared-harmless";
import { readPosture } from "../../../verify/posture/read-posture";
import { renderReport } from "../../../verify/report/render-report";
import { textReport } from "../../../verify/report/text-report";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { synthesizedText } from "../../fixtures/synthesized";

const website = { type: "aws_s3_bucket", argument: "website", reason: "serves public pages", owner: "web team" };
const type = { type: "aws_cloudfront_distribution", reason: "serves public pages", owner: "web team" };

/** The claims of dev about networks, with two resources that no model reads. */
function verified(harmless: readonly object[], today: string): VerifiedStack {
  const json = JSON.parse(synthesizedText("dev"));
  json.resource.aws_cloudfront_distribution = { pages: {} };
  json.resource.aws_s3_bucket.locked_buckets_data.website = [{ index_document: "index.html" }];
  json.output.perimeter_posture.value.harmless = harmless;
  const configuration = readConfiguration(json, "dev");
  const subject = { configuration, posture: readPosture(configuration) };
  const names = ["domain-vpc-only", "no-internet-path"];
  const candidates = claims.filter(({ name }) => names.includes(name));
  return { name: "dev", file: "dev.json", subject, claimResults: decideClaims(subject, candidates, today) };
}

const kindsOf = ({ claimResults }: VerifiedStack) => claimResults.map(({ verdict }) => verdict.kind);
const both = [
  { ...website, last_day: "2027-01-31" },
  { ...type, last_day: "2027-01-31" },
];

test("a type and an argument that the posture declares harmless leave the claims proved until the last day", () => {
  expect(kindsOf(verified([], "2027-01-31"))).toEqual(["undecided", "undecided"]);
  expect(kindsOf(verified(both, "2027-01-31"))).toEqual(["proved", "proved"]);
  expect(kindsOf(verified(both, "2027-02-01"))).toEqual(["undecided", "undecided"]);
});

test("a declaration of one type or argument does not cover another", () => {
  // A distribution is no path of the VPC.
  expect(kindsOf(verified(both.slice(0, 1), "2027-01-01"))).toEqual(["undecided", "proved"]);
  expect(kindsOf(verified([{ ...type, argument: "origin", last_day: "2027-01-31" }], "2027-01-01"))).not.toContain(
    "proved",
  );
});

test("a declaration warns 14 days before its last day, and after it", () => {
  const [entry] = verified(both, "2027-01-01").subject.posture.harmless ?? [];
  const noteOn = (today: string) => harmlessNotes(entry === undefined ? [] : [entry], today)[0];

  expect(noteOn("2027-01-16")).toBe(
    "declared harmless until 2027-01-31 by web team: aws_s3_bucket.website: serves public pages",
  );
  expect(noteOn("2027-01-17")).toContain("WARNING: expires in 14 days");
  expect(noteOn("2027-02-01")).toContain("WARNING: expired");
});

test("A declaration until a day that is more than two years away does not count, and says so.", () => {
  const stack = verified(both, "2025-01-29");
  const [entry] = stack.subject.posture.harmless ?? [];

  expect(kindsOf(stack)).toEqual(["undecided", "undecided"]);
  expect(harmlessNotes(entry === undefined ? [] : [entry], "2025-01-29")[0]).toContain(
    "WARNING: the last day is more than two years away, so it is a gap; choose an earlier one",
  );
  expect(kindsOf(verified(both, "2025-01-30"))).toEqual(["proved", "proved"]);
});

test.each([
  [{ type: "aws_cloudfront_distributoin" }, "aws_cloudfront_distributoin"],
  [{ type: "aws_s3_bucket", argument: "websiet.index_document" }, "aws_s3_bucket.websiet.index_document"],
  [{ type: "aws_s3_bucket", argument: "provisioner" }, undefined],
  [{ type: "aws_s3_bucket", argument: "website.index_document" }, undefined],
  [{ type: "aws_cloudfront_distribution", argument: "origin" }, undefined],
  [{ type: "datadog_monitor" }, undefined],
])("A declaration of %j warns of a name that the AWS provider does not have: %s.", (subject, unknown) => {
  const entry = { ...subject, reason: "a test", owner: "web team", lastDay: "2027-06-30" };
  const [note = ""] = harmlessNotes([entry], "2027-01-01");

  expect(/WARNING: the AWS provider has no (\S+); correct the name/.exec(note)?.[1]).toBe(unknown);
});

test("every report prints what is declared harmless", () => {
  const stack = verified(both, "2027-01-01");
  const reports = [
    textReport([stack], { color: false, detail: "unproved" }),
    textReport([stack], { color: false, detail: "all" }),
    ...(["json", "sarif", "junit", "markdown", "oscal"] as const).map((format) => renderReport(format, [stack])),
  ];

  expect(
    reports.filter(
      (report) => !/by web team: aws\\{0,2}_cloudfront\\{0,2}_distribution: serves public pages/.test(report),
    ),
  ).toEqual([]);
});

test("A declaration until a day that no calendar has is refused, because it would never end.", () => {
  for (const last_day of ["9999-99-99", "2027-02-30"]) {
    expect(() => verified([{ ...type, last_day }], "2027-01-01")).toThrow("harmless: not a declaration");
  }
});

test("a declaration without an owner, a reason or a day is refused", () => {
  expect(() => verified([{ type: "aws_x", reason: "y" }], "2027-01-01")).toThrow("harmless: not a declaration");
});
