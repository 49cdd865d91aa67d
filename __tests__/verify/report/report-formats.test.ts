import { stripVTControlCharacters } from "node:util";
import type { ClaimResult } from "../../../verify/claims/decide-claims";
import { groupBySharedCause } from "../../../verify/report/evidence/shared-causes";
import { jsonReport } from "../../../verify/report/json-report";
import { junitReport } from "../../../verify/report/junit-report";
import { markdownReport } from "../../../verify/report/markdown-report";
import { sarifReport } from "../../../verify/report/sarif-report";
import { textReport } from "../../../verify/report/text-report";
import type { Evidence, Verdict } from "../../../verify/verdict/claim";
import { judgedFileWith, provedVerdict, undecidedVerdict, violatedVerdict } from "../fixtures/sample-verdicts";

const judged = [
  judgedFileWith("dev", provedVerdict),
  judgedFileWith("staging", provedVerdict, violatedVerdict, undecidedVerdict),
];

describe("the report for a terminal", () => {
  const plain = { color: false, detail: "unproved" } as const;

  test("the text report shows one row per stack with the number of proved claims", () => {
    const [header, dev, staging] = textReport(judged, plain).split("\n");

    expect(header).toBe("stack    posture    verdict");
    expect(dev).toBe("dev      inspected  1 of 1 proved");
    expect(staging).toBe("staging  inspected  1 of 3 proved, 1 violated, 1 undecided");
  });

  test("the text report shows evidence and remedy of each claim that is not proved, nothing of the others, and once the commands that explain", () => {
    const report = textReport(judged, plain);

    expect(report).toContain(
      [
        "  violated   claim-1: Title of claim-1",
        '    tls naming <evil> & "co" passes\u0001',
        "    second",
        "    third",
        "    and 1 more: add --explain claim-1",
        "    Fix: Remove the route that breaks claim-1 <soon>.",
      ].join("\n"),
    );
    expect(report).toContain("  undecided  claim-2: Title of claim-2\n    `x` of @team is not in the JSON\n");
    expect(report.match(/explain CLAIM/g)).toHaveLength(2);
    expect(report.trimEnd().split("\n").at(-1)).toContain("studio-perimeter explain CLAIM says what a claim means.");
    expect(report).not.toContain("12 paths");
    expect(report).not.toContain("claim-0");
  });

  test("the text report lists every claim of every stack on request", () => {
    const report = textReport(judged, { color: false, detail: "all" });

    expect(report).toContain(
      "staging  inspected  cdktf.out/stacks/staging/cdk.tf.json\n  proved     claim-0: Title of claim-0\n  violated   claim-1",
    );
    expect(report).toContain("  1 proved, 1 violated, 1 undecided");
    expect(report).not.toContain("12 paths");
  });

  test("the text report prints every address and the remedy when all evidence is requested", () => {
    const report = textReport(judged, { color: false, detail: "evidence" });

    expect(report).toContain("    - 12 paths\n        aws_vpc.main");
    expect(report).toContain("fourth");
    expect(report).toContain("    Fix: Remove the route that breaks claim-1");
  });

  test("the text report has colors only on request, and they do not change the width of columns", () => {
    const colored = textReport(judged, { color: true, detail: "unproved" });

    expect(colored).toContain("\u001b[31mviolated ");
    expect(textReport(judged, plain)).not.toContain("\u001b[");
    expect(stripVTControlCharacters(colored)).toBe(textReport(judged, plain));
  });
});

