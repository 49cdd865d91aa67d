import { type Markup, markup } from "../../drawing/markup";
import type { ReviewOutcome } from "../../review/review-outcome";
import type { Difference, DifferenceSection } from "../model/page-model";
import { addressPath, list } from "./parts";

/** Whether people must look at what has a rank before the change. */
const isUrgent: Readonly<Record<DifferenceSection["rank"], boolean>> = {
  outside: true,
  claim: true,
  worsened: true,
  unproved: true,
  data: true,
  detection: true,
  service: true,
  unknown: true,
  execution: true,
  inside: false,
  person: false,
  plumbing: false,
  standing: false,
  information: false,
  closed: false,
};

const outcomeKinds: Readonly<Record<ReviewOutcome, string>> = {
  "nothing to approve": "proved",
  "needs approval": "undecided",
  "a claim is not proved": "violated",
  "over budget": "violated",
};

/** What changes between the two inputs, the worst first. */
export function differenceContent(difference: Difference): Markup {
  if (difference.kind === "failed") {
    return markup`<p class="callout violated">Could not be compared: ${difference.message}</p>\n`;
  }
  const { headline, outcome, sections, closing } = difference;
  return markup`<p class="callout ${outcomeKinds[outcome]}"><strong>${outcome}</strong>: ${headline}</p>
${sections.map(rankSection)}
<h4 class="calm">In numbers</h4>
${list(
  closing.map(({ text, items }) => markup`${text}${list(items)}`),
  "closing",
)}`;
}

function rankSection({ rank, title, items }: DifferenceSection): Markup {
  const entries = items.map(({ text, details, addresses }) =>
    details.length === 0
      ? markup`${text}${addressPath(addresses)}`
      : markup`<details><summary>${text}</summary>${list(details, "scope")}${addressPath(addresses)}</details>`,
  );
  return markup`<h4 class="${isUrgent[rank] ? "urgent" : "calm"}">${title} <span class="count">${items.length}</span></h4>
${list(entries, "changes")}`;
}
