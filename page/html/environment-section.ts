import { environmentsDrawing } from "../../drawing/draw-environments";
import { breakable, type Markup, type MarkupPart, markup } from "../../drawing/markup";
import { inlineSvg } from "../../drawing/svg/svg";
import type {
  AcceptedEntry,
  AccessCell,
  BucketCell,
  CostItem,
  Destination,
  DnsRule,
  EnvironmentPage,
  PeopleGroup,
  Store,
} from "../model/page-model";
import { claimSections } from "./claim-sections";
import { differenceContent } from "./difference-content";
import { addressPath, code, list, muted, section, table, usd } from "./parts";

/** A part of an environment, for its section and for the table of contents. */
export interface EnvironmentPart {
  readonly id: string;
  readonly title: string;
  readonly content: MarkupPart;
}

/** The parts of an environment in the order of the page. Parts without content are left out. */
export function environmentParts(environment: EnvironmentPage): readonly EnvironmentPart[] {
  const { id, difference } = environment;
  const parts: readonly (readonly [key: string, title: string, content: MarkupPart])[] = [
    ["changes", "What changes", difference && differenceContent(difference)],
    ["network", "Network", pictureContent(environment)],
    ["claims", "Claims", claimSections(environment)],
    ["leaves", "What leaves, under which name", destinationContent(environment)],
    ["dns", "Names that resolve", dnsContent(environment)],
    ["access", "Who can do what, from where", accessContent(environment)],
    ["people", "People and networks", peopleContent(environment)],
    ["stores", "What keeps data", storeContent(environment)],
    ["cost", "Monthly cost", costContent(environment)],
    ["accepted", "Accepted findings", acceptedContent(environment)],
  ];
  return parts.flatMap(([key, title, content]) =>
    content === undefined ? [] : [{ id: `${id}-${key}`, title, content }],
  );
}