describe("claims with one cause", () => {
  const gap: Evidence = { text: "a stack of another tool is not modeled", addresses: ["aws_cloudformation_stack.x"] };
  const undecided = (...evidence: readonly Evidence[]): Verdict => ({ kind: "undecided", evidence });
  const violated = (...evidence: readonly Evidence[]): Verdict => ({ kind: "violated", evidence });
  const path = (text: string, ...addresses: readonly string[]): Evidence => ({ text, addresses });
  const grouped = judgedFileWith(
    "dev",
    undecided(gap),
    undecided(gap, path("a subnet is unknown", "aws_subnet.b")),
    undecided(gap),
    violated(path("a packet leaves", "aws_subnet.a", "aws_internet_gateway.out")),
    violated(path("a packet arrives", "aws_internet_gateway.out", "aws_eip.x"), path("b", "aws_internet_gateway.out")),
    violated(path("a gateway exists", "aws_internet_gateway.out")),
    violated(path("a log is missing", "aws_subnet.a")),
    { kind: "proved", evidence: [path("all private", "aws_subnet.a")] },
  );
  const { causes, others } = groupBySharedCause(grouped.claimResults);
  const names = (results: readonly ClaimResult[]) => results.map(({ claim }) => claim.name);

  test("three claims with one piece of evidence are grouped by it, and keep their other evidence", () => {
    const cause = causes.find(({ kind }) => kind === "evidence");

    expect(names(cause?.items ?? [])).toEqual(["claim-0", "claim-1", "claim-2"]);
    const report = textReport([grouped], { color: false, detail: "unproved" });
    expect(report).toContain(`3 claims undecided, because ${gap.text}\n      aws_cloudformation_stack.x\n`);
    expect(report.split(gap.text)).toHaveLength(2);
    expect(report).toContain(
      "    claim-1: Title of claim-1\n      a subnet is unknown\n    claim-2: Title of claim-2\n",
    );
  });

  test("three claims that name one address in all of their evidence are grouped by it", () => {
    const cause = causes.find(({ kind }) => kind === "address");

    expect(cause).toMatchObject({ address: "aws_internet_gateway.out" });
    expect(names(cause?.items ?? [])).toEqual(["claim-3", "claim-4", "claim-5"]);
    expect(names(others)).toEqual(["claim-6"]);
    const report = textReport([grouped], { color: false, detail: "unproved" });
    expect(report).toContain(
      [
        "  3 claims violated at aws_internet_gateway.out",
        "    claim-3: Title of claim-3",
        "      a packet leaves",
        "      Fix: Remove the route that breaks claim-3 <soon>.",
      ].join("\n"),
    );
  });

  test("what leaves claims undecided is said again for a violated claim that rests on it, too", () => {
    const violation = path("a packet leaves", "aws_internet_gateway.out");
    const three = [violated(violation, gap), violated(violation), violated(violation)];
    const both = judgedFileWith("dev", undecided(gap), undecided(gap), undecided(gap), ...three);
    const atAddress = [
      violated(path("a", "aws_x.y"), { ...gap, addresses: ["aws_x.y"] }),
      violated(path("b", "aws_x.y")),
    ];
    const other = judgedFileWith("dev", undecided(gap), undecided(gap), undecided(gap), ...atAddress, ...atAddress);

    for (const stack of [both, other]) {
      const times = stack === both ? 2 : 3;
      expect(textReport([stack], { color: false, detail: "unproved" }).split(gap.text)).toHaveLength(times + 1);
      expect(markdownReport([stack]).split("a stack of another tool")).toHaveLength(times + 1);
    }
  });

  test("two claims with one cause are not grouped", () => {
    const pair = judgedFileWith("dev", undecided(gap), undecided(gap));

    expect(groupBySharedCause(pair.claimResults).causes).toEqual([]);
  });

  test("of addresses that equally many claims name, the cause is the one that the fewest proved claims name", () => {
    const evidence = (text: string) => path(text, "aws_subnet.a", "aws_internet_gateway.out");
    const tied = judgedFileWith("dev", violated(evidence("a")), violated(evidence("b")), violated(evidence("c")), {
      kind: "proved",
      evidence: [path("all private", "aws_subnet.a")],
    });

    expect(groupBySharedCause(tied.claimResults).causes).toMatchObject([
      { kind: "address", address: "aws_internet_gateway.out" },
    ]);
  });

  test("the Markdown report prints a shared piece of evidence once, above the claims", () => {
    const report = markdownReport([grouped]);

    expect(report).toContain(
      "#### ❓ 3 claims are undecided for one cause\n\n- a stack of another tool is not modeled<br>`aws_cloudformation_stack.x`",
    );
    expect(report.split("`aws_cloudformation_stack.x`")).toHaveLength(2);
    expect(report.indexOf("`aws_cloudformation_stack.x`")).toBeLessThan(report.indexOf("- **claim-0**"));
  });

  test("each of several causes is said once with the number of its claims, and each claim is listed once", () => {
    const program = path("a program can run any command", "aws_instance.x");
    const overlapping = judgedFileWith(
      "dev",
      ...[0, 1].map(() => undecided(gap)),
      ...[2, 3, 4].map(() => undecided(gap, program)),
      undecided(program, path("its own", "aws_vpc.a")),
    );
    const text = textReport([overlapping], { color: false, detail: "unproved" });
    const all = textReport([overlapping], { color: false, detail: "all" });
    const markdown = markdownReport([overlapping]);

    for (const report of [text, all, markdown]) {
      for (const cause of [gap.text, program.text, "its own"]) {
        expect(report.split(cause)).toHaveLength(2);
      }
      expect(report).toContain("Listed above: claim-2, claim-3, claim-4\n");
    }
    expect(text).toContain(`5 claims undecided, because ${gap.text}`);
    expect(text).toContain(`4 claims undecided, because ${program.text}`);
    expect(text.match(/claim-\d: Title/g)).toHaveLength(6);
    expect(markdown.match(/- \*\*claim-\d\*\*: Title/g)).toHaveLength(6);
  });
});

