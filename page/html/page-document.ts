import { createHash } from "node:crypto";
import { fixedMarkup, type Markup, markup } from "../../drawing/markup";
import type { ReviewOutcome } from "../../review/review-outcome";
import { escapeXml } from "../../verify/report/escape-xml";
import { pluralize } from "../../verify/report/pluralize";
import { visibleText } from "../../verify/terraform/visible-text";
import type { EnvironmentPage, PerimeterPage } from "../model/page-model";
import { verdictMark } from "./claim-sections";
import { differenceContent } from "./difference-content";
import { environmentParts, environmentSection } from "./environment-section";
import { table, usd } from "./parts";
import { pageStyleSheet } from "./style-sheet";

/**
 * The page as one HTML file: no script, no request, no style but the one whose hash the Content Security Policy names.
 *
 * @param mask hides sensitive values in every text. @default - nothing is hidden
 */
export function pageDocument(page: PerimeterPage, mask: (text: string) => string = (text) => text): string {
  const style = pageStyleSheet();
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const document = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${policy}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
<title>${pageTitle(page)}</title>
${fixedMarkup(`<style>${style}</style>`)}
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${pageHeader(page)}
<div class="columns">
${contents(page)}
<main id="main" tabindex="-1">
${summary(page)}
${page.environments.map(environmentSection)}
${page.removed.map(
  ({ id, name, difference }) =>
    markup`<section class="environment" aria-labelledby="${id}"><div class="environment-head"><h2 id="${id}">${name}</h2>
<p class="badge undecided">exists before only</p></div>
${differenceContent(difference)}</section>
`,
)}
</main>
</div>
<footer><p>studio-perimeter ${page.version}, ${page.day}. The claims are decided from Terraform JSON, not from a real account;
docs/soundness.md says under which assumptions.</p></footer>
</body>
</html>
`;
  return document.render((text) => escapeXml(visibleText(mask(text))));
}

function pageTitle({ environments }: PerimeterPage): string {
  return `Perimeter report: ${environments.map(({ name }) => name).join(", ")}`;
}

function pageHeader({ environments, day, before }: PerimeterPage): Markup {
  const holding = environments.filter(({ verdict }) => verdict.kind === "proved").length;
  const compared = before === undefined ? "" : ` Compared with ${before}.`;
  const changed = environments.flatMap(({ name, difference }) => {
    const outcome = difference?.kind === "compared" ? changeTexts[difference.outcome] : undefined;
    return outcome === undefined ? [] : [markup` <strong>The change of ${name} ${outcome}.</strong>`];
  });
  const holds =
    holding === environments.length
      ? `Every claim holds in ${environments.length === 1 ? "it" : `all ${environments.length}`}.`
      : environments.length === 1
        ? "Not every claim holds."
        : `Claims do not hold in ${environments.length - holding} of ${environments.length}.`;
  return markup`<header class="page-head"><p class="kicker">studio-perimeter</p>
<h1>Perimeter report</h1>
<p class="lead">${pluralize(environments.length, "environment")}, judged on ${day} from Terraform. ${holds}${compared}${changed}</p></header>
`;
}

/** What somebody must know of a change before everything else. @default - nothing */
const changeTexts: Readonly<Record<ReviewOutcome, string | undefined>> = {
  "nothing to approve": undefined,
  "needs approval": "needs approval",
  "a claim is not proved": "is blocked: a claim does not hold after it",
  "over budget": "is blocked: it exceeds the budget",
};

function contents({ environments, removed }: PerimeterPage): Markup {
  const entries = environments.map((environment) => {
    const parts = environmentParts(environment);
    return markup`<li><a href="${`#${environment.id}`}">${environment.name}</a><ul>${parts.map(
      ({ id, title }) => markup`<li><a href="${`#${id}`}">${title}</a></li>`,
    )}</ul></li>\n`;
  });
  const gone = removed.map(({ id, name }) => markup`<li><a href="${`#${id}`}">${name}</a></li>\n`);
  return markup`<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>
<ul><li><a href="#summary">Summary</a></li>
${entries}${gone}</ul></nav>
`;
}

function summary({ environments }: PerimeterPage): Markup {
  const rows = table<EnvironmentPage>(
    "Verdict of each environment",
    [
      { title: "Environment", cell: ({ id, name }) => markup`<a href="${`#${id}`}">${name}</a>` },
      {
        title: "Verdict",
        cell: ({ verdict: { kind, text } }) => markup`<span class="verdict-line">${verdictMark(kind)}${text}</span>`,
      },
      { title: "Posture", cell: ({ posture }) => markup`<span class="fixed">${posture}</span>` },
      { title: "Proved", cell: ({ verdict: { counts } }) => counts.proved, kind: "number" },
      { title: "Not proved", cell: ({ verdict: { counts } }) => counts.violated + counts.undecided, kind: "number" },
      { title: "Accepted", cell: ({ verdict: { counts } }) => counts.accepted, kind: "number" },
      { title: "Not applicable", cell: ({ verdict: { counts } }) => counts.notApplicable, kind: "number" },
      { title: "Names allowed", cell: ({ destinations: { names } }) => names.length, kind: "number" },
      {
        title: "USD per month",
        cell: ({ cost: { total, unknown } }) =>
          unknown.length === 0 ? usd(total) : markup`${usd(total)}<span class="note">and unknown</span>`,
        kind: "number",
      },
    ],
    environments,
  );
  return markup`<section aria-labelledby="summary"><h2 id="summary">Summary</h2>\n${rows}</section>\n`;
}
