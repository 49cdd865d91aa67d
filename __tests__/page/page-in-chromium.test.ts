import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pageDocument } from "../../page/html/page-document";
import { onlyIf } from "../fixtures/only-if";
import { type Browser, type BrowserPage, launcherOfChromium, NEEDED_CHROMIUM } from "./fixtures/chromium";
import { pageSaying } from "./fixtures/sample-page";

/** An address without a space, longer than a line of a telephone. */
const LONG_NAME =
  "module.network.aws_networkfirewall_firewall.a_name_that_is_longer_than_any_line_of_a_narrow_screen[0]";

interface InPage {
  faintTexts(): { readonly faint: readonly string[]; readonly texts: number };
  focusFirstFoldedClaim(): void;
  focusedStop(): string | null;
  isFocusedClaimOpen(): boolean;
  narrowPage(): { readonly overflow: number; readonly wide: readonly string[]; readonly label: string };
  numberStops(): readonly string[];
  printedPage(): { readonly claims: number; readonly folded: number; readonly nav: string };
}
const inPage: InPage = require("./fixtures/in-page.js");

const launch = launcherOfChromium();

onlyIf(launch !== undefined, "the page in Chromium", NEEDED_CHROMIUM).describe("The page in Chromium", () => {
  let browser: Browser | undefined;
  let page: BrowserPage;
  let folder = "";
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "studio-perimeter-page-"));
    const file = join(folder, "page.html");
    writeFileSync(file, pageDocument(pageSaying(LONG_NAME)));
    const url = pathToFileURL(file).href;
    browser = await launch?.();
    page = (await browser?.newPage()) as BrowserPage;
    page.on("console", (event) => complaints.push(event.text?.() ?? ""));
    page.on("pageerror", (event) => complaints.push(event.message ?? ""));
    page.on("request", (event) => complaints.push(...[event.url?.() ?? ""].filter((requested) => requested !== url)));
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(url);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("The page makes no request, and the browser complains about nothing.", () => {
    expect(complaints).toEqual([]);
  });

  test("The Tab key reaches every link, every claim and the picture, in the order of the page, and Enter unfolds a claim.", async () => {
    const wanted = await page.evaluate(inPage.numberStops);
    const reached: (string | null)[] = [];
    for (const _ of wanted) {
      await page.keyboard.press("Tab");
      reached.push(await page.evaluate(inPage.focusedStop));
    }
    await page.evaluate(inPage.focusFirstFoldedClaim);
    await page.keyboard.press("Enter");

    expect(wanted.length).toBeGreaterThan(40);
    expect(reached).toEqual(wanted);
    expect(await page.evaluate(inPage.isFocusedClaimOpen)).toBe(true);
  }, 60_000);

  test.each(["light", "dark"] as const)(
    "Every text has a contrast of at least 4.5 in %s mode.",
    async (colorScheme) => {
      await page.emulateMedia({ media: "screen", colorScheme });

      const { faint, texts } = await page.evaluate(inPage.faintTexts);

      expect(texts).toBeGreaterThan(200);
      expect(faint).toEqual([]);
    },
  );

  test.each([400, 800, 1000, 1280])("At %i pixels nothing but the picture scrolls sideways.", async (width) => {
    await page.setViewportSize({ width, height: 800 });

    const { overflow, wide, label } = await page.evaluate(inPage.narrowPage);
    await page.setViewportSize({ width: 1280, height: 900 });

    expect({ overflow, wide }).toEqual({ overflow: 0, wide: [] });
    // On a narrow screen each cell says which column it belongs to.
    expect(label).toBe(width < 960 ? '"Verdict"' : "none");
  });

  test("On paper every claim is unfolded, and the contents are left out.", async () => {
    await page.emulateMedia({ media: "print", colorScheme: "light" });

    const { folded, nav, claims } = await page.evaluate(inPage.printedPage);

    expect(claims).toBeGreaterThan(5);
    expect({ folded, nav }).toEqual({ folded: 0, nav: "none" });
  });
});
