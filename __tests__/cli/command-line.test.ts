/** @jest-environment node */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandSyntax } from "../../cli/shared/command-syntax";
import { askSyntax } from "../../cli/syntax/questions/ask-syntax";
import { reportSyntax } from "../../cli/syntax/report-syntax";
import { reviewSyntax } from "../../cli/syntax/review-syntax";
import { verifySyntax } from "../../cli/syntax/verify-syntax";
import { version } from "../../package.json";
import { runCli } from "./fixtures/cli-run";
import { writeSynthesizedStacks } from "./fixtures/output-folder";

// Edits of envs/ must not change the result of these tests.
jest.mock("../../envs", () => jest.requireActual("../fixtures/environments"));

let folder = "";
let environment: Record<string, string> = {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-words-"));
  environment = { CDKTF_OUTDIR: folder };
});

afterEach(() => rmSync(folder, { recursive: true }));

test.each(["--version", "-V"])("%s prints the package's version and nothing else", async (option) => {
  expect(await runCli([option])).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

test.each([
  [["-h"], ["--help"]],
  [["help"], ["--help"]],
  [
    ["verify", "-h"],
    ["verify", "--help"],
  ],
  [
    ["help", "draw"],
    ["draw", "--help"],
  ],
])("%j prints the same help as %j", async (asked, usual) => {
  const help = await runCli(usual);

  expect(await runCli(asked)).toEqual(help);
  expect(help).toMatchObject({ code: 0, err: "" });
});

test.each([
  [["verfy"], "studio-perimeter: no such command, got verfy; did you mean verify?"],
  [["help", "explian"], "studio-perimeter: no such command, got explian; did you mean explain?"],
  [["verify", "--explian", "x"], "verify: --explian: no such option; did you mean --explain?"],
  [["policies", "--organisation", "x"], "policies: --organisation: no such option; did you mean --organization?"],
  [
    ["review", "--plan", "plan.json"],
    "review: --plan: no such option; pass the plan without an option: studio-perimeter review PLAN",
  ],
  [["explain", "--all"], "explain: --all: no such option; see studio-perimeter explain --help"],
  [["verify", "--format", "jsn"], "--format: unknown value, got jsn; did you mean json?"],
  [["verify", "--posture", "isolate"], "--posture: unknown value, got isolate; did you mean isolated?"],
  [
    ["verify", "--explain", "no-internet-pth"],
    "--explain: no such claim, got no-internet-pth; did you mean no-internet-path? studio-perimeter explain lists the claims",
  ],
  [
    ["explain", "no-open"],
    "explain: no such claim, got no-open; did you mean no-open-security-group? studio-perimeter explain lists the claims",
  ],
  [
    [
      "verify",
      "--claims",
      "no-internet-pth,default-deny-firewall,zone-affinity,everything",
      "--topics",
      "net,dns,data",
    ],
    [
      "--claims: no such claim, got no-internet-pth; did you mean no-internet-path? studio-perimeter explain lists the claims",
      "--claims: no such claim, got default-deny-firewall; did you mean firewall-denies-by-default? studio-perimeter explain lists the claims",
      "--claims: no such claim, got everything; did you mean everything-logged? studio-perimeter explain lists the claims",
      "--topics: unknown value, got net; did you mean network?",
      "--topics: unknown value, got dns; use one of network, names, data, firewall, identities, operations",
    ].join("\n"),
  ],
  [
    ["verify", "--format", ""],
    "verify: --format: needs a value, got an empty one; use one of text, json, sarif, junit, markdown, oscal",
  ],
])("%j is refused with the closest valid word", async (args, message) => {
  expect(await runCli(args)).toEqual({ code: 2, out: "", err: `${message}\n` });
});

test.each(["file", "plan", "state"])(
  "A command that reads Terraform has verify's option --%s, or says what to write in place of it.",
  (option) => {
    const readers = [verifySyntax, reviewSyntax, reportSyntax, askSyntax] as readonly CommandSyntax[];

    for (const { name, options, insteadOf = {} } of readers) {
      expect({ name, isKnown: option in options || option in insteadOf }).toEqual({ name, isKnown: true });
    }
  },
);

test.each(["verify", "draw"])("%s suggests the closest environment for a misspelled name", async (command) => {
  writeSynthesizedStacks(folder, ["dev", "staging"]);

  const { code, out, err } = await runCli([command, "stagin"], environment);

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/stacks: no such environment, got stagin; did you mean staging\?/);
});

test.each([
  ["the manifest is missing", () => rmSync(join(folder, "manifest.json")), "none instead of dev, staging"],
  [
    "a stack of the manifest is missing",
    () => rmSync(join(folder, "stacks", "staging"), { recursive: true }),
    "dev, staging instead of dev",
  ],
  [
    "a stack is not in the manifest",
    () => writeFileSync(join(folder, "manifest.json"), '{"stacks":{"dev":{}}}'),
    "dev instead of dev, staging",
  ],
  [
    "the manifest has no stacks",
    () => writeFileSync(join(folder, "manifest.json"), "null"),
    "none instead of dev, staging",
  ],
])("verify proves nothing after a synthesis that did not finish: %s", async (_, interrupt, difference) => {
  writeSynthesizedStacks(folder, ["dev", "staging"]);
  interrupt();

  for (const names of [[], ["dev"]]) {
    const { code, out, err } = await runCli(["verify", ...names], environment);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(`got ${difference}: the last synthesis did not finish; run npm start`);
  }
});

test.each(["", "{", '{"stacks":'])("verify proves nothing when the manifest was cut off after %j", async (text) => {
  writeSynthesizedStacks(folder, ["dev"]);
  writeFileSync(join(folder, "manifest.json"), text);

  const { code, out, err } = await runCli(["verify", "dev"], environment);

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/manifest\.json: not JSON: the last synthesis did not finish; run npm start\n$/);
});

test("verify decides an environment only once, even if it is named twice", async () => {
  writeSynthesizedStacks(folder, ["dev"]);

  const { out } = await runCli(["verify", "dev", "dev"], environment);

  expect(out.match(/^dev {4}isolated/gm)).toHaveLength(1);
});

test("an empty CDKTF_OUTDIR means the default folder", async () => {
  const { code, err } = await runCli(["verify", "no-such-environment"], { CDKTF_OUTDIR: "" });

  expect(code).toBe(2);
  expect(err).toMatch(/^cdktf\.out[/\\]stacks: /);
});

test("a folder that cannot be created, because a file has its name, is reported in one line", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");

  const { code, err } = await runCli(["policies", "--organization", "o-abcde12345", "--output", file]);

  expect(code).toBe(2);
  expect(err).toBe(`${file}: exists and is not a folder (EEXIST); pass another path\n`);
});
