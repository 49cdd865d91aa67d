import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { z } from "zod";
import type { PricedItem } from "../../../aws/regions/monthly-price";
import { commentMarker } from "../../../review/comment-marker";
import { differenceKinds, ranks } from "../../../review/model/difference-kinds";
import { type ReviewDifference, severities } from "../../../review/model/review-difference";
import { jsonReview } from "../../../review/report/json-review";
import { junitReview } from "../../../review/report/junit-review";
import { markdownReview } from "../../../review/report/markdown-review";
import { sarifReview } from "../../../review/report/sarif-review";
import { textReview } from "../../../review/report/text-review";
import type { Review } from "../../../review/review";
import { A_YEAR_FROM_NOW } from "../../fixtures/days";
import { propertyRuns } from "../../fixtures/property-runs";
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
  [{ kind: "creates", before: undefined, after: undefined }, "prod  plans no resources, so no perimeter"],
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
    "\n1 other resource is created, 2 are edited; only a plan shows whether those edited are replaced, too (list with --verbose)\n",
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

  it("The markdown report says first what it asks of its reader, what Terraform does, and what that costs.", () => {
    const cost = { before: { usd: 1, unknown: [] }, after: { usd: 3.5, unknown: [] }, items: [] };

    expect(
      markdownReview({ ...sampleReview, cost })
        .split("\n")
        .slice(2, 4),
    ).toEqual(["", "**Blocked: a claim is not proved** · 1 to update, 1 to replace · +2.50 USD per month"]);
    expect(markdownReview(emptyReview)).toContain("\n**Blocked: a claim is not proved** · no resource changes\n");
  });

  it("The markdown report fits into GitHub's limit with every finding and every destroyed resource.", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 250 }),
        fc.integer({ min: 0, max: 150 }),
        fc.constantFrom("x", "*", "`", "\u202e", "@a ", "🔓", "]("),
        fc.integer({ min: 1, max: 1200 }),
        (findings, removals, filler, length) => {
          const text = (index: number, word: string) => `${word}${index}. ${filler.repeat(length)}`;
          const long = markdownReview(
            {
              ...sampleReview,
              differences: [
                ...Array.from({ length: findings }, (_, index) => ({
                  ...{
                    severity: (["opens", "loses", "unclear"] as const)[index % 3] ?? "opens",
                    text: text(index, "f"),
                  },
                  ...{ addresses: [`aws_a.${"a".repeat(length)}`], details: [filler.repeat(length)] },
                })),
                ...Array.from({ length: 400 }, (_, index) => ({
                  ...{ severity: "closes" as const, text: text(index, "c"), addresses: [] },
                })),
              ],
              facts: {
                ...{ moved: [text(0, "m")], imported: [], deposed: [], drifted: [], outputs: [], checks: [] },
                removals: Array.from({ length: removals }, (_, index) => text(index, "r")),
              },
              attributes: {
                resources: Array.from({ length: 300 }, (_, index) => ({
                  address: `aws_b.c${index}`,
                  attributes: [{ path: "p", changes: [filler.repeat(length)] }],
                })),
              },
            },
            { verbose: true },
          );

          expect(long.length).toBeLessThan(65_536);
          for (const [word, count] of [
            ["f", findings],
            ["r", removals],
          ] as const) {
            const missing = Array.from({ length: count }, (_, index) => `\n- ${word}${index}. `).filter(
              (start) => !long.includes(start),
            );
            expect(missing).toEqual([]);
          }
          expect(long.match(/<details>/g)?.length ?? 0).toBe(long.match(/<\/details>/g)?.length ?? 0);
          expect(long).toContain("Claims after the change");
        },
      ),
      propertyRuns(8),
    );
  });

  it("A markdown report without room for every finding says so first.", () => {
    const differences = Array.from({ length: 5000 }, (_, index) => ({
      ...{ severity: "opens" as const, text: `finding ${index} ${"x".repeat(80)}`, addresses: [] },
    }));
    const long = markdownReview({ ...sampleReview, differences });

    expect(long.length).toBeLessThan(65_536);
    expect(long.slice(0, 500)).toMatch(/\*\*\d+ findings do not fit into this comment\. Do not approve from it/);
  });
});

