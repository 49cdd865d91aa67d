import { createHash } from "node:crypto";
import { DOMParser, type Element, type Node } from "@xmldom/xmldom";
import fc from "fast-check";
import { fixedMarkup, markup } from "../../drawing/markup";
import { pageDocument } from "../../page/html/page-document";
import type { PerimeterPage } from "../../page/model/page-model";
import type { ReviewOutcome } from "../../review/review-outcome";
import { visibleText } from "../../verify/terraform/visible-text";
import { propertyRuns } from "../fixtures/property-runs";
import { pageSaying } from "./fixtures/sample-page";

/** Pieces that have a meaning in HTML, in attributes, in SVG, in style sheets and in links. */
const pieces = [
  ..."<>&\"'`=/\\;:{}()[]!-\n\r\t\u0000\u0007\u001b\u0085\u2028\u202e\u2066\ufeff\ud800 ",
  ...[
    "<script>alert(1)</script>",
    "</title>",
    "</style>",
    "</svg>",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "&lt;",
    "&#60;",
  ],
  ...[
    '" onload="alert(1)',
    "' autofocus onfocus='x",
    "javascript:alert(1)",
    "</details>",
    "<base href=//evil.example>",
  ],
  ...['"><img src=x onerror=alert(1)>', "${7*7}", "ordinary", "aws_vpc.main"],
];
/** The page leaves out an address that its text names, so each ends as no sentence of the page does. */
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 6 })
  .map((parts) => `${parts.join("")}\u2603`);

/** The page as a tree; anything that is not well-formed throws. */
function parse(page: string): Node {
  return new DOMParser({
    onError: (level, message) => {
      if (level !== "warning") {
        throw new Error(`${level}: ${message}`);
      }
    },
  }).parseFromString(page.replace("<!DOCTYPE html>\n", ""), "text/xml");
}

function elementsOf(node: Node): readonly Element[] {
  return [...(node.childNodes ?? [])].flatMap((child) =>
    child.nodeType === child.ELEMENT_NODE ? [child as Element, ...elementsOf(child)] : [],
  );
}

/** Elements and their attributes in order, with the values that decide what a browser does. A place for a line break does nothing. */
function structure(page: string): readonly string[] {
  const elements = elementsOf(parse(page)).filter(
    ({ tagName, attributes }) => tagName !== "wbr" || attributes.length > 0,
  );
  return elements.map((element) => {
    const attributes = [...element.attributes].map(({ name, value }) =>
      /^(?:class|href|id|http-equiv|content|role|src|style|on.*)$/.test(name) ? `${name}=${value}` : name,
    );
    return `${element.tagName} ${attributes.join(" ")}`;
  });
}

const ordinary = structure(pageDocument(pageSaying("ordinary")));

test("A hostile name anywhere on the page changes no element, no attribute, no link and no class.", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(structure(pageDocument(pageSaying(text)))).toEqual(ordinary);
    }),
    propertyRuns(30),
  );
});

test("A secret in a name is hidden whole, although lines may break inside of names.", () => {
  const secret = "hunter2.of_team/a";

  const page = pageDocument(pageSaying(secret), (text) => text.replaceAll(secret, "(hidden)"));

  expect(page.replaceAll("<wbr/>", "")).not.toContain(secret);
  expect(page).toContain("(hidden)");
});

test("The page of a change that needs approval says so before everything else.", () => {
  const page = pageSaying("x");
  const lead = (document: string): string => /<p class="lead">.*<\/p>/.exec(document)?.[0] ?? "";
  const withOutcome = (outcome: ReviewOutcome): PerimeterPage => ({
    ...page,
    environments: page.environments.map((environment) => ({
      ...environment,
      difference: { kind: "compared", headline: "", outcome, sections: [], closing: [] },
    })),
  });

  expect(lead(pageDocument(withOutcome("needs approval")))).toContain(
    "<strong>The change of x needs approval.</strong>",
  );
  expect(lead(pageDocument(withOutcome("nothing to approve")))).not.toContain("<strong>");
});

test("A hostile name is shown as it is, with invisible characters made visible.", () => {
  const shown = '<b>"x"</b>\u202e &amp;';
  const headings = elementsOf(parse(pageDocument(pageSaying(shown)))).filter(({ tagName }) => tagName === "h2");

  expect(headings.map(({ textContent }) => textContent)).toContain(visibleText(shown));
});

