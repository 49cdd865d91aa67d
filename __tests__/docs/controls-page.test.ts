import { readFileSync, writeFileSync } from "node:fs";
import { claims } from "../../verify/claims";
import { synthesizedJson } from "../fixtures/synthesized";
import { expectedFindings } from "../sources/fixtures/expected-findings";
import { allMutants } from "../verify/mutants/fixtures/all-mutants";
import { capabilities, OWN_CONTROLS, SECURITY_CONTROLS, WEAKNESSES } from "./fixtures/capabilities";
import { CLAIM_SOURCES } from "./fixtures/claim-sources";
import { claimsSection } from "./fixtures/claims-section";
import {
  CONTROLS_PAGE,
  codeSpansIn,
  fileExists,
  fileReferencesIn,
  fileText,
  handWrittenPart,
  namesByFile,
  quotedTextIn,
  rowsBelow,
  type TableRow,
  testTitlesByFile,
} from "./fixtures/controls-page";
import { MUTANTS_PAGE, mutantsPage } from "./fixtures/mutants-page";

const page = readFileSync(CONTROLS_PAGE, "utf8");
const prose = handWrittenPart(page);
const done = rowsBelow(page, "## Capabilities");
const deployment = rowsBelow(page, "## Deployment");
const short = rowsBelow(page, "## Falls short");
const answered = rowsBelow(page, "## Not done here");
const weaknesses = rowsBelow(page, "## Weaknesses of the source systems");
const controls = rowsBelow(page, "## AWS Security Hub");
const claimNames = claims.map(({ name }) => name);

const idsOf = (rows: readonly TableRow[]) => rows.map(([id = ""]) => id);
const cell = (row: TableRow, index: number) => row[index] ?? "";
const claimsIn = (text: string) => (text === "-" ? [] : codeSpansIn(text));

beforeAll(() => {
  if (process.env.WRITE_CONTROLS === "1") {
    writeFileSync(CONTROLS_PAGE, prose + claimsSection(prose));
    writeFileSync(MUTANTS_PAGE, mutantsPage());
  }
});

describe("the capabilities of the source systems", () => {
  test("every capability of the source systems has exactly one row", () => {
    const all = idsOf([...done, ...short, ...answered]);

    expect([...all].sort()).toEqual([...capabilities("kept", "fixed", "replaced")].sort());
  });

  test("capabilities that are obsolete or unsafe are not implemented", () => {
    const replaced = new Set(capabilities("replaced"));

    expect(idsOf([...done, ...short]).filter((id) => replaced.has(id))).toEqual([]);
  });

  test("the name of a capability has at most eight words", () => {
    const long = [...done, ...short, ...answered].filter((row) => cell(row, 1).split(" ").length > 8);

    expect(long).toEqual([]);
  });

  test("every capability has a file and a test, or the page says what is missing", () => {
    const bare = done.filter(
      (row) => fileReferencesIn(cell(row, 2)).length === 0 || testTitlesByFile(cell(row, 4)).length === 0,
    );
    const silent = [...short.map((row) => cell(row, 3)), ...answered.map((row) => cell(row, 2))].filter(
      (text) => text === "",
    );

    expect([...bare, ...silent]).toEqual([]);
  });
});

describe("what the page names", () => {
  test("every path in the controls page is a file that exists", () => {
    expect(fileReferencesIn(prose).filter((file) => !fileExists(file))).toEqual([]);
  });

  test("every name after a path in the controls page is in that file", () => {
    const names = [...done, ...deployment].flatMap((row) => namesByFile(cell(row, 2)));

    expect(names.length).toBeGreaterThan(50);
    expect(names.filter(([file, name]) => !fileText(file).includes(name))).toEqual([]);
  });

  test("every quoted test name in the controls page is in the test file before it", () => {
    const stringsOf = (file: string) => fileText(file).match(/"[^"\n]*"|`[^`\n]*`/g) ?? [];
    const missing = testTitlesByFile(prose).filter(
      ([file, title]) => !stringsOf(file).some((text) => text.includes(title)),
    );

    expect(missing).toEqual([]);
  });

  test("every claim in the controls page is a claim that verify decides", () => {
    const named = [...done, ...deployment, ...weaknesses].flatMap((row) => claimsIn(cell(row, 3)));

    expect(named.filter((name) => !claimNames.includes(name))).toEqual([]);
  });

  test("the controls page lists every claim that verify decides", () => {
    const named = new Set([...done, ...deployment].flatMap((row) => claimsIn(cell(row, 3))));

    expect(claimNames.filter((name) => !named.has(name))).toEqual([]);
  });
});

