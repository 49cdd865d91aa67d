import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sourceSystems } from "./fixtures/expected-findings";
import { sourcesPage } from "./fixtures/sources-page";

const page = join(__dirname, "..", "..", "docs", "sources.md");
const fileOf = (id: string) => join(__dirname, "terraform", `${id.toLowerCase()}.tf.json`);
const advice = "outdated: WRITE_SOURCES=1 npx jest __tests__/sources/sources-page.test.ts && npm run fix";

beforeAll(() => {
  if (process.env.WRITE_SOURCES === "1") {
    writeFileSync(page, sourcesPage());
    for (const { id, terraform } of sourceSystems) {
      writeFileSync(fileOf(id), `${JSON.stringify(terraform, undefined, 2)}\n`);
    }
  }
});

test("docs/sources.md says what verify says today", () => {
  const committed = readFileSync(page, "utf8");

  const isCurrent = committed === sourcesPage();

  expect(isCurrent ? "current" : advice).toBe("current");
});

test.each(sourceSystems)("the file of $id, for trying out verify, is what the tests judge", ({ id, terraform }) => {
  const committed: unknown = JSON.parse(readFileSync(fileOf(id), "utf8"));

  expect(committed).toEqual(JSON.parse(JSON.stringify(terraform)));
});
