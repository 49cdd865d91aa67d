/** @jest-environment node */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../fixtures/cli-run";

// Edits of envs/ must not change the result of these tests.
jest.mock("../../../envs", () => jest.requireActual("../../fixtures/environments"));

const folder = mkdtempSync(join(tmpdir(), "policies-"));
const output = join(folder, "not", "there", "yet");

afterAll(() => rmSync(folder, { recursive: true }));

test("policies writes every document and prints its path, length and purpose", async () => {
  const { code, out, err } = await runCli(["policies", "--organization", "o-abcde12345", "--output", output]);

  const files = readdirSync(output);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(files).toEqual(
    expect.arrayContaining(["boundary-prod.json", "rcp-data-stays-inside.json", "scp-urls-stay-inside.json"]),
  );
  expect(out.trimEnd().split("\n")).toHaveLength(files.length);
  expect(out).toMatch(/rcp-data-stays-inside\.json +\d+ of 5120 characters {2}resource control policy: locked buckets/);
  expect(readFileSync(join(output, "rcp-data-stays-inside.json"), "utf8")).toContain('"aws:VpceOrgID": "o-abcde12345"');
});

test("policies prints the length that AWS counts, so that a file whose white space exceeds the limit shows that it fits", async () => {
  const { out } = await runCli(["policies", "--organization", "o-abcde12345", "--output", output]);

  const file = readFileSync(join(output, "boundary-prod.json"), "utf8");
  const [, printed, limit] = /boundary-prod\.json +(\d+) of (\d+) characters/.exec(out) ?? [];
  expect(Number(printed)).toBe(JSON.stringify(JSON.parse(file)).length);
  expect(file.length).toBeGreaterThan(Number(limit));
});

test.each([
  [[], "none"],
  [["--organization", "111122223333"], "111122223333"],
])("policies without a valid organization id writes nothing and says what to do: %j", async (options, got) => {
  const nowhere = join(folder, "nothing");

  const { code, out, err } = await runCli(["policies", ...options, "--output", nowhere]);

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toBe(
    `policies: needs one organization id, got ${got}; pass --organization o-ID, o- and 10 to 32 small letters and digits, or set organizationId in envs/\n`,
  );
  expect(readdirSync(folder)).not.toContain("nothing");
});

test("policies --help says what it writes and that it attaches nothing", async () => {
  const { code, out } = await runCli(["policies", "--help"]);

  expect(code).toBe(0);
  expect(out).toContain("It attaches none of them");
});