test("The page has no script, no event handler and no resource, and its policy names the hash of its only style sheet.", () => {
  const page = pageDocument(pageSaying("ordinary"));
  const elements = elementsOf(parse(page));
  const styles = elements.filter(({ tagName }) => tagName === "style");
  const hash = createHash("sha256")
    .update(styles[0]?.textContent ?? "")
    .digest("base64");

  expect(styles).toHaveLength(1);
  expect(elements.some(({ tagName }) => /^(?:script|img|iframe|object|embed|link|base|form)$/i.test(tagName))).toBe(
    false,
  );
  expect(ordinary.join("\n")).not.toMatch(/ (?:on\w+|style|src)=/);
  expect(page).toContain(`content="default-src &apos;none&apos;; style-src &apos;sha256-${hash}&apos;;`);
});

test("Every link inside the page leads to an element, and no ID is there twice.", () => {
  const elements = elementsOf(parse(pageDocument(pageSaying("ordinary"))));
  const ids = elements.flatMap((element) => element.getAttribute("id") || []);
  const links = elements.flatMap((element) => element.getAttribute("href") || []);
  const named = elements.flatMap((element) => (element.getAttribute("aria-labelledby") ?? "").split(" "));
  const local = [...links.filter((link) => link.startsWith("#")).map((link) => link.slice(1)), ...named];

  expect(local.length).toBeGreaterThan(30);
  expect(new Set(ids).size).toBe(ids.length);
  expect(local.filter((id) => id !== "" && !ids.includes(id))).toEqual([]);
  expect(links.filter((link) => !/^(?:#|https:\/\/)/.test(link))).toEqual([]);
});

test("Headings never skip a level, and every table has a caption and a header for each column and row.", () => {
  const elements = elementsOf(parse(pageDocument(pageSaying("ordinary"))));
  const levels = elements.flatMap(({ tagName }) => /^h([1-6])$/.exec(tagName)?.[1] ?? []).map(Number);
  const tables = elements.filter(({ tagName }) => tagName === "table");

  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  expect(tables.length).toBeGreaterThan(8);
  for (const table of tables) {
    const inside = elementsOf(table);
    const rows = inside.filter(({ tagName }) => tagName === "tr");
    expect(inside.filter(({ tagName }) => tagName === "caption")).toHaveLength(1);
    expect(rows.every((row) => elementsOf(row).some((cell) => cell.getAttribute("scope") !== null))).toBe(true);
  }
});

test("A mask hides its values in texts, in attributes and in the picture.", () => {
  const page = pageDocument(pageSaying("the-secret-name"), (text) => text.replaceAll("secret", "(hidden)"));

  expect(page).toContain("the-(hidden)-name");
  expect(page).not.toContain("secret");
});

test("A template refuses a value in an attribute without quotes, in a tag, in a comment and in a style sheet.", () => {
  const text = "x";
  const faults = [
    () => markup`<p class=${text}>`,
    () => markup`<${text}>`,
    () => markup`<p ${text}="1">`,
    () => markup`<!-- ${text} -->`,
    () => markup`<style>${text}</style>`,
    () => markup`<script>${text}</script>`,
  ];

  for (const fault of faults) {
    expect(fault).toThrow("markup: a value has no place here");
  }
  expect(markup`<p class="${text} y">${text}<b>${text}</b></p>`.render()).toBe('<p class="x y">x<b>x</b></p>');
  expect(markup`${fixedMarkup("<hr/>")}${["<", ">"]}${undefined}`.render()).toBe("<hr/>&lt;&gt;");
});

test.each(["violated", "undecided"] as const)(
  "A stack that is %s has the mark of that verdict, and of no other.",
  (kind) => {
    const page = pageSaying("a");
    const environments = page.environments.map((one) => ({ ...one, verdict: { ...one.verdict, kind } }));
    const document = pageDocument({ ...page, environments });
    const ofStacks = [...document.matchAll(/verdict-line"><span class="mark (\w+)"|class="badge (\w+)">(?!exists)/g)];

    expect(new Set(ofStacks.flatMap(([, ...found]) => found.filter((one) => one !== undefined)))).toEqual(
      new Set([kind]),
    );
  },
);