test("the JSON report carries every claim with its evidence, under a format version", () => {
  const report = JSON.parse(jsonReport(judged));

  expect(report.format_version).toBe("1.0");
  expect(report.stacks[1]).toMatchObject({
    name: "staging",
    form: "synthesized",
    posture: "inspected",
    counts: { proved: 1, violated: 1, undecided: 1 },
  });
  expect(report.stacks[1].claims[1]).toMatchObject({
    name: "claim-1",
    title: "Title of claim-1",
    details: ["Every packet is checked."],
    remedy: "Remove the route that breaks claim-1 <soon>.",
    topic: "network",
    controls: ["EC2.6", "NIST.800-53.r5 SC-7(5)"],
    sources: ["EC2.6", "NIST.800-53.r5 SC-7(5)"],
    verdict: "violated",
    evidence: violatedVerdict.evidence,
  });
});

describe("the SARIF report", () => {
  const log = JSON.parse(sarifReport(judged));
  const [run] = log.runs;

  test("the SARIF report is version 2.1.0 with one run of one tool", () => {
    expect(log.version).toBe("2.1.0");
    expect(log.runs).toHaveLength(1);
    expect(run.tool.driver.name).toBe("studio-perimeter");
  });

  test("the SARIF report has a rule for each claim, and every result points at its own", () => {
    expect(new Set(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).size).toBe(
      run.tool.driver.rules.length,
    );
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    }
  });

  test("the SARIF report describes each claim by title, meaning with scope, remedy and controls", () => {
    expect(run.tool.driver.rules[1]).toMatchObject({
      shortDescription: { text: "Title of claim-1" },
      fullDescription: { text: 'claim-1 holds for <all> & "any" | packets Every packet is checked.' },
      help: {
        text: "Remove the route that breaks claim-1 <soon>.\n\nControls: EC2.6, NIST.800-53.r5 SC-7(5). Postures: inspected.",
      },
      properties: { tags: ["security", "EC2.6", "NIST.800-53.r5 SC-7(5)"] },
    });
  });

  test("the SARIF report has a result for each piece of evidence against a claim: errors for violated, warnings for undecided", () => {
    const levels = run.results.map((result: { level: string }) => result.level);

    expect(levels).toEqual(["error", "error", "error", "error", "warning"]);
  });

  test("the SARIF report locates results in the file and by Terraform address, and fingerprints them by what they say", () => {
    const [first, second] = run.results;

    expect(first.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "cdktf.out/stacks/staging/cdk.tf.json" },
          region: { startLine: 1 },
        },
        logicalLocations: [
          { fullyQualifiedName: "aws_subnet.a", kind: "resource" },
          { fullyQualifiedName: "aws_nat_gateway.a", kind: "resource" },
        ],
      },
    ]);
    expect(first.partialFingerprints).not.toEqual(second.partialFingerprints);
    expect(sarifReport(judged)).toBe(sarifReport(judged));
  });
});

