import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demo } from "../../../tools/demo/demo";
import { dev } from "../../fixtures/environments/dev";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";

const MINUTE_MS = 60_000;
const HOOK = join(__dirname, "..", "..", "fixtures", "typescript-hook.js");

/** Few users and zones: the demonstration creates every resource of the environment. */
const environments = [{ ...dev, availabilityZones: ["eu-west-1a"], resilience: "single-zone" as const }];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-demo-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (file: string): string => readFileSync(join(folder, "out", file), "utf8");

async function play(variables: Record<string, string | undefined>, ...words: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    color: false,
    environment: { ...process.env, ...variables },
  };
  const args = ["--out", join(folder, "out"), ...words];
  const code = await demo(args, {
    ...{ environments, terminal, signal: new AbortController().signal },
    nodeArguments: ["-r", HOOK],
  });
  return { code, out: out.join(""), err: err.join("") };
}

/** The index names every file of the folder, and what it names is there. */
function expectCompleteIndex(): void {
  const named = [...read("README.md").matchAll(/^\| \[(\S+)\]/gm)].map(([, name = ""]) => name);
  const there = readdirSync(join(folder, "out")).filter((name) => !/^(?:README\.md|.*\.backup)$/.test(name));
  expect(named.toSorted()).toEqual(there.toSorted());
}

function expectReviews(): void {
  expect(read("1-change.diff")).toContain('-   "logRetentionDays": 30,\n+   "logRetentionDays": 14,\n');
  expect(read("3-comment.md")).toMatch(/^<!-- studio-perimeter review dev -->\n### dev: .*loses data \(\d\)/);
  expect(read("3-review.txt")).toContain("Log events are now deleted after 14 days instead of 30");
  expect(JSON.parse(read("3-review.json"))).toMatchObject({ name: "dev" });
  expect(JSON.parse(read("3-review.sarif"))).toMatchObject({ version: "2.1.0" });
  expect(read("4-page.html")).toContain("Log events are now deleted after 14 days instead of 30");
  expect(read("6-refused-comment.md")).toContain("**Blocked: a claim is not proved**");
}

test("the demonstration without Terraform leaves the reviews and pages, says what is missing, and exits with 2", async () => {
  const { code, out, err } = await play({ PATH: "", TERRAFORM_BINARY_NAME: undefined });

  expect(code).toBe(2);
  expect(err).toMatch(/^\nNothing was planned or deployed: rehearse: found neither terraform nor tofu/);
  expect(out).toMatch(/^\[1\/3\] synthesize [^\n]+ s\n\[2\/3\] [^\n]+ s\n\[3\/3\] [^\n]+ s\n/);
  expectReviews();
  expectCompleteIndex();
});

test("the demonstration refuses an unknown environment, and a folder with files that it did not write", async () => {
  await expect(play({}, "prd")).rejects.toThrow(/^demo: no such environment, got prd; /);
  mkdirSync(join(folder, "out"));
  writeFileSync(join(folder, "out", "README.md"), "# Mine\n");
  await expect(play({ PATH: "" })).rejects.toThrow(/holds files that are not of a demonstration; pass another folder/);
  expect(read("README.md")).toBe("# Mine\n");
});

describeWithTerraform("npm run demo with Terraform", (binary) => {
  test(
    "the demonstration deploys exactly the reviewed plan against the stand-in, and every claim about the state holds",
    async () => {
      const { code, out, err } = await play({ TERRAFORM_BINARY_NAME: binary });

      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toMatch(/^\[1\/7\] synthesize [\s\S]*\n\[7\/7\] [^\n]+ s\n\nIn \d+ s, in /);
      expectReviews();
      expectCompleteIndex();
      expect(read("2-plan.txt")).toMatch(/Plan: \d+ to add, \d+ to change, 0 to destroy/);
      const log = read("5-deploy.log");
      expect(log).toMatch(/^Digest of the changes: [0-9a-f]{64}$/m);
      expect(log).toMatch(/Apply complete![\s\S]*\ndev +isolated +(\d+) of \d+ proved/);
      expect(log).not.toMatch(/violated|undecided/);
      expect(JSON.parse(read("terraform.dev.tfstate")).resources.length).toBeGreaterThan(100);
      expect(existsSync(join(folder, "out", "after", "stacks", "dev", "reviewed.plan"))).toBe(false);
    },
    5 * MINUTE_MS,
  );
});
