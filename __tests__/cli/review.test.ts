import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizedText } from "../synthesized";
import { planOf } from "../verify/fixtures/plan";
import { run } from "./run";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-review-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const dev = (name: string, edit = (text: string) => text): string => file(name, edit(synthesizedText("dev")));

const openDns = (text: string) => text.replace('"firewall_fail_open": "DISABLED"', '"firewall_fail_open": "ENABLED"');

test("two stacks are compared, and what opens is exit code 1", async () => {
  const { code, out, err } = await run(["review", dev("dev.json", openDns), "--before", dev("old.json")]);

  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out).toMatch(/^dev {2}opens 1\n/);
  expect(out).toContain("dns-fails-closed no longer holds");
});

test("the way back closes, and all that is proved then is exit code 0", async () => {
  const { code, out } = await run(["review", dev("dev.json"), "--before", dev("old.json", openDns)]);

  expect(code).toBe(0);
  expect(out).toContain("Closes\n  - dns-fails-closed did not hold, and holds now");
});

test("--strict makes a lost log exit code 1", async () => {
  const shorter = (text: string) => text.replaceAll('"log_retention_days": 30', '"log_retention_days": 14');
  const files = ["review", dev("dev.json", shorter), "--before", dev("old.json")];

  const [plain, strict] = [await run(files), await run([...files, "--strict"])];

  expect(plain.out).toContain("Logs are kept 14 days instead of 30");
  expect([plain.code, strict.code]).toEqual([0, 1]);
});

test("--output writes a comment with the marker of --name, and prints nothing", async () => {
  const path = join(folder, "comment.md");

  const { code, out } = await run([
    ...["review", dev("dev.json"), "--before", dev("old.json")],
    ...["--name", "prod", "--format", "markdown", "--output", path],
  ]);

  expect({ code, out }).toEqual({ code: 0, out: "" });
  expect(readFileSync(path, "utf8")).toMatch(/^<!-- studio-perimeter review prod -->\n### prod: changes nothing\n/);
});

test("help names the command and shows an example", async () => {
  const { code, out } = await run(["review", "--help"]);

  expect(code).toBe(0);
  expect(out).toContain("examples:\n  terraform show -json plan > plan.json && studio-perimeter review plan.json");
  expect((await run(["--help"])).out).toContain("review");
});

describe("what cannot be run is one line on standard error and exit code 2", () => {
  const plan = () => file("plan.json", JSON.stringify(planOf([{ address: "aws_vpc.v", values: {} }])));
  const cases: readonly (readonly [why: string, prepare: () => readonly string[], message: string | RegExp])[] = [
    ["no plan", () => [], "review: takes one plan, got none; pass terraform show -json PLAN"],
    [
      "two plans",
      () => ["a.json", "b.json"],
      "review: takes one plan, got a.json b.json; pass terraform show -json PLAN",
    ],
    ["a missing file", () => ["nowhere.json"], "nowhere.json: no such file; pass a path to Terraform JSON"],
    ["a binary plan", () => [file("plan", "PK\u0003\u0004")], /plan: is not JSON, got a binary plan; pass/],
    [
      "a stack alone",
      () => [dev("dev.json")],
      /dev\.json: is not a plan, got a synthesized stack; pass terraform show/,
    ],
    ["no declared posture", () => [plan()], /plan\.json: output perimeter_posture: is missing, got no such output/],
    [
      "an unknown form",
      () => [plan(), "--format", "sarif"],
      "--format: not known, got sarif; use one of text, markdown, json",
    ],
    ["an unknown option", () => [plan(), "--loud"], /^studio-perimeter: Unknown option '--loud'; see --help/],
  ];

  test.each(cases)("%s", async (_, prepare, message) => {
    const { code, out, err } = await run(["review", ...prepare()]);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.trimEnd()).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
  });
});
