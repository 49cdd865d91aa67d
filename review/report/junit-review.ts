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
    ...(kind === "destroys"
      ? [caseOf(name, { group: "execution", text: "the perimeter is destroyed", element: "failure", lines: [] })]
      : []),
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
  return caseOf(name, {
    group: rankOf(difference),
    text,
    element: elementOf(difference, approval),
    lines: [...reasons, ...details, ...addresses],
  });
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
  const element = outcome[budgetOutcome(cost, budget)];
  return [caseOf(name, { group: "cost", text: `budget: ${text}`, element, lines: cost.after.unknown })];
}

/** What a test case shows. */
interface CaseContent {
  /** Its class: the rank of a difference, or what it is about. */
  readonly group: string;
  /** Its name. */
  readonly text: string;
  readonly element: JunitCase["element"];
  /** Its output. */
  readonly lines: readonly string[];
}

function caseOf(stack: string, { group, text, element, lines }: CaseContent): JunitCase {
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
