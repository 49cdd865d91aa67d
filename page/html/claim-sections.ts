import { type Markup, markup } from "../../drawing/markup";
import { verdictTexts } from "../../verify/report/count-verdicts";
import { type AlikeEvidence, alikeEvidence } from "../../verify/report/evidence/alike-evidence";
import { unnamedAddresses } from "../../verify/report/evidence/unnamed-addresses";
import { pluralize } from "../../verify/report/pluralize";
import type { Evidence, Verdict } from "../../verify/verdict/claim";
import type { ClaimEntry, EnvironmentPage } from "../model/page-model";
import { addressPath, code, list } from "./parts";

const marks: Readonly<Record<Verdict["kind"], string>> = {
  proved: "✓",
  violated: "✕",
  undecided: "?",
  accepted: "!",
  notApplicable: "–",
};

/** A verdict as a mark and a word; the color only repeats it. */
export function verdictMark(kind: Verdict["kind"]): Markup {
  return markup`<span class="mark ${kind}" aria-hidden="true">${marks[kind]}</span>`;
}

/** Reasons that claims share, claims that are not proved, unfolded, then the others by topic. */
export function claimSections({ id, sharedReasons, unproved, topics }: EnvironmentPage): Markup {
  const reasonId = (index: number): string => `${id}-reason-${index + 1}`;
  const reasons = sharedReasons.map(
    ({ kind, evidence, claims }, index) => markup`<div class="shared-reason" id="${reasonId(index)}">
<p>${verdictMark(kind)} Reason ${index + 1}: ${pluralize(claims, "claim")} ${verdictTexts[kind]}, because</p>
${list(evidence.map(evidenceItem), "evidence")}</div>
`,
  );
  const linkTo = (index: number): Markup =>
    markup`<a href="#${reasonId(index)}">reason ${index + 1}</a>, which ${pluralize(sharedReasons[index]?.claims ?? 0, "claim")} share`;
  const first =
    unproved.length === 0
      ? markup`<p class="quiet">Every claim that applies is proved. Unfold a claim to read what was checked, and the evidence.</p>`
      : markup`<h4>Not proved</h4>\n${reasons}${unproved.map((claim) => claimDetails(claim, true, linkTo))}`;
  const others = topics.map(({ title, claims }) => {
    const proved = claims.filter(({ kind }) => kind === "proved").length;
    return markup`<h4>${title} <span class="count">${proved} of ${pluralize(claims.length, "claim")} proved</span></h4>
${claims.map((claim) => claimDetails(claim, false, linkTo))}`;
  });
  return markup`${first}\n${others}`;
}

/** Writes a link to a reason by its position. */
type ReasonLink = (index: number) => Markup;

function claimDetails(claim: ClaimEntry, isOpen: boolean, linkTo: ReasonLink): Markup {
  const head = markup`<summary>${verdictMark(claim.kind)}<span class="claim-title">${claim.title}</span><span class="verdict ${claim.kind}">${verdictTexts[claim.kind]}</span></summary>`;
  const body = claimBody(claim, linkTo);
  return isOpen
    ? markup`<details class="claim" open="">${head}${body}</details>\n`
    : markup`<details class="claim">${head}${body}</details>\n`;
}

function claimBody(
  { name, kind, meaning, details, remedy, controls, evidence, sharedReasons }: ClaimEntry,
  linkTo: ReasonLink,
): Markup {
  const found = [...sharedReasons.map(linkTo), ...alikeEvidence(evidence).map(alikeItem)];
  const isUnproved = kind === "violated" || kind === "undecided" || kind === "accepted";
  return markup`<div class="claim-body"><p class="meaning">${meaning}</p>
<h5>${isUnproved ? "Reasons" : "Evidence"}</h5>${list(found, "evidence")}
${isUnproved ? markup`<h5>What to do</h5><p>${remedy}</p>` : undefined}
<h5>What is checked</h5>${list(details, "scope")}
<p class="controls">${code(name)}${controls.map((control) => markup` <span class="tag">${control}</span>`)}</p></div>`;
}

/** What several pieces say is said once; the others are folded. */
function alikeItem({ first, others }: AlikeEvidence): Markup {
  const folded = markup`<details><summary>and ${others.length} more like it</summary>${list(others.map(evidenceItem), "evidence")}</details>`;
  return markup`${evidenceItem(first)}${others.length === 0 ? undefined : folded}`;
}

function evidenceItem(piece: Evidence): Markup {
  return markup`${piece.text}${addressPath(unnamedAddresses(piece))}`;
}
