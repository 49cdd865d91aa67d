import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PROJECT = join(__dirname, "..", "..");

/** The pages that `npm run bench -- --write` writes into. */
const pages = ["benchmarks.md", "contributors/benchmarks-method.md"].map((name) =>
  readFileSync(join(PROJECT, "docs", name), "utf8"),
);

/** Each group of benchmarks: what its source calls it, and the heading of its table. */
const groups = readdirSync(join(PROJECT, "benchmarks", "groups")).flatMap((file) => {
  const source = readFileSync(join(PROJECT, "benchmarks", "groups", file), "utf8");
  const { name, title } = /^ {2}name: "(?<name>\w+)",\n {2}title: "(?<title>.+)",$/m.exec(source)?.groups ?? {};
  return name === undefined || title === undefined ? [] : [{ name, title }];
});

test("every group of benchmarks is found in its source", () => {
  const sources = readdirSync(join(PROJECT, "benchmarks", "groups")).filter((file) => file !== "inputs.mjs");

  expect(groups.map(({ name }) => `${name}.mjs`)).toEqual(sources);
});

test.each(groups)(
  "the table of the benchmark $name is on one page, under a heading with its day",
  ({ name, title }) => {
    const sections = pages.flatMap((page) => page.split(`<!-- ${name} -->\n`).slice(1));

    expect(sections).toHaveLength(1);
    const [section = ""] = (sections[0] ?? "").split(`<!-- /${name} -->`);
    expect(section).toMatch(/^### .+, \d{4}-\d{2}-\d{2}\n\n\|/);
    expect(section.startsWith(`### ${title}, `)).toBe(true);
  },
);
