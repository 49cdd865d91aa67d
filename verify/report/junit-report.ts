import type { ClaimResult } from "../claims/decide-claims";
import { visibleText } from "../terraform/visible-text";
import type { Evidence } from "../verdict/claim";
import { countVerdicts, verdictTexts } from "./count-verdicts";
import { declarationNotes } from "./declaration-notes";
import { escapeXml } from "./escape-xml";
import type { ReportedStack } from "./reported-stack";

/** The report for CI systems that show tests: one suite per file, one case per claim. Undecided is an error, not applicable is skipped. */
export function junitReport(stacks: readonly ReportedStack[]): string {
  return junitDocument(stacks.map(claimSuite));
}

/** Numbers of test cases. */
export interface JunitCounts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

/** A test suite of a JUnit document. */
export interface JunitSuite {
  readonly name: string;
  readonly file: string;
  readonly counts: JunitCounts;
  /** The `testcase` elements, as XML. */
  readonly cases: readonly string[];
  /** @default - none */
  readonly notes?: readonly string[];
}

/** A JUnit document of some suites. */
export function junitDocument(suites: readonly JunitSuite[]): string {
  const add = (one: JunitCounts, other: JunitCounts): JunitCounts => ({
    tests: one.tests + other.tests,
    failures: one.failures + other.failures,
    errors: one.errors + other.errors,
    skipped: one.skipped + other.skipped,
  });
  const all = suites.map(({ counts }) => counts).reduce(add, { tests: 0, failures: 0, errors: 0, skipped: 0 });
  const elements = suites.map(suiteElement).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="studio-perimeter" ${countAttributes(all)}>\n${elements}\n</testsuites>\n`;
}

/** The suite of a verified stack: one case per claim. */
export function claimSuite(stack: ReportedStack): JunitSuite {
  const { name, file, claimResults } = stack;
  const counts = countVerdicts(claimResults);
  return {
    name,
    file,
    counts: {
      tests: claimResults.length,
      failures: counts.violated,
      errors: counts.undecided,
      skipped: counts.notApplicable + counts.accepted,
    },
    cases: claimResults.map((result) => caseOf(name, result)),
    notes: declarationNotes(stack),
  };
}

function suiteElement({ name, file, counts, cases, notes = [] }: JunitSuite): string {
  const output =
    notes.length === 0 ? "" : `    <system-out>${escapeXml(notes.map(visibleText).join("\n"))}</system-out>\n`;
  return `  <testsuite name="${escapeXml(name)}" file="${escapeXml(file)}" ${countAttributes(counts)}>\n${cases.join("\n")}\n${output}  </testsuite>`;
}

function caseOf(name: string, { claim, verdict }: ClaimResult): string {
  const head = `    <testcase classname="${escapeXml(`studio-perimeter.${name}`)}" name="${escapeXml(claim.name)}"`;
  if (verdict.kind === "proved") {
    return `${head}/>`;
  }
  if (verdict.kind === "notApplicable") {
    const reason = escapeXml(verdict.evidence[0]?.text ?? verdictTexts.notApplicable);
    return `${head}>\n      <skipped message="${reason}"/>\n    </testcase>`;
  }
  if (verdict.kind === "accepted") {
    const reason = escapeXml(`accepted, although ${verdict.of}: ${verdict.evidence.map(evidenceLine).join("\n")}`);
    return `${head}>\n      <skipped message="${reason}"/>\n    </testcase>`;
  }
  const element = verdict.kind === "violated" ? "failure" : "error";
  const message = escapeXml(verdict.evidence[0]?.text ?? verdict.kind);
  const remedy = verdict.kind === "violated" ? [`Fix: ${claim.remedy}`] : [];
  const body = escapeXml([claim.meaning, ...verdict.evidence.map(evidenceLine), ...remedy].join("\n"));
  return `${head}>\n      <${element} type="${verdict.kind}" message="${message}">${body}</${element}>\n    </testcase>`;
}

function evidenceLine({ text, addresses }: Evidence): string {
  return addresses.length === 0 ? `- ${text}` : `- ${text} [${addresses.join(", ")}]`;
}

function countAttributes({ tests, failures, errors, skipped }: JunitCounts): string {
  return `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
}