describe("the JUnit report", () => {
  const report = junitReport(judged);

  test("the JUnit report counts undecided as an error: it is not a pass and not a failure", () => {
    expect(report).toContain('<testsuites name="studio-perimeter" tests="4" failures="1" errors="1" skipped="0">');
    expect(report).toContain(
      '<testsuite name="staging" file="cdktf.out/stacks/staging/cdk.tf.json" tests="3" failures="1" errors="1"',
    );
    expect(report).toContain('<error type="undecided"');
    expect(report).toContain("\nFix: Remove the route that breaks claim-1 &lt;soon&gt;.</failure>");
  });

  test("the JUnit report is well-formed: every element closes, and nothing of the evidence is markup or a control character", () => {
    const open: string[] = [];
    for (const [, closing, name = "", , selfClosing] of report.matchAll(
      /<(\/?)([a-z]+)((?:\s+[a-z]+="[^"<&]*(?:&[a-z]+;[^"<&]*)*")*)(\/?)>/g,
    )) {
      if (closing === "/") {
        expect(open.pop()).toBe(name);
      } else if (selfClosing !== "/") {
        open.push(name);
      }
    }

    expect(open).toEqual([]);
    expect(report).toContain("&lt;evil&gt; &amp; &quot;co&quot;");
    expect(report).not.toContain("\u0001");
  });
});

describe("the Markdown report", () => {
  test("the Markdown report puts what does not hold first and folds what holds", () => {
    const report = markdownReport(judged);

    expect(report.indexOf("**claim-1** is violated")).toBeLessThan(
      report.indexOf("<details><summary>1 proved</summary>", 200),
    );
    expect(report).toContain("`aws_subnet.a` → `aws_nat_gateway.a`");
    expect(report).toContain("- **Fix:** Remove the route that breaks claim-1 \\<soon\\>.\n");
  });

  test("the Markdown report lets nothing of the evidence become markup, a table cell or a mention", () => {
    const report = markdownReport(judged);

    expect(report).toContain("\\<evil\\>");
    expect(report).toContain("\\`x\\` of @\u200bteam");
    expect(report).toContain("\\| packets |");
  });

  test("the Markdown report never exceeds what a comment can hold, and says how much is left out", () => {
    const evidence = Array.from({ length: 4000 }, (_, index) => ({
      text: `leak number ${index}`,
      addresses: ["aws_vpc.main"],
    }));

    const report = markdownReport([
      judgedFileWith("dev", { kind: "violated", evidence }),
      judgedFileWith("staging", violatedVerdict),
    ]);

    expect(report.length).toBeLessThanOrEqual(60_000);
    expect(report).toMatch(/- and \d+ more lines: run `studio-perimeter verify --explain CLAIM`/);
    expect(report).toContain("### staging");
  });

  test("of more stacks than fit is cut at the end", () => {
    const many = Array.from({ length: 2000 }, (_, index) => judgedFileWith(`stack-${index}`, provedVerdict));

    const report = markdownReport(many);

    expect(report.length).toBeLessThanOrEqual(60_000);
    expect(report).toContain("the report does not fit into a comment");
  });
});

test("Every report names once what no model reads and what leaves claims undecided, with what to do", () => {
  const gap = (type: string, argument?: string) => ({
    text: "x",
    addresses: [],
    unmodeled: { type, ...(argument === undefined ? {} : { argument }) },
  });
  const open: Verdict = { kind: "undecided", evidence: [gap("aws_emr_cluster"), gap("aws_lb", "a.b")] };
  const stacks = [judgedFileWith("dev", open, open, provedVerdict)];
  const note =
    /to decide what is undecided: remove what no model reads, or declare it harmless if it is: aws\\*_emr\\*_cluster, aws\\*_lb\.a\.b/g;

  for (const report of [textReport(stacks, { color: false, detail: "unproved" }), markdownReport(stacks)]) {
    expect(report.match(note)).toHaveLength(1);
  }
  expect(jsonReport(stacks)).toContain('"unmodeled"');
  expect(textReport([judgedFileWith("dev", provedVerdict)], { color: false, detail: "unproved" })).not.toMatch(note);
});

test("A report never advises to declare an argument harmless whose value another input has", () => {
  const text =
    "aws_sagemaker_domain.a: vpc_id uses data.x.y, whose value is not in this input; verify a plan, or join the state that has it";
  const unmodeled = { type: "aws_sagemaker_domain", argument: "vpc_id" };
  const open: Verdict = { kind: "undecided", evidence: [{ text, addresses: ["aws_sagemaker_domain.a"], unmodeled }] };
  const gap: Verdict = {
    kind: "undecided",
    evidence: [{ text: "aws_x.a runs y; this is not modeled", addresses: [], unmodeled }],
  };
  const report = (verdict: Verdict) =>
    textReport([judgedFileWith("dev", verdict)], { color: false, detail: "unproved" });

  expect(report(open)).toContain("verify a plan, or join the state that has it");
  expect(report(open)).not.toContain("harmless");
  expect(report(gap)).toContain("declare it harmless if it is: aws_sagemaker_domain.vpc_id");
});

test.each([
  ["the header of a rule cannot be resolved", true],
  ["aws_lambda_function.a runs a program; this is not modeled", true],
  ["a rule is cut off: pass tcp any any -> any any (flow:to_server; sid:1;)", true],
  ["aws_subnet.a has no route table; associate one, or join the state that does with --join", false],
])(
  "An undecided claim whose evidence is %p says which input decides it only if the evidence does not: %p",
  (text, isSaid) => {
    const open: Verdict = { kind: "undecided", evidence: [{ text, addresses: [] }] };
    const report = textReport([judgedFileWith("dev", open, provedVerdict)], { color: false, detail: "unproved" });
    const note =
      /to decide what is undecided: verify a plan, or change what the evidence of these claims names: [a-z-]+/;

    expect(note.test(report)).toBe(isSaid);
  },
);