/** One environment: its verdict, where it was read, and its parts. */
export function environmentSection(environment: EnvironmentPage): Markup {
  const { id, name, source, posture, region, verdict } = environment;
  const facts: readonly (readonly [string, MarkupPart])[] = [
    ["Posture", posture],
    ["Region", region ?? "not known"],
    ["Read from", markup`${code(source.file)} (${source.form})`],
    ...(source.sha256 === undefined ? [] : [["SHA-256", code(source.sha256)] as const]),
  ];
  return markup`<section class="environment" aria-labelledby="${id}">
<div class="environment-head"><h2 id="${id}">${name}</h2>
<p class="badge ${verdict.kind}">${verdict.text}</p></div>
<dl class="facts">${facts.map(([term, value]) => markup`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
${environmentParts(environment).map((part) => section(part.id, part.title, part.content))}</section>
`;
}

function pictureContent({ id, name, picture }: EnvironmentPage): Markup | undefined {
  if (picture === undefined) {
    return undefined;
  }
  return markup`<figure><div class="picture" role="region" tabindex="0" aria-label="${`Picture of ${name}`}">${inlineSvg(environmentsDrawing([picture]), `${id}-picture-`)}</div>
<figcaption>Drawn from Terraform: each arrow is a route, or traffic that security groups allow. A missing arrow is a missing path.</figcaption></figure>
`;
}

const firewallTexts: Readonly<Record<Destination["firewall"], string>> = {
  passes: "passes",
  refuses: "refuses",
  none: "no firewall",
};

const dnsTexts: Readonly<Record<Destination["dns"], string>> = {
  resolved: "resolves",
  refused: "refused",
  undecided: "undecided",
  none: "no resolver",
};

function destinationContent({ destinations: { text, names } }: EnvironmentPage): Markup | undefined {
  const rows = table<Destination>(
    "Allow-list",
    [
      { title: "Server name", cell: ({ name }) => code(name) },
      { title: "Ports", cell: ({ ports }) => (ports.length === 0 ? muted("any rule") : ports.join(", ")) },
      {
        title: "Reason",
        cell: ({ reason, isDeclared }) => reason ?? muted(isDeclared ? "not in envs/" : "not declared"),
      },
      { title: "Owner", cell: ({ owner }) => owner ?? muted("not known") },
      { title: "Last day", cell: ({ expires }) => expires ?? muted("no end") },
      { title: "Firewall", cell: ({ firewall }) => firewallTexts[firewall] },
      { title: "DNS", cell: ({ dns }) => dnsTexts[dns] },
    ],
    names,
  );
  return markup`<p>${text}</p>\n${names.length === 0 ? undefined : rows}`;
}

function dnsContent({ dnsRules }: EnvironmentPage): Markup | undefined {
  if (dnsRules.length === 0) {
    return undefined;
  }
  const rules = dnsRules.map(({ title, notes, names, addresses }: DnsRule, index) => {
    const head = markup`<span class="rank">${index + 1}</span><span>${title}<span class="note">${notes.join(" ")}</span></span>`;
    return markup`<details class="rule"><summary>${head}</summary><div class="claim-body">${list(names.map(code), "names")}${addressPath(addresses)}</div></details>\n`;
  });
  return markup`<p>Rules of DNS Firewall are evaluated in this order; the first one that lists a name decides.</p>\n${rules}`;
}

function cellText({ allowed, undecided }: AccessCell): MarkupPart {
  const unsure = undecided.length === 0 ? undefined : muted(`undecided: ${undecided.join(", ")}`);
  if (allowed.length === 0) {
    return unsure ?? muted("nothing");
  }
  return unsure === undefined ? allowed.join(", ") : markup`${allowed.join(", ")}; ${unsure}`;
}

function bucketCellText({ inside, elsewhere }: BucketCell): MarkupPart {
  const isNothing = [inside, elsewhere].every(({ allowed, undecided }) => allowed.length + undecided.length === 0);
  return isNothing
    ? muted("nothing")
    : markup`<dl class="paths"><dt>endpoint</dt><dd>${cellText(inside)}</dd><dt>elsewhere</dt><dd>${cellText(elsewhere)}</dd></dl>`;
}

function rowTitle({ title, note }: { readonly title: string; readonly note?: string }): MarkupPart {
  return note === undefined ? title : markup`${title}<span class="note">${breakable(note)}</span>`;
}

const endpointColumns = [
  "Our callers, our resources",
  "Our callers, resources of AWS",
  "Our callers, resources of others",
  "Callers of other accounts",
] as const;

function accessContent({ access: { buckets, bucketRows, endpointRows } }: EnvironmentPage): Markup | undefined {
  if (buckets.length === 0 && endpointRows.length === 0) {
    return undefined;
  }
  const bucketTable = table(
    "Buckets: what bucket policies allow, through the endpoint of Studio and on every other path",
    [
      { title: "Caller", cell: rowTitle },
      ...buckets.map(({ name }, index) => ({
        title: name,
        kind: "name" as const,
        cell: ({ cells }: (typeof bucketRows)[number]): MarkupPart => {
          const cell = cells[index];
          return cell && bucketCellText(cell);
        },
      })),
    ],
    bucketRows,
  );
  const endpointTable = table(
    "VPC endpoints: what endpoint policies allow at most",
    [
      { title: "Endpoint", cell: rowTitle },
      ...endpointColumns.map((title, index) => ({
        title,
        cell: ({ cells }: (typeof endpointRows)[number]): MarkupPart => cells[index] && cellText(cells[index]),
      })),
    ],
    endpointRows,
  );
  const doubts = buckets.flatMap(({ doubts: found }) => found);
  return markup`<p>Every class of requests is decided. Roles of the stack are decided by their own policies, too; all other callers
are taken to be allowed everything by theirs, so the table shows what they could do at most.</p>
${doubts.length === 0 ? undefined : list(doubts, "doubts")}
${buckets.length === 0 ? undefined : bucketTable}
${endpointRows.length === 0 ? undefined : endpointTable}`;
}

function peopleContent({ people }: EnvironmentPage): Markup | undefined {
  return people.length === 0
    ? undefined
    : table<PeopleGroup>(
        "Who works with the environment, and from where",
        [
          { title: "Group", cell: ({ title }) => title },
          { title: "Members", cell: ({ members }) => list(members.map(code)) },
          { title: "What they may do", cell: ({ role }) => role },
        ],
        people,
      );
}

function storeContent({ stores }: EnvironmentPage): Markup | undefined {
  return stores.length === 0
    ? undefined
    : table<Store>(
        "Buckets, file systems, repositories, logs and queues",
        [
          { title: "Name", cell: ({ name, address }) => rowTitle({ title: name, note: address }) },
          { title: "Kind", cell: ({ kind }) => kind },
          { title: "Protection", cell: ({ protection }) => protection },
        ],
        stores,
      );
}

function costContent({ cost: { items, total, unknown, oldest } }: EnvironmentPage): Markup | undefined {
  if (items.length === 0 && unknown.length === 0) {
    return undefined;
  }
  const rows = table<CostItem>(
    "Fixed cost per month in USD, without use, tax and discounts",
    [
      { title: "Item", cell: ({ what, page }) => markup`<a href="${page}" rel="noreferrer">${what}</a>` },
      { title: "Quantity", cell: ({ quantity }) => quantity, kind: "number" },
      { title: "Price", cell: ({ unit }) => unit ?? muted("not known"), kind: "number" },
      { title: "Read", cell: ({ from }) => from ?? muted("not known") },
      {
        title: "USD per month",
        cell: ({ monthly }) => (monthly === undefined ? muted("not known") : usd(monthly)),
        kind: "number",
      },
    ],
    items,
  );
  const age = oldest === undefined ? "" : ` The oldest price was read on ${oldest}.`;
  const rest = unknown.length === 0 ? undefined : markup`<p>Not in the sum: ${unknown.join(", ")}.</p>\n`;
  return markup`<p><strong class="sum">${usd(total)} USD</strong> per month.${age}</p>\n${rest}${items.length === 0 ? undefined : rows}`;
}

const stateKinds: Readonly<Record<AcceptedEntry["state"], string>> = {
  current: "proved",
  "expires soon": "undecided",
  expired: "violated",
  "too far away": "violated",
  "accepts nothing": "notApplicable",
};

function acceptedContent({ accepted }: EnvironmentPage): Markup {
  return accepted.length === 0
    ? markup`<p class="quiet">Nothing is accepted, and nothing is declared harmless.</p>\n`
    : table<AcceptedEntry>(
        "Accepted findings, and what is declared harmless",
        [
          { title: "Finding", cell: ({ subject, places }) => markup`${subject}${list(places.map(code))}` },
          { title: "Kind", cell: ({ kind }) => (kind === "accepted" ? "accepted" : "declared harmless") },
          { title: "Reason", cell: ({ reason }) => reason },
          { title: "Owner", cell: ({ owner }) => owner },
          { title: "Last day", cell: ({ until }) => until },
          { title: "State", cell: ({ state }) => markup`<span class="verdict ${stateKinds[state]}">${state}</span>` },
        ],
        accepted,
      );
}