describe("the weaknesses of the source systems", () => {
  test("every weakness of a source has exactly one row", () => {
    expect(idsOf(weaknesses)).toEqual(WEAKNESSES);
    expect(weaknesses.filter((row) => fileReferencesIn(cell(row, 2)).length === 0)).toEqual([]);
  });

  test("every weakness has mutants that violate one of its claims, or a test if no claim decides it", () => {
    const untested = weaknesses.filter((row) =>
      claimsIn(cell(row, 3)).length === 0
        ? testTitlesByFile(cell(row, 4)).length === 0
        : quotedTextIn(cell(row, 4)).length === 0,
    );
    const wrongMutants = weaknesses.flatMap((row) => {
      const turning = allMutants.filter(({ turnsClaims: turns }) =>
        turns.some((claim) => claimsIn(cell(row, 3)).includes(claim)),
      );
      const names = turning.map(({ name }) => name);
      return quotedTextIn(cell(row, 4)).filter((name) => !names.includes(name));
    });

    expect([...untested, ...wrongMutants]).toEqual([]);
  });

  test("every weakness names every claim that finds it in a source system", () => {
    const named = new Map(weaknesses.map((row) => [cell(row, 0), claimsIn(cell(row, 3))]));
    const forgotten = expectedFindings.filter(({ weakness, claim }) => named.get(weakness)?.includes(claim) === false);

    expect(forgotten.map(({ weakness, claim }) => `${weakness} ${claim}`)).toEqual([]);
  });
});

describe("the controls of AWS Security Hub, and our own", () => {
  test("every published control has exactly one row", () => {
    expect([...idsOf(controls)].sort()).toEqual([...SECURITY_CONTROLS, ...OWN_CONTROLS].sort());
  });

  test("every published control is met by resources of prod or by absence, or waived with a reason", () => {
    const { resource } = synthesizedJson("prod");
    const there = new Set(
      Object.entries(resource).flatMap(([type, all]) => Object.keys(all).map((id) => `${type}.${id}`)),
    );
    const addresses = (row: TableRow) => codeSpansIn(cell(row, 2)).filter((text) => /^aws_\w+\.\w+$/.test(text));
    const isWaivedOrAbsent = (row: TableRow) => /^(waived|met by absence)[:;]/.test(cell(row, 2));

    expect(controls.flatMap(addresses).filter((address) => !there.has(address))).toEqual([]);
    expect(controls.filter((row) => addresses(row).length === 0 && !isWaivedOrAbsent(row))).toEqual([]);
  });
});

test("every claim has its sources, and every source row belongs to a claim", () => {
  expect(Object.keys(CLAIM_SOURCES).toSorted()).toEqual(claimNames.toSorted());
});

test("docs/mutants.md lists every mutant once, as `npm run controls` writes it", () => {
  const committed = readFileSync(MUTANTS_PAGE, "utf8");
  const listed = committed.split("\n").filter((line) => line.startsWith("- "));

  expect(committed).toBe(mutantsPage());
  expect(listed).toHaveLength(allMutants.length);
});

test("the claims section of docs/controls.md is what `npm run controls` writes", () => {
  const committed = readFileSync(CONTROLS_PAGE, "utf8");

  expect(committed).toBe(prose + claimsSection(prose));
});
