import { escapeXml } from "../../verify/report/escape-xml";
import { claimSuite, type JunitSuite, junitDocument } from "../../verify/report/junit-report";
import { budgetOutcome } from "../cost/cost-change";
import { rankOf } from "../model/difference-kinds";
import type { ReviewDifference, Severity } from "../model/review-difference";
import type { ApprovalRule, Review } from "../review";
import { needsApproval } from "../review-outcome";
import { reportedDifferences, reportedStack } from "./reported-review";

/** How a CI system shows a difference. What is lost fails where it needs approval; else it is skipped, and so stays visible. */
const elements: Readonly<Record<Severity, "failure" | "error" | "skipped" | undefined>> = {
  opens: "failure",
  unclear: "error",
  executes: "failure",
  loses: "skipped",
  stands: "failure",
  changes: undefined,
  closes: undefined,
};

/**
 * The review for CI systems that show tests: a suite with a case per claim, as `verify` writes it, and a suite with a case per
 * difference.
 */
export function junitReview(review: Review): string {
  return junitDocument([...reportedStack(review).map(claimSuite), differenceSuite(review)]);
}

interface JunitCase {
  readonly element: "failure" | "error" | "skipped" | undefined;
  readonly xml: string;
}

function differenceSuite(review: Review): JunitSuite {
  const { name, file, kind } = review;
  const cases = [
    ...(kind === "destroys" ? [caseOf(name, "execution", "the perimeter is destroyed", "failure", [])] : []),
    ...budgetCases(review),
    ...reportedDifferences(review).map((difference) => differenceCase(review, difference)),
  ];
  const count = (element: JunitCase["element"]): number => cases.filter((one) => one.element === element).length;
  return {
    name: `${name} changes`,
    file,
    counts: { tests: cases.length, failures: count("failure"), errors: count("error"), skipped: count("skipped") },
    cases: cases.map(({ xml }) => xml),
  };
}

function differenceCase({ name, approval }: Review, difference: ReviewDifference): JunitCase {
  const { text, addresses, details = [], accepted } = difference;
  const reasons = accepted === undefined ? [] : [`accepted: ${accepted.reason} (${accepted.owner}, ${accepted.until})`];
  return caseOf(name, rankOf(difference), text, elementOf(difference, approval), [
    ...reasons,
    ...details,
    ...addresses,
  ]);
}

function elementOf(difference: ReviewDifference, approval: ApprovalRule | undefined): JunitCase["element"] {
  const { severity, accepted } = difference;
  if (accepted !== undefined) {
    return "skipped";
  }
  return severity === "loses" && needsApproval(difference, approval) ? "failure" : elements[severity];
}

function budgetCases({ name, cost, budget }: Review): readonly JunitCase[] {
  if (cost === undefined || budget === undefined) {
    return [];
  }
  const outcome = { kept: undefined, exceeded: "failure", "cannot be told": "error" } as const;
  const text = `${cost.after.usd.toFixed(2)} USD of ${budget} USD per month`;
  return [caseOf(name, "cost", `budget: ${text}`, outcome[budgetOutcome(cost, budget)], cost.after.unknown)];
}

function caseOf(
  stack: string,
  group: string,
  text: string,
  element: JunitCase["element"],
  lines: readonly string[],
): JunitCase {
  const head = `    <testcase classname="${escapeXml(`studio-perimeter.${stack}.${group}`)}" name="${escapeXml(text)}"`;
  const body = escapeXml(lines.join("\n"));
  const inner =
    element === undefined
      ? `<system-out>${body}</system-out>`
      : element === "skipped"
        ? `<skipped message="${body}"/>`
        : `<${element} type="${escapeXml(group)}" message="${escapeXml(text)}">${body}</${element}>`;
  return { element, xml: `${head}>\n      ${inner}\n    </testcase>` };
}
