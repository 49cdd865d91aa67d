import type { ClaimResult } from "../claims/decide-claims";
import type { Evidence, Verdict } from "../verdict/claim";
import { visibleText } from "../verdict/visible-text";
import { countVerdicts, verdictTexts } from "./count-verdicts";
import { declarationNotes } from "./declaration-notes";
import { escapeXml } from "./escape-xml";
import type { ReportedStack } from "./reported-stack";

/** The report for CI systems that show tests: one suite per file, one case per claim. Undecided is an error, not applicable is skipped. */
export function junitReport(stacks: readonly ReportedStack[]): string {
  const all = countVerdicts(stacks.flatMap(({ claimResults }) => claimResults));
  const suites = stacks.map(suiteOf).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="studio-perimeter" ${countAttributes(all)}>\n${suites}\n</testsuites>\n`;
}

function suiteOf(stack: ReportedStack): string {
  const counts = countAttributes(countVerdicts(stack.claimResults));
  const cases = stack.claimResults.map((result) => caseOf(stack.name, result)).join("\n");
  const notes = declarationNotes(stack);
  const output =
    notes.length === 0 ? "" : `    <system-out>${escapeXml(notes.map(visibleText).join("\n"))}</system-out>\n`;
  return `  <testsuite name="${escapeXml(stack.name)}" file="${escapeXml(stack.file)}" ${counts}>\n${cases}\n${output}  </testsuite>`;
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

function countAttributes(counts: Readonly<Record<Verdict["kind"], number>>): string {
  const tests = counts.proved + counts.violated + counts.undecided + counts.accepted + counts.notApplicable;
  return `tests="${tests}" failures="${counts.violated}" errors="${counts.undecided}" skipped="${counts.notApplicable + counts.accepted}"`;
}
