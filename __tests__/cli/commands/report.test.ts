import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { A_YEAR_FROM_NOW } from "../../fixtures/days";
import { synthesizedText } from "../../fixtures/synthesized";
import { planJson } from "../../verify/fixtures/terraform-plan";
import { runCli } from "../fixtures/cli-run";
import { writeStackFile, writeSynthesizedStacks } from "../fixtures/output-folder";

/** A third of 500 kB, which is what a page about three environments may weigh. */
const MAXIMUM_BYTES = 166_000;

let folder = "";
let environment: Record<string, string> = {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-report-"));
  environment = { CDKTF_OUTDIR: join(folder, "after") };
});

afterEach(() => rmSync(folder, { recursive: true }));

test("report --before writes a page with the verdict, the difference and the environments that are gone, and exits 0", async () => {
  const html = join(folder, "page.html");
  writeSynthesizedStacks(join(folder, "after"), ["dev"]);
  writeStackFile(join(folder, "before"), "dev", synthesizedText("dev"));
  writeStackFile(join(folder, "before"), "old", "{}");

  const result = await runCli(["report", "--html", html, "--before", join(folder, "before")], environment);
  const page = readFileSync(html, "utf8");

  expect(result.code).toBe(0);
  expect(result.out).toMatch(/^\S+page\.html: written\ndev {2}\d+ of \d+ proved, \d+ not applicable\n$/);
  expect(page).toContain("Every claim holds in it.");
  expect(page).toContain("changes nothing");
  expect(Buffer.byteLength(page)).toBeLessThan(MAXIMUM_BYTES);
  expect(page).toContain("exists before only");
});

test("report exits 1 for a claim that is not proved, and shows it first", async () => {
  const html = join(folder, "page.html");
  const open = JSON.parse(synthesizedText("dev"));
  open.resource.aws_eip = { leak: { domain: "vpc", instance: "i-0123456789abcdef0" } };
  writeStackFile(join(folder, "after"), "dev", JSON.stringify(open));

  const { code, out } = await runCli(["report", "dev", "--html", html], environment);

  expect(code).toBe(1);
  expect(out).toMatch(/\ndev {2}\d+ of \d+ proved, 1 violated, \d+ not applicable\n$/);
  expect(readFileSync(html, "utf8")).toMatch(/<h4>Not proved<\/h4>[\s\S]*?aws_eip\.leak/);
});

test("report shows an entry of every stack only at the stacks that use it, or at each where none does", async () => {
  const html = join(folder, "page.html");
  const policy = join(folder, "policy.json");
  writeSynthesizedStacks(join(folder, "after"), ["dev", "staging"]);
  const open = JSON.parse(synthesizedText("dev"));
  open.resource.aws_route53_resolver_firewall_config.dns_firewall_fail_closed.firewall_fail_open = "ENABLED";
  const entry = {
    claim: "dns-fails-closed",
    finding: 'firewall_fail_open is "ENABLED"',
    reason: "moves",
    owner: "team",
  };
  const address = ["aws_route53_resolver_firewall_config.dns_firewall_fail_closed", "aws_vpc.network_vpc"];
  writeFileSync(policy, JSON.stringify({ accepted: [{ ...entry, address, until: A_YEAR_FROM_NOW }] }));
  const unusedIn = async () => {
    await runCli(["report", "--html", html, "--policy", policy], environment);
    return readFileSync(html, "utf8").match(/accepts nothing/g)?.length ?? 0;
  };

  expect(await unusedIn()).toBe(2);
  writeStackFile(join(folder, "after"), "dev", JSON.stringify(open));
  expect(await unusedIn()).toBe(0);
});

test.each([
  [
    "a missing folder",
    () => join(folder, "nowhere"),
    /nowhere: no such folder; pass the output folder of npx cdktf synth/,
  ],
  ["a folder without stacks", () => folder, /: no synthesized stack; pass the output folder of npx cdktf synth/],
])("report --before with %s is refused, and writes no page", async (_, before, message) => {
  const html = join(folder, "page.html");
  writeSynthesizedStacks(join(folder, "after"), ["dev"]);

  const { code, out, err } = await runCli(["report", "--before", before(), "--html", html], environment);

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(message);
  expect(existsSync(html)).toBe(false);
});