test("The JSON report is what its published schema describes, and the schema lists every severity, rank and kind.", () => {
  const schema = JSON.parse(readFileSync(join(__dirname, "../../../review/review.schema.json"), "utf8"));
  const accepted = {
    finding: "the VPC was changed",
    address: "aws_vpc.v",
    reason: "r",
    owner: "o",
    until: A_YEAR_FROM_NOW,
  };
  const full: Review = {
    ...sampleReview,
    differences: [...differences, { severity: "loses", text: "t", addresses: [], accepted }],
    facts: { removals: ["r"], moved: [], imported: [], deposed: [], drifted: [], outputs: [], checks: [] },
    attributes: {
      resources: [{ address: "a", attributes: [{ path: "p", changes: ["1 -> 2"] }] }],
      tagsOnly: { addresses: ["a"], changes: ["A: 1 -> 2"] },
    },
    picture: { nodes: ["a", "b"], edges: [{ from: 0, to: 1, change: "added" }] },
    cost: {
      ...{
        region: "eu-west-1",
        oldest: "2026-09-03",
        before: { usd: 1, unknown: ["x"] },
        after: { usd: 2, unknown: [] },
      },
      items: [{ item: "natGateway" as PricedItem, before: 0, after: 1, difference: 1 }],
    },
    budget: 5,
    acceptances: [{ accepted, isUsed: true }],
  };

  for (const one of [
    sampleReview,
    emptyReview,
    full,
    { ...emptyReview, before: undefined, after: undefined } as unknown as Review,
  ]) {
    expect(z.fromJSONSchema(schema).safeParse(JSON.parse(jsonReview(one)))).toMatchObject({ success: true });
  }
  const { severity, rank, kind } = schema.$defs.difference.properties;
  expect(severity.enum).toEqual(severities);
  expect(rank.enum).toEqual(ranks);
  expect(kind.enum).toEqual(Object.keys(differenceKinds));
});

test("The JUnit report has the suite of the claims, and a case for each other difference: what needs approval fails.", () => {
  const lost: ReviewDifference = { severity: "opens", kind: "claim-lost", text: "a claim lost", addresses: [] };
  const accepted = {
    finding: "the VPC was changed",
    address: "aws_vpc.v",
    reason: "known",
    owner: "o",
    until: A_YEAR_FROM_NOW,
  };
  const xml = junitReview({
    ...sampleReview,
    differences: [...differences, lost, { severity: "opens", text: "known one", addresses: [], accepted }],
  });

  expect(xml).toContain('<testsuite name="prod" file="plan.json" tests="3" failures="1" errors="1" skipped="0">');
  expect(xml).toContain(
    '<testsuite name="prod changes" file="plan.json" tests="5" failures="2" errors="1" skipped="1">',
  );
  expect(xml).toContain('name="Studio can now reach &lt;evil&gt;.example on port 443"');
  expect(xml).not.toContain("a claim lost");
});

test("What is lost fails in the JUnit report where it needs approval, and is skipped elsewhere.", () => {
  const kinds = ["data-lost", "detection-lost", "service-lost", "safeguard-lost"] as const;
  const review = {
    ...sampleReview,
    differences: kinds.map((kind) => ({ severity: "loses" as const, kind, text: kind, addresses: [] })),
  };

  expect(junitReview(review)).toContain('tests="4" failures="2" errors="0" skipped="2">');
  expect(junitReview({ ...review, approval: "every loss" })).toContain(
    'tests="4" failures="4" errors="0" skipped="0">',
  );
});

test("The SARIF report has the rules and results of the claims, and a rule for each kind of difference.", () => {
  const log = JSON.parse(sarifReview(sampleReview, { verbose: false }));
  const [{ results, tool }] = log.runs;

  expect(
    results.map(({ ruleId, level }: { readonly ruleId: string; readonly level: string }) => [ruleId, level]),
  ).toEqual(
    expect.arrayContaining([
      ["change-newly-allowed", "error"],
      ["change-undetermined", "warning"],
      ["change-refusal", "note"],
    ]),
  );
  for (const { ruleId, ruleIndex } of results) {
    expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  }
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
