import { jsonReport } from "../../../verify/report/json-report";
import { junitReport } from "../../../verify/report/junit-report";
import { markdownReport } from "../../../verify/report/markdown-report";
import { sarifReport } from "../../../verify/report/sarif-report";
import { textReport } from "../../../verify/report/text-report";
import { judgedFileWith, provedVerdict, undecidedVerdict, violatedVerdict } from "../fixtures/sample-verdicts";

const judged = [
  judgedFileWith("dev", provedVerdict),
  judgedFileWith("staging", provedVerdict, violatedVerdict, undecidedVerdict),
];

describe("the report at a terminal", () => {
  test("shows a table per stack, counts, and the first counterexamples of what does not hold", () => {
    const report = textReport(judged, { color: false, evidence: "short" });

    expect(report).toContain(
      "staging  inspected  cdktf.out/stacks/staging/cdk.tf.json\n  proved     claim-0\n  violated   claim-1",
    );
    expect(report).toContain("    and 1 more: verify --explain claim-1");
    expect(report).toContain("  1 proved, 1 violated, 1 undecided");
    expect(report).not.toContain("12 paths");
  });

  test("prints every address when the whole evidence is asked for", () => {
    const report = textReport(judged, { color: false, evidence: "full" });

    expect(report).toContain("    - 12 paths\n        aws_vpc.main");
    expect(report).toContain("fourth");
  });

  test("is coloured only when it is asked to be", () => {
    expect(textReport(judged, { color: true, evidence: "short" })).toContain("\u001b[31mviolated ");
    expect(textReport(judged, { color: false, evidence: "short" })).not.toContain("\u001b[");
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
    verdict: "violated",
    evidence: violatedVerdict.evidence,
  });
});

describe("the SARIF report", () => {
  const log = JSON.parse(sarifReport(judged));
  const [run] = log.runs;

  test("is version 2.1.0 with one run of one tool", () => {
    expect(log.version).toBe("2.1.0");
    expect(log.runs).toHaveLength(1);
    expect(run.tool.driver.name).toBe("studio-perimeter");
  });

  test("has a rule for each claim, and every result points at its own", () => {
    expect(new Set(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).size).toBe(
      run.tool.driver.rules.length,
    );
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    }
  });

  test("has a result for each piece of evidence against a claim: errors for violated, warnings for undecided", () => {
    const levels = run.results.map((result: { level: string }) => result.level);

    expect(levels).toEqual(["error", "error", "error", "error", "warning"]);
  });

  test("locates results in the file and by Terraform address, and fingerprints them by what they say", () => {
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

  test("counts undecided as an error: it is not a pass and not a failure", () => {
    expect(report).toContain('<testsuites name="studio-perimeter" tests="4" failures="1" errors="1" skipped="0">');
    expect(report).toContain(
      '<testsuite name="staging" file="cdktf.out/stacks/staging/cdk.tf.json" tests="3" failures="1" errors="1"',
    );
    expect(report).toContain('<error type="undecided"');
  });

  test("is well-formed: every element closes, and nothing of the evidence is markup or a control character", () => {
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
  test("puts what does not hold first and folds what holds", () => {
    const report = markdownReport(judged);

    expect(report.indexOf("**claim-1** is violated")).toBeLessThan(
      report.indexOf("<details><summary>1 proved</summary>", 200),
    );
    expect(report).toContain("`aws_subnet.a` → `aws_nat_gateway.a`");
  });

  test("lets nothing of the evidence become markup, a table cell or a mention", () => {
    const report = markdownReport(judged);

    expect(report).toContain("\\<evil\\>");
    expect(report).toContain("\\`x\\` of @\u200bteam");
    expect(report).toContain("\\| packets |");
  });

  test("never exceeds what a comment can hold, and says how much is left out", () => {
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
