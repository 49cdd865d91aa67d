import type { ReviewDifference } from "../../../review/model/review-difference";
import { jsonReview } from "../../../review/report/json-review";
import { commentMarker, markdownReview } from "../../../review/report/markdown-review";
import { textReview } from "../../../review/report/text-review";
import type { Review } from "../../../review/review";
import {
  judgedFileWith,
  provedVerdict,
  undecidedVerdict,
  violatedVerdict,
} from "../../verify/fixtures/sample-verdicts";

const { subject, claimResults } = judgedFileWith("stack", provedVerdict, violatedVerdict, undecidedVerdict);

const differences: readonly ReviewDifference[] = [
  {
    severity: "opens",
    text: "Studio can now reach <evil>.example on port 443",
    addresses: ["aws_networkfirewall_rule_group.x"],
  },
  {
    severity: "opens",
    text: "a claim",
    addresses: ["aws_vpc.v"],
    details: ["one @team", "two", "three", "four", "five"],
  },
  { severity: "unclear", text: "cannot read aws_vpc.v", addresses: ["aws_vpc.v"] },
  { severity: "closes", text: "an endpoint", addresses: [] },
];

const sampleReview: Review = {
  name: "prod",
  file: "plan.json",
  kind: "changes",
  before: { ...subject, claimResults: claimResults.slice(0, 1) },
  after: { ...subject, claimResults },
  differences,
  changes: [
    { address: "aws_vpc.v", type: "aws_vpc", kind: "update" },
    { address: "aws_subnet.s", type: "aws_subnet", kind: "replace", forcedBy: ["cidr_block"] },
  ],
  neutral: [{ address: "aws_subnet.s", type: "aws_subnet", kind: "replace", forcedBy: ["cidr_block"] }],
};

const emptyReview: Review = { ...sampleReview, differences: [], changes: [], neutral: [] };

test("The text report lists the most serious differences first, with their evidence, and the claims last.", () => {
  expect(textReview(sampleReview, false)).toBe(`prod  opens 2 from or to outside, 1 cannot be determined, closes 1

Newly allowed from or to outside
  - Studio can now reach <evil>.example on port 443
      aws_networkfirewall_rule_group.x
  - a claim
      one @team
      two
      three
      and 2 more (list with --verbose)

Cannot be determined
  - cannot read aws_vpc.v

Closes
  - an endpoint

1 other resource is replaced (list with --verbose)
Claims after the change: 1 proved, 1 violated, 1 undecided; before: 1 proved
`);
});

test.each<[Partial<Review>, string]>([
  [{ kind: "creates", before: undefined }, "prod  creates an inspected perimeter"],
  [{ kind: "destroys", after: undefined }, "prod  destroys the perimeter"],
  [{ kind: "nothing" }, "prod  changes nothing"],
  [{ kind: "changes" }, "prod  opens, loses and closes nothing"],
])("The first line of the text report summarizes the review: %j.", (more, line) => {
  expect(textReview({ ...emptyReview, ...more } as Review, false).split("\n")[0]).toBe(line);
});

test("The review of a created perimeter prints its posture.", () => {
  const after = {
    ...subject,
    claimResults,
    posture: {
      ...subject.posture,
      allowedDomains: [{ name: "example.org", match: "subdomains", ports: [443] } as const],
      deployers: ["arn:aws:iam::123456789012:role/apply"],
      logRetentionDays: 30,
    },
  };

  const text = textReview({ ...emptyReview, kind: "creates", before: undefined, after } as unknown as Review, false);

  expect(text).toContain("Allowed domains: *.example.org\n");
  expect(text).toContain("log retention: 30 days\n");
  expect(text).toContain("Exempt from the bucket policy: deployers role/apply; break-glass none\n");
});

test("With --verbose, the text and markdown reports list the resources that no difference names.", () => {
  expect(textReview(sampleReview, false, { verbose: true })).toContain(
    "\n1 other resource is replaced:\n  - aws_subnet.s is replaced\nClaims after the change: ",
  );
  expect(markdownReview(sampleReview, { verbose: true })).toContain(
    "\n- 1 other resource is replaced:\n  - aws\\_subnet.s is replaced\n- Claims after the change: ",
  );
  expect(textReview(sampleReview, false)).not.toContain("aws_subnet.s");
});

test("The number of neutral resources is printed by kind, with a note where only a plan shows replacements.", () => {
  const change = (kind: "create" | "edit", name: string) => ({ address: `aws_vpc.${name}`, type: "aws_vpc", kind });
  const neutral = [change("create", "a"), change("edit", "b"), change("edit", "c")];

  expect(textReview({ ...emptyReview, neutral }, false)).toContain(
    "\n1 other resource is created, 2 are edited; only a plan shows which are replaced (list with --verbose)\n",
  );
});

test("The text report contains colors only on request.", () => {
  expect(textReview(sampleReview, true)).toContain("\u001b[31mNewly allowed from or to outside\u001b[0m");
  expect(textReview(sampleReview, false)).not.toContain("\u001b");
});

describe("the markdown report", () => {
  const comment = markdownReview(sampleReview);

  it("The markdown report starts with a hidden marker of its stack.", () => {
    expect(comment.startsWith("<!-- studio-perimeter review prod -->\n### prod: opens 2 from or to outside, ")).toBe(
      true,
    );
    expect(commentMarker({ name: "a --> <b>" })).toBe("<!-- studio-perimeter review a_--___b_ -->");
  });

  it("The markdown report is the same for the same change.", () => {
    expect(markdownReview({ ...sampleReview })).toBe(comment);
  });

  it("The markdown report escapes markup and mentions from the plan.", () => {
    expect(comment).toContain("\\<evil\\>.example");
    expect(comment).toContain("one @\u200bteam");
    expect(comment).not.toMatch(/@team|<evil>/);
  });

  it("The markdown report collapses the section Closes and not the section of what opens to outside.", () => {
    expect(comment.indexOf("**🔓 Newly allowed from or to outside**")).toBeLessThan(comment.indexOf("<details>"));
    expect(comment).toContain("<details><summary>🔒 Closes (1)</summary>\n\n- an endpoint\n\n</details>");
  });

  it("The markdown report fits into GitHub's limit, keeps every section and counts omitted items.", () => {
    const many = (["opens", "loses", "closes"] as const).flatMap((severity) =>
      Array.from({ length: 2000 }, (_, index) => ({
        severity,
        text: `${severity} ${index} ${"x".repeat(80)}`,
        addresses: [],
      })),
    );

    const long = markdownReview({ ...sampleReview, differences: many });

    expect(long.length).toBeLessThan(65_536);
    expect(long.match(/and \d+ more \(run/g)).toHaveLength(3);
    expect(long.match(/<details>/g)).toHaveLength(long.match(/<\/details>/g)?.length ?? 0);
    expect(long).toContain("Claims after the change");
  });
});

test("The JSON report contains every detail and whether the review is sound.", () => {
  const document = JSON.parse(jsonReview(sampleReview));

  expect(document).toMatchObject({
    format_version: "1.0",
    name: "prod",
    kind: "changes",
    outcome: "a claim is not proved",
    sound: false,
    after: { counts: { proved: 1, violated: 1, undecided: 1 } },
    changes: [
      { address: "aws_vpc.v", change: "update" },
      { address: "aws_subnet.s", change: "replace", forced_by: ["cidr_block"] },
    ],
    neutral: ["aws_subnet.s"],
  });
  expect(document.differences[1].details).toHaveLength(5);
});
