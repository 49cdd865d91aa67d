import { DARK_COLORS, LIGHT_COLORS, styleSheet } from "../../drawing/svg/style-sheet";

/** Colors of the page by meaning; each has a contrast of at least 4.5 to its background. */
const light = `
  --page: #fcfcfb; --sheet: #ffffff; --ink: #1b2027; --soft: #565f6c; --line: #e3e5e8; --strong-line: #c9cdd3;
  --link: #1f5199; --tint: #f4f5f6;
  --proved: #1a6e3a; --proved-tint: #e7f4ea; --violated: #ad2a1c; --violated-tint: #fcebe8;
  --undecided: #835300; --undecided-tint: #fbf1dc; --accepted: #5b3fa6; --accepted-tint: #f0ecfa;`;

const dark = `
  --page: #10141a; --sheet: #151a22; --ink: #e8ebf0; --soft: #a6b0bf; --line: #2a323e; --strong-line: #3c4656;
  --link: #8bb6f5; --tint: #1b212b;
  --proved: #71cf92; --proved-tint: #15301f; --violated: #ff9583; --violated-tint: #3c1c17;
  --undecided: #e7b65a; --undecided-tint: #362a10; --accepted: #bda6f5; --accepted-tint: #291f45;`;

const base = `
*, *::before, *::after { box-sizing: border-box; }
html { font-size: 100%; scroll-behavior: smooth; scroll-padding-top: 1.5rem; }
body { margin: 0; background: var(--page); color: var(--ink); line-height: 1.55;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-feature-settings: "kern", "liga"; -webkit-text-size-adjust: 100%; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, p, ul, ol, dl, figure, table { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1, h2, h3 { letter-spacing: -0.012em; line-height: 1.2; text-wrap: balance; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 3px; }
main:focus { outline: none; }
code, .path { font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.84em; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--sheet); padding: 0.5rem 1rem; border-radius: 0 0 6px 6px; z-index: 1; }
.skip:focus { top: 0; }
.muted { color: var(--soft); }
.note { display: block; color: var(--soft); font-weight: 400; font-size: 0.8125rem; }
.count { color: var(--soft); font-weight: 400; font-size: 0.8125rem; letter-spacing: 0; }
.page-head, .columns, footer { max-width: 84rem; margin: 0 auto; padding-inline: clamp(1rem, 4vw, 3rem); }
.page-head { padding-block: clamp(2rem, 6vw, 4.5rem) clamp(1.5rem, 4vw, 3rem); }
.kicker { font-size: 0.8125rem; font-weight: 600; letter-spacing: 0.08em; text-transform: uppercase; color: var(--soft); }
h1 { font-size: clamp(2rem, 5vw, 3rem); font-weight: 680; margin-top: 0.35rem; }
.lead { font-size: clamp(1.0625rem, 2vw, 1.25rem); color: var(--soft); max-width: 46rem; margin-top: 0.75rem; }
.columns { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: clamp(2rem, 5vw, 4rem); align-items: start; }
nav { position: sticky; top: 1.5rem; max-height: calc(100vh - 3rem); overflow-y: auto; font-size: 0.875rem; padding-block: 0.25rem; }
nav h2 { font-size: 0.8125rem; font-weight: 600; color: var(--soft); margin-bottom: 0.5rem; letter-spacing: 0; }
nav a { display: block; padding: 0.2rem 0; color: var(--ink); text-decoration: none; }
nav a:hover { color: var(--link); text-decoration: underline; }
nav > ul > li { margin-bottom: 0.6rem; }
nav > ul > li > a { font-weight: 620; }
nav ul ul { border-left: 1px solid var(--line); padding-left: 0.75rem; }
nav ul ul a { color: var(--soft); }
main > section { margin-bottom: clamp(3rem, 7vw, 5rem); }
h2 { font-size: 1.75rem; font-weight: 670; }
.environment { border-top: 1px solid var(--strong-line); padding-top: clamp(1.5rem, 4vw, 2.5rem); }
.environment-head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; }
.environment-head > *, .facts > div { min-width: 0; max-width: 100%; }
.badge { font-size: 0.875rem; font-weight: 600; padding: 0.2rem 0.7rem; border-radius: 99px; }
.badge.proved, .callout.proved { color: var(--proved); background: var(--proved-tint); }
.badge.violated, .callout.violated { color: var(--violated); background: var(--violated-tint); }
.badge.undecided, .callout.undecided { color: var(--undecided); background: var(--undecided-tint); }
.callout { padding: 0.75rem 1rem; border-radius: 8px; max-width: none; }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin-top: 1rem; font-size: 0.875rem; }
.facts dt { color: var(--soft); font-size: 0.8125rem; }
.facts dd { margin: 0; }
.environment > section { margin-top: clamp(2rem, 5vw, 3.25rem); }
h3 { font-size: 1.25rem; font-weight: 650; margin-bottom: 0.75rem; }
h4 { font-size: 0.9375rem; font-weight: 650; margin: 1.75rem 0 0.5rem; }
h4.urgent { color: var(--violated); }
h5 { font-size: 0.8125rem; font-weight: 600; color: var(--soft); margin: 0.9rem 0 0.25rem; }
p { max-width: 46rem; }
section > p + table, section > p + p, section > p + details, section > table + table, section > ul { margin-top: 1rem; }
.quiet { color: var(--soft); }
.sum { font-size: 1.25rem; font-weight: 650; font-variant-numeric: tabular-nums; }
figure { margin-top: 0.25rem; }
.picture { overflow-x: auto; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 0.5rem; }
.picture svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: 0.875rem; margin-top: 0.6rem; max-width: 46rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); font-size: 0.8125rem; padding-bottom: 0.5rem; }
section > table + table { margin-top: 2rem; }
th, td { text-align: left; vertical-align: top; padding: 0.6rem 1rem 0.6rem 0; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; color: var(--soft); font-size: 0.8125rem; border-bottom-color: var(--strong-line); vertical-align: bottom; overflow-wrap: break-word; }
thead th.name { overflow-wrap: anywhere; }
tbody th { font-weight: 600; }
tbody tr:last-child > * { border-bottom-color: var(--strong-line); }
.number { text-align: right; }
td.number, .fixed { white-space: nowrap; }
.verdict-line { min-width: 8rem; display: inline-flex; gap: 0.5rem; align-items: baseline; }
.mark { display: inline-grid; place-items: center; flex: none; width: 1.3rem; height: 1.3rem; border-radius: 50%; font-size: 0.75rem; font-weight: 700; line-height: 1; }
.mark.proved { color: var(--proved); background: var(--proved-tint); }
.mark.violated { color: var(--violated); background: var(--violated-tint); }
.mark.undecided { color: var(--undecided); background: var(--undecided-tint); }
.mark.accepted { color: var(--accepted); background: var(--accepted-tint); }
.mark.notApplicable { color: var(--soft); background: var(--tint); }
.verdict { font-size: 0.8125rem; font-weight: 600; color: var(--soft); white-space: nowrap; }
.verdict.proved { color: var(--proved); }
.verdict.violated { color: var(--violated); }
.verdict.undecided { color: var(--undecided); }
.verdict.accepted { color: var(--accepted); }
details.claim, details.rule { border-bottom: 1px solid var(--line); }
h4 + details.claim, p + details.rule { border-top: 1px solid var(--line); }
summary { cursor: pointer; }
.claim > summary, .rule > summary { display: flex; align-items: center; gap: 0.75rem; padding: 0.6rem 0.25rem; list-style: none; }
.claim > summary::-webkit-details-marker, .rule > summary::-webkit-details-marker { display: none; }
.claim > summary::after, .rule > summary::after { content: ""; flex: none; width: 0.5rem; height: 0.5rem; border-right: 1.5px solid var(--soft); border-bottom: 1.5px solid var(--soft); transform: rotate(45deg) translateY(-0.15rem); margin-left: 0.25rem; }
.claim[open] > summary::after, .rule[open] > summary::after { transform: rotate(-135deg) translateY(-0.1rem); }
.claim > summary:hover, .rule > summary:hover { background: var(--tint); }
.claim-title, .rule > summary > span:nth-child(2) { flex: 1; }
.claim[open] > summary .claim-title { font-weight: 620; }
.rank { color: var(--soft); font-variant-numeric: tabular-nums; }
.shared-reason { padding: 0.25rem 0.25rem 0.75rem; font-size: 0.9375rem; }
.claim-body { padding: 0.25rem 0.25rem 1.25rem 2.3rem; font-size: 0.9375rem; }
.meaning { font-size: 1rem; }
.evidence > li, .changes > li, .closing > li, .doubts > li, .scope > li { position: relative; padding-left: 1.1rem; margin-top: 0.3rem; max-width: 60rem; }
.evidence > li::before, .changes > li::before, .closing > li::before, .doubts > li::before, .scope > li::before { content: ""; position: absolute; left: 0.15rem; top: 0.65em; width: 0.3rem; height: 0.3rem; border-radius: 50%; background: var(--strong-line); }
li:has(> details)::before { display: none; }
li > details > summary::marker { color: var(--soft); font-size: 0.8em; }
.path { display: flex; flex-wrap: wrap; gap: 0.15rem 0.4rem; margin-top: 0.2rem; color: var(--soft); }
.path > li + li::before { content: "→ "; }
.controls { margin-top: 1rem; color: var(--soft); font-size: 0.8125rem; max-width: none; }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 4px; padding: 0 0.4rem; margin: 0.1rem 0 0.1rem 0.25rem; font-size: 0.75rem; }
.names { columns: 20rem; column-gap: 2rem; }
.names > li { padding: 0.1rem 0; break-inside: avoid; }
.rule .path { margin-top: 0.9rem; }
.paths { display: grid; gap: 0.05rem; }
.paths dt { color: var(--soft); font-size: 0.75rem; }
.paths dd { margin: 0 0 0.35rem; }
footer { padding-block: 2rem 4rem; color: var(--soft); font-size: 0.8125rem; }
`;

