import { describePricedItem } from "../../aws/regions/monthly-price";
import { environmentTable } from "../../cli/commands/support/environment-table";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { textReport } from "../../verify/report/text-report";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import { pageText, piecesOf, sampleOf } from "./fixtures/page-sample";

const readme = pageText("README.md");

test("README.md says once how to run the commands without npx, which takes longer to start than they do", () => {
  expect(readme.match(/\bnpx\b/g)).toHaveLength(1);
});

test("docs/verify.md shows lines that verify prints about a source system, shortened at `…`", () => {
  const file = "__tests__/sources/terraform/s4/main.tf.json";
  const configuration = readConfiguration(JSON.parse(pageText(file)), file);
  const subject = { configuration, posture: readPosture(configuration) };
  const stack = { name: file, file, subject, claimResults: decideClaims(subject) };
  const printed = textReport([stack], { color: false, detail: "unproved" });

  const sample = sampleOf("docs/verify.md", `npx studio-perimeter verify --file ${file}`);

  expect(sample.length).toBeGreaterThan(10);
  expect(piecesOf(sample).filter((piece) => !printed.includes(piece))).toEqual([]);
});

/**
 * The first block is what `npm start` prints of the environments that ship. Adopters edit those, so that no test compares its numbers
 * with `envs/`: it has the columns and lines of the command, and its numbers agree with each other and with the text below it.
 */
describe("the first block of README.md", () => {
  const [titles = "", ...lines] = sampleOf("README.md", "npm ci && npm start");
  const rows = lines
    .map(
      (line) => /^(?<name>\w+) .* (?<usd>\d+)(?: \+ unknown)? +eu-west-1, [\d-]+ +(?<verdict>\d.*)$/.exec(line)?.groups,
    )
    .filter((row) => row !== undefined);
  const counted = (text = ""): readonly number[] =>
    (/(\d+) of (\d+)(?: claims)? proved, (\d+) not applicable/.exec(text) ?? []).slice(1).map(Number);

  test("the first block of README.md has the columns that npm start prints", () => {
    const [printed = ""] = environmentTable([]).split("\n");

    expect(titles.split(/ {2,}/)).toEqual(printed.trim().split(/ {2,}/));
    expect(rows.map(({ name }) => name)).toEqual(["dev", "staging", "prod"]);
  });

  test("the last line of the first block of README.md counts the claims of its rows", () => {
    const sums = rows
      .map(({ verdict }) => counted(verdict))
      .reduce((sum, row) => sum.map((count, column) => count + (row[column] ?? 0)), [0, 0, 0]);

    expect(counted(lines.at(-1))).toEqual(sums);
    for (const [proved = 0, all = 0, other = 0] of rows.map(({ verdict }) => counted(verdict))) {
      expect(proved + other).toBe(all);
    }
  });

  test("the prices that README.md names in its text are those of its first block", () => {
    const [dev, staging, prod] = rows.map(({ usd }) => usd);

    expect(readme).toContain(`dev costs about ${dev} USD a month`);
    expect(readme).toContain(`staging costs ${staging} and prod ${prod} USD`);
  });

  test("the line about a missing price in the first block of README.md names it and where to set it, as npm start does", () => {
    expect(lines.find((line) => line.startsWith("USD/month lacks"))).toBe(
      `USD/month lacks ${describePricedItem("firewall-endpoint")} in eu-west-1: set "firewall-endpoint" of eu-west-1 in envs/prices.json`,
    );
  });
});
