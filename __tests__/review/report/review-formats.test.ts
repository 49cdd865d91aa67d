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

const { subject, claimResults: judgements } = judgedFileWith("stack", provedVerdict, violatedVerdict, undecidedVerdict);

const differences: readonly ReviewDifference[] = [
  {
    severity: "opens",
    text: "Studio may reach <evil>.example on port 443",
    addresses: ["aws_networkfirewall_rule_group.x"],
  },
  {
    severity: "opens",
    text: "a claim",
    addresses: ["aws_vpc.v"],
    details: ["one @team", "two", "three", "four", "five"],
  },
  { severity: "unclear", text: "nobody knows of aws_vpc.v", addresses: ["aws_vpc.v"] },
  { severity: "closes", text: "a door", addresses: [] },
];

const found: Review = {
  name: "prod",
  file: "plan.json",
  kind: "changes",
  before: { ...subject, claimResults: judgements.slice(0, 1) },
  after: { ...subject, claimResults: judgements },
  differences,
  changes: [
    { address: "aws_vpc.v", type: "aws_vpc", kind: "update" },
    { address: "aws_subnet.s", type: "aws_subnet", kind: "replace", forcedBy: ["cidr_block"] },
  ],
  neutral: [{ address: "aws_subnet.s", type: "aws_subnet", kind: "replace", forcedBy: ["cidr_block"] }],
};

const nothing: Review = { ...found, differences: [], changes: [], neutral: [] };

test("the text tells the gravest first, each with what shows it, and what holds last", () => {
  expect(textReview(found, false)).toBe(`prod  opens 2, 1 cannot be told, closes 1

Opens
  - Studio may reach <evil>.example on port 443
      aws_networkfirewall_rule_group.x
  - a claim
      one @team
      two
      three
      and 2 more: --format json has all

Cannot be told
  - nobody knows of aws_vpc.v

Closes
  - a door

Resources of which nothing is said above: 1 to replace
Claims afterwards: 1 proved, 1 violated, 1 undecided; before: 1 proved
`);
});

test.each<[Partial<Review>, string]>([
  [{ kind: "creates", before: undefined }, "prod  creates an inspected perimeter"],
  [{ kind: "destroys", after: undefined }, "prod  destroys the perimeter"],
  [{ kind: "nothing" }, "prod  changes nothing"],
  [{ kind: "changes" }, "prod  opens, loses and closes nothing"],
])("the first line says it all: %j", (more, line) => {
  expect(textReview({ ...nothing, ...more } as Review, false).split("\n")[0]).toBe(line);
});

test("a perimeter that is created says what it promises", () => {
  const after = {
    ...subject,
    claimResults: judgements,
    posture: {
      ...subject.posture,
      allowedDomains: [{ name: "example.org", match: "subdomains", ports: [443] } as const],
      deployers: ["arn:aws:iam::123456789012:role/apply"],
      logRetentionDays: 30,
    },
  };

  const text = textReview({ ...nothing, kind: "creates", before: undefined, after } as unknown as Review, false);

  expect(text).toContain("Studio may reach example.org and everything below it\n");
  expect(text).toContain("logs are kept 30 days\n");
  expect(text).toContain("to deploy: role/apply; in an emergency: nobody\n");
});

test("colour is for people only", () => {
  expect(textReview(found, true)).toContain("\u001b[31mOpens\u001b[0m");
  expect(textReview(found, false)).not.toContain("\u001b");
});

describe("the comment", () => {
  const comment = markdownReview(found);

  it("begins with a marker of its stack, by which a later run finds it", () => {
    expect(comment.startsWith("<!-- studio-perimeter review prod -->\n### prod: opens 2, ")).toBe(true);
    expect(commentMarker({ name: "a --> <b>" })).toBe("<!-- studio-perimeter review a_--___b_ -->");
  });

  it("is the same for the same change", () => {
    expect(markdownReview({ ...found })).toBe(comment);
  });

  it("lets nothing that a plan holds become markup or a mention", () => {
    expect(comment).toContain("\\<evil\\>.example");
    expect(comment).toContain("one @\u200bteam");
    expect(comment).not.toMatch(/@team|<evil>/);
  });

  it("folds what closes, and nothing that opens", () => {
    expect(comment.indexOf("**🔓 Opens**")).toBeLessThan(comment.indexOf("<details>"));
    expect(comment).toContain("<details><summary>🔒 Closes (1)</summary>\n\n- a door\n\n</details>");
  });

  it("fits into GitHub's limit, with every section in it and what is left out counted", () => {
    const many = (["opens", "loses", "closes"] as const).flatMap((severity) =>
      Array.from({ length: 2000 }, (_, index) => ({
        severity,
        text: `${severity} ${index} ${"x".repeat(80)}`,
        addresses: [],
      })),
    );

    const long = markdownReview({ ...found, differences: many });

    expect(long.length).toBeLessThan(65_536);
    expect(long.match(/and \d+ more: run/g)).toHaveLength(3);
    expect(long.match(/<details>/g)).toHaveLength(long.match(/<\/details>/g)?.length ?? 0);
    expect(long).toContain("Claims afterwards");
  });
});

test("JSON has everything, and says whether it is sound", () => {
  const document = JSON.parse(jsonReview(found));

  expect(document).toMatchObject({
    format_version: "1.0",
    name: "prod",
    kind: "changes",
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