/** Rows as blocks, so that no table is wider than the screen. */
const narrow = `
  .columns { display: block; }
  nav { position: static; max-height: none; margin-bottom: 2.5rem; border-block: 1px solid var(--line); padding-block: 1rem; }
  nav ul ul { display: flex; flex-wrap: wrap; gap: 0 1rem; border: 0; padding: 0; }
`;

const phone = `
  nav ul ul { display: none; }
  table, tbody, tr, th, td, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
  tbody th, tbody td { border: 0; padding: 0.15rem 0; }
  tbody th { font-size: 1rem; }
  td { display: grid; grid-template-columns: minmax(6rem, 9rem) minmax(0, 1fr); column-gap: 0.75rem; text-align: left; }
  td > * { grid-column: 2; }
  td.number { text-align: left; white-space: normal; }
  td::before { content: attr(data-label); color: var(--soft); font-size: 0.8125rem; }
  .claim-body { padding-left: 0.25rem; }
  .picture svg { max-width: none; }
`;

const print = `
  @page { margin: 16mm 14mm; }
  html { font-size: 8.5pt; }
  body { background: #fff; }
  h1 { font-size: 24pt; }
  .claim > summary, .rule > summary { padding-block: 0.35rem; }
  nav, .skip { display: none; }
  .columns { display: block; }
  .page-head, .columns, footer { padding-inline: 0; max-width: none; }
  .environment { break-before: page; border: 0; padding-top: 0; }
  h2, h3, h4, h5, summary, caption, thead { break-after: avoid; }
  tr, figure, .evidence > li { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .claim > summary::after, .rule > summary::after { display: none; }
  .picture { overflow: visible; border: 0; padding: 0; }
  a { color: inherit; text-decoration: none; }
  .badge, .mark, .callout { print-color-adjust: exact; }
`;

/** The style sheet of the page, with that of its pictures. */
export function pageStyleSheet(): string {
  return `
:root { color-scheme: light dark; ${light} }
${base}
${styleSheet(LIGHT_COLORS)}
@media screen and (prefers-color-scheme: dark) {
:root { ${dark} }
${styleSheet(DARK_COLORS)}
}
@media (max-width: 75rem) { ${narrow} }
@media screen and (max-width: 60rem) { ${phone} }
@media print { :root { color-scheme: light; } ${print} }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`;
}
