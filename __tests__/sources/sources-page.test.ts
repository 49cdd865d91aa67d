import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sourceSystems } from "./fixtures/expected-findings";
import { sourcesPage } from "./fixtures/sources-page";

const page = join(__dirname, "..", "..", "docs", "sources.md");
const fileOf = (id: string) => join(__dirname, "terraform", id.toLowerCase(), "main.tf.json");
const advice = "out of date; run npm run sources && npm run fix";

beforeAll(() => {
  if (process.env.WRITE_SOURCES === "1") {
    writeFileSync(page, sourcesPage());
    for (const { id, terraform } of sourceSystems) {
      writeFileSync(fileOf(id), `${JSON.stringify(terraform, undefined, 2)}\n`);
    }
  }
});

test("docs/sources.md is what `npm run sources` writes", () => {
  const committed = readFileSync(page, "utf8");

  const isCurrent = committed === sourcesPage();

  expect(isCurrent ? "current" : advice).toBe("current");
});

test.each(sourceSystems)(
  "the Terraform file of $id is the configuration that the tests verify",
  ({ id, terraform }) => {
    const committed: unknown = JSON.parse(readFileSync(fileOf(id), "utf8"));

    expect(committed).toEqual(JSON.parse(JSON.stringify(terraform)));
  },
);