test("report --plan with a synthesized stack says what to pass to report", async () => {
  const path = writeStackFile(join(folder, "after"), "dev", synthesizedText("dev"));

  const { code, err } = await runCli(["report", "--plan", path, "--html", join(folder, "page.html")], environment);

  expect(code).toBe(2);
  expect(err).toContain(
    "pass the output of terraform show -json PLAN, or name environments or a folder in place of --plan",
  );
});

test.each([
  [[], "report: needs a file for the page; pass --html FILE"],
  [["prod"], "no such environment, got prod"],
  [["dev", "--plan", "p.json"], "report: --plan takes neither environments nor --before, got dev"],
  [["--plan", "missing.json"], "missing.json: no such file"],
  [["dev", "--name", "x"], "report: --name belongs to one plan, got 0 plans"],
])("report %j is refused in one line, and writes nothing", async (args, message) => {
  const html = join(folder, "page.html");
  writeSynthesizedStacks(join(folder, "after"), ["dev"]);

  const { code, out, err } = await runCli(
    ["report", ...args, ...(args.length === 0 ? [] : ["--html", html])],
    environment,
  );

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(message);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect(existsSync(html)).toBe(false);
});

describe("report of a root module", () => {
  const policy = "posture: isolated\nlog_retention_days: 30\nprotections: false\ndeployers: []\nbreak_glass: []\n";

  function rootModule(more = ""): string {
    const root = mkdtempSync(join(folder, "root-"));
    writeFileSync(join(root, "studio-perimeter.yaml"), policy);
    writeFileSync(
      join(root, "main.tf"),
      `provider "aws" {
        region = "eu-west-1"
      }
      variable "cidr" {
        type = string
      }
      resource "aws_vpc" "main" {
        cidr_block = var.cidr
      }
      ${more}`,
    );
    return root;
  }

  test("writes the page of its folder, by the policy file in it and with the variables that are passed", async () => {
    const html = join(folder, "page.html");
    const root = rootModule();

    const { code, out } = await runCli(["report", root, "--var", "cidr=10.77.0.0/16", "--html", html]);

    expect(code).toBe(1);
    expect(out).toMatch(/^\S+: written\n\S+root-\w+ {2}\d+ of \d+ proved, \d+ violated/);
    const page = readFileSync(html, "utf8");
    expect(page).toContain("10.77.0.0/16");
    expect(page).not.toContain("<dt>SHA-256</dt>");
  });

  test("judges the folder by the posture of the command line, where it declares none", async () => {
    const html = join(folder, "page.html");
    const root = rootModule();
    rmSync(join(root, "studio-perimeter.yaml"));
    const reportOf = (...args: readonly string[]) =>
      runCli(["report", root, "--var", "cidr=10.77.0.0/16", "--html", html, ...args]);

    expect((await reportOf()).err).toContain("or pass --posture isolated|inspected|inspected-multi-az");
    expect((await reportOf("--posture", "isolatd")).err).toContain("did you mean isolated?");
    expect(await reportOf("--posture", "isolated")).toMatchObject({ code: 1, err: "" });
    expect(readFileSync(html, "utf8")).toContain("isolated");
  });

  test("reads the source of a plan, which has the policy file", async () => {
    const html = join(folder, "page.html");
    const plan = join(folder, "plan.json");
    const vpc = { address: "aws_vpc.main", type: "aws_vpc", name: "main", values: { cidr_block: "10.77.0.0/16" } };
    const expressions = { cidr_block: { references: ["var.cidr"] } };
    writeFileSync(plan, JSON.stringify(planJson([{ ...vpc, expressions } as never])));

    const { code, err } = await runCli(["report", "--plan", plan, "--source", rootModule(), "--html", html]);

    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(readFileSync(html, "utf8")).toContain("10.77.0.0/16");
  });

  test("names the command or the option for what it does not take", async () => {
    const html = join(folder, "page.html");
    const plan = join(folder, "plan.json");
    writeFileSync(plan, JSON.stringify(planJson([])));
    const root = rootModule();
    const errorOf = async (...args: readonly string[]) => (await runCli(["report", ...args, "--html", html])).err;

    expect(await errorOf(root, "--before", root)).toContain(`write review ${root} --before ${root} --format html`);
    expect(await errorOf(root, root)).toContain("one folder has a page of its own");
    expect(await errorOf(plan, "--policy", join(root, "studio-perimeter.yaml"))).toContain(
      `${plan}: is a plan; pass it with --plan`,
    );
    expect(await errorOf(root, "--source", root)).toContain("--source belongs to one plan");
    expect(existsSync(html)).toBe(false);
  });
});
