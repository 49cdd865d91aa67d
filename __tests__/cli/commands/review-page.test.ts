import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { onlyIf } from "../../fixtures/only-if";
import { synthesizedText } from "../../fixtures/synthesized";
import { type Browser, type BrowserPage, launcherOfChromium, NEEDED_CHROMIUM } from "../../page/fixtures/chromium";
import { planJson } from "../../verify/fixtures/terraform-plan";
import { runCli } from "../fixtures/cli-run";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-review-page-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const read = (path: string): string => readFileSync(path, "utf8");

/** The page that `review` writes. */
async function pageOfReview(...args: readonly string[]): Promise<{ readonly code: number; readonly html: string }> {
  const path = join(folder, "review.html");
  const { code, out, err } = await runCli(["review", ...args, "--format", "html", "--output", path]);
  expect({ out, err }).toEqual({ out: `${path}: written\n`, err: "" });
  return { code, html: read(path) };
}

const secret = "tulip-and-daffodil";
const created = (address: string, values: object, more: object = {}) =>
  ({ address, type: "aws_instance", name: "i", values, actions: ["create"], ...more }) as never;

test("review --format html writes the page that report writes of the same plan, and exits as review does", async () => {
  const instance = created("aws_instance.i", { user_data: secret, ami: "ami-1" }, { sensitive: { user_data: true } });
  const plan = file("plan.json", JSON.stringify(planJson([instance])));
  const policy = [
    "--policy",
    file(
      "studio-perimeter.yaml",
      "posture: isolated\nlog_retention_days: 30\nprotections: false\ndeployers: []\nbreak_glass: []\n",
    ),
  ];
  const report = join(folder, "report.html");

  const { code, html } = await pageOfReview(plan, ...policy);
  await runCli(["report", "--plan", plan, "--html", report, ...policy]);

  expect(code).toBe((await runCli(["review", plan, ...policy])).code);
  expect(html).toContain("aws_instance.i");
  expect(html).not.toContain(secret);
  expect(html).toBe(read(report));
});

test("a stack that is destroyed has a page, which says what goes", async () => {
  const gone = {
    ...planJson([]),
    resource_changes: [
      {
        address: "aws_s3_bucket.data",
        type: "aws_s3_bucket",
        name: "data",
        mode: "managed",
        provider_name: "registry.terraform.io/hashicorp/aws",
        change: { actions: ["delete"], before: { bucket: "team-data" }, after: null },
      },
    ],
    prior_state: {
      format_version: "1.0",
      values: {
        root_module: {
          resources: [
            {
              address: "aws_s3_bucket.data",
              mode: "managed",
              type: "aws_s3_bucket",
              name: "data",
              provider_name: "registry.terraform.io/hashicorp/aws",
              values: { bucket: "team-data" },
            },
          ],
        },
      },
    },
  };

  const { html } = await pageOfReview(file("gone.json", JSON.stringify(gone)));

  expect(html).toContain("aws_s3_bucket.data");
  expect(html).toMatch(/destroy/i);
});

const launch = launcherOfChromium();
const inPage: {
  narrowPage(): { overflow: number; wide: readonly string[] };
  faintTexts(): { faint: readonly string[] };
} = require("../../page/fixtures/in-page.js");

const inChromium = onlyIf(launch !== undefined, "the page of a review in Chromium", NEEDED_CHROMIUM).describe;

inChromium("The page of a review in Chromium", () => {
  let browser: Browser | undefined;
  let page: BrowserPage;
  const complaints: string[] = [];

  beforeAll(async () => {
    const before = file("old.json", synthesizedText("staging"));
    const after = file(
      "staging.json",
      synthesizedText("staging").replaceAll('"ip_protocol":"tcp","to_port":443', '"ip_protocol":"-1","to_port":443'),
    );
    const { html } = await pageOfReview(after, "--before", before);
    const url = pathToFileURL(file("shown.html", html)).href;
    browser = await launch?.();
    page = (await browser?.newPage()) as BrowserPage;
    page.on("console", (event) => complaints.push(event.text?.() ?? ""));
    page.on("pageerror", (event) => complaints.push(event.message ?? ""));
    page.on("request", (event) => complaints.push(...[event.url?.() ?? ""].filter((requested) => requested !== url)));
    await page.goto(url);
  }, 120_000);

  afterAll(() => browser?.close());

  test("The page of a review makes no request, and the browser complains about nothing.", () => {
    expect(complaints).toEqual([]);
  });

  test("The page of a review can be read on a telephone, in light and dark mode.", async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    const { overflow, wide } = await page.evaluate(inPage.narrowPage);
    expect({ overflow, wide }).toEqual({ overflow: 0, wide: [] });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ media: "screen", colorScheme });
      expect((await page.evaluate(inPage.faintTexts)).faint).toEqual([]);
    }
  });
});

test("review --format html writes the page of a folder, which has no digest", async () => {
  const root = join(folder, "root");
  const changed = join(folder, "changed");
  for (const [path, cidr] of [
    [root, "10.0.0.0/16"],
    [changed, "10.1.0.0/16"],
  ] as const) {
    mkdirSync(path);
    writeFileSync(join(path, "main.tf"), `resource "aws_vpc" "main" {\n  cidr_block = "${cidr}"\n}\n`);
  }

  const { html } = await pageOfReview(changed, "--no-plan", "--before", root, "--posture", "isolated");

  expect(html).toContain("10.1.0.0/16");
  expect(html).not.toContain("<dt>SHA-256</dt>");
});
