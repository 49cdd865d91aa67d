import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { factsOfEnvironments, factsOfReview, type MaskedFacts } from "../../cli/stacks/page-facts";
import { pageDocument } from "../../page/html/page-document";
import { perimeterPage } from "../../page/model/perimeter-page";
import { beforeAndAfterOfFiles, type ReviewInput } from "../../review/before-and-after";
import { markdownReview } from "../../review/report/markdown-review";
import { textReview } from "../../review/report/text-review";
import { type Review, review } from "../../review/review";
import { synthesizedText } from "../fixtures/synthesized";
import { launcherOfChromium } from "../page/fixtures/chromium";
import { commentPage } from "./fixtures/comment-page";
import { pageText, piecesOf, sampleOf } from "./fixtures/page-sample";

const PICTURES = join(__dirname, "..", "..", "docs", "pictures");
const SOURCES = join(PICTURES, "sources.json");
/** A synthesis takes up to a minute on a busy machine, as do ten screenshots. */
const TIMEOUT_MS = 300_000;

/** A picture of a page. */
interface Picture {
  readonly file: string;
  readonly document: string;
  readonly width: number;
  readonly height: number;
  readonly isDark?: boolean;
  /** ID of the heading at the upper edge. @default - the start of the page */
  readonly heading?: string;
}

const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-pictures-"));
afterAll(() => rmSync(folder, { recursive: true }));

const MAIN = "staging with notebook";

/** The review of the change that `npm run demo` plans. */
let demonstrated: Review;
beforeAll(() => {
  demonstrated = reviewOf(synthesizedText(MAIN), synthesizedText("staging after the demonstration"));
}, TIMEOUT_MS);

/** What the pictures show, from stacks that are shipped in `envs/`. The files there are not read: an adopter edits them. */
function pictures(): readonly Picture[] {
  const main = synthesizedText(MAIN);
  const opened = main.replace(
    '"app_network_access_type": "VpcOnly"',
    '"app_network_access_type": "PublicInternetOnly"',
  );
  const refused = reviewOf(main, opened);
  const staging = fileOf("staging", opened);
  const prod = pageOf(
    factsOfEnvironments([fileOf("prod", synthesizedText("prod"))], { policy: { accepted: [] }, prices }),
  );
  const [wide, narrow] = [{ width: 1280 }, { width: 420 }];
  return [
    { file: "demo-comment.png", document: commentOf(demonstrated), width: 860, height: 620 },
    { file: "demo-refused.png", document: commentOf(refused), width: 860, height: 480 },
    {
      ...{ file: "report-changes.png", document: pageOf(factsOfReview(staging, refused, { prices, before: "main" })) },
      ...{ ...wide, height: 1200 },
    },
    { file: "report-prod.png", document: prod, ...wide, height: 1160, heading: "prod" },
    { file: "report-access-dark.png", document: prod, ...wide, height: 1000, heading: "prod-access", isDark: true },
    { file: "report-phone-dark.png", document: prod, ...narrow, height: 900, isDark: true },
  ];
}

const prices = {};

function reviewOf(before: string, after: string): Review {
  const [one, other] = [before, after].map((text) => ({ json: JSON.parse(text), name: "cdk.tf.json" })) as [
    ReviewInput,
    ReviewInput,
  ];
  return review(beforeAndAfterOfFiles(one, other), { name: "staging", file: "cdk.tf.json" });
}

function commentOf(found: Review): string {
  return commentPage(markdownReview(found, { verbose: false }));
}

function fileOf(name: string, text: string): { readonly name: string; readonly path: string } {
  const stack = join(folder, "cdktf.out", "stacks", name);
  mkdirSync(stack, { recursive: true });
  writeFileSync(join(stack, "cdk.tf.json"), text);
  return { name, path: join(stack, "cdk.tf.json") };
}

function pageOf(facts: MaskedFacts): string {
  const page = perimeterPage({ ...facts, day: "2026-11-30", version: "1.0.0" });
  return pageDocument(page, (shown) => shown.replaceAll(`${folder}/`, ""));
}

/** What a picture shows, without numbers and digests: those change with every claim and resource, and nobody reads them in a picture. */
function digestOf({ document, heading = "" }: Picture): string {
  const shown = document
    .slice(Math.max(0, document.indexOf(`id="${heading}"`)))
    .replace(/<style>[\s\S]*?<\/style>|sha256-[\w+/=]+/g, "")
    .replace(/<details[\s\S]*?<\/details>/g, "")
    .replace(/\b[0-9a-f]{64}\b|\d+(?:\.\d+)*/g, "");
  return createHash("sha256").update(shown.slice(0, SHOWN_CHARACTERS)).digest("hex").slice(0, 16);
}

/** About what fits into a picture. */
const SHOWN_CHARACTERS = 6000;

async function photograph(all: readonly Picture[]): Promise<void> {
  const launch = launcherOfChromium();
  if (launch === undefined) {
    throw new Error("pictures: needs Chromium or Chrome on the PATH, and playwright-core");
  }
  const browser = await launch();
  try {
    for (const { file, document, width, height, isDark = false, heading } of all) {
      const path = join(folder, `${file}.html`);
      writeFileSync(path, document);
      const page = await browser.newPage();
      await page.emulateMedia({ colorScheme: isDark ? "dark" : "light", reducedMotion: "reduce" });
      await page.setViewportSize({ width, height });
      await page.goto(`${pathToFileURL(path).href}${heading === undefined ? "" : `#${heading}`}`);
      await page.screenshot({ path: join(PICTURES, file) });
    }
  } finally {
    await browser.close();
  }
  const digests = Object.fromEntries(all.map((picture) => [picture.file, digestOf(picture)]));
  writeFileSync(SOURCES, `${JSON.stringify(digests, undefined, 2)}\n`);
}

test("docs/review.md shows lines that review prints about the change of npm run demo, shortened at `…`", () => {
  const printed = textReview(demonstrated, false);

  const sample = sampleOf("docs/review.md", "npx studio-perimeter review plan.json --name staging");

  expect(sample.length).toBeGreaterThan(10);
  expect(piecesOf(sample).filter((piece) => !printed.includes(piece))).toEqual([]);
});

test("README.md shows the comment and the page about a pull request, and every picture is on a page of the documentation", () => {
  const shownOn = (page: string) =>
    [...pageText(page).matchAll(/\]\((?:docs\/)?pictures\/([\w.-]+)\)/g)].map(([, file]) => file);

  expect(shownOn("README.md")).toEqual(["demo-comment.png", "report-changes.png"]);
  const shown = ["README.md", "docs/review.md", "docs/report.md"].flatMap(shownOn);
  expect(pictures().filter(({ file }) => !shown.includes(file))).toEqual([]);
});

test(
  "The pictures of the documentation show what the program says now; npm run pictures takes them anew.",
  async () => {
    const all = pictures();
    if (process.env.WRITE_PICTURES === "1") {
      await photograph(all);
    }

    expect(Object.fromEntries(all.map((picture) => [picture.file, digestOf(picture)]))).toEqual(
      JSON.parse(readFileSync(SOURCES, "utf8")),
    );
  },
  TIMEOUT_MS,
);
