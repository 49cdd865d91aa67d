import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readTerraform } from "../../../cli/shared/inputs/read-terraform";
import { beforeAndAfterOfFiles } from "../../../review/before-and-after";
import { review } from "../../../review/review";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { A_YEAR_FROM_NOW } from "../../fixtures/days";
import { synthesizedText } from "../../fixtures/synthesized";
import { planJson } from "../../verify/fixtures/terraform-plan";
import { runCli } from "../fixtures/cli-run";

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

/** A stack that declares a perimeter and holds next to nothing of it. */
function bare(name: string, days: number): string {
  const declared = { posture: "isolated", allowed_domains: [], protections: false, deployers: [], break_glass: [] };
  const value = { ...declared, log_retention_days: days };
  return file(name, JSON.stringify({ resource: { aws_vpc: { main: {} } }, output: { perimeter_posture: { value } } }));
}

test("review compares two stacks, and exits with 1 if a claim is not proved", async () => {
  const { code, out, err } = await runCli(["review", bare("new.json", 30), "--before", bare("old.json", 90)]);

  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out).toMatch(/^new {2}loses data \(1\), \d+ violated or undecided as before\n/);
  expect(out).toContain("Log retention changes from 90 to 30 days");
});

test("review exits with 3 where data is lost", async () => {
  const shorter = (text: string) => text.replaceAll('"log_retention_days": 30', '"log_retention_days": 14');

  const { code, out } = await runCli(["review", dev("dev.json", shorter), "--before", dev("old.json")]);

  expect(out).toMatch(/^dev {2}loses data \(1\)\n/);
  expect(code).toBe(3);
});

/** Keys that are deleted later than those of dev: without that, a safeguard is lost. */
const laterDeletion = (text: string) => text.replace('"deletion_window_in_days": 7', '"deletion_window_in_days": 30');

test("review --strict exits with 3 where a safeguard is lost, which nobody must approve otherwise", async () => {
  const args = ["review", dev("dev.json"), "--before", dev("old.json", laterDeletion)];

  const { code, out } = await runCli([...args, "--strict"]);

  expect(out).toMatch(/^dev {2}loses 1 service or safeguard\n/);
  expect(out).toMatch(
    /Claims after the change: \d+ proved(?:, \d+ not applicable)?; before: \d+ proved(?:, \d+ not applicable)?\n$/,
  );
  expect(code).toBe(3);
  expect((await runCli(args)).code).toBe(0);
});

test("every format of review --strict says what its exit code says", async () => {
  const reports = ["markdown", "json", "junit"].map((format) => ({ format, path: join(folder, `report.${format}`) }));
  const outputs = reports.flatMap(({ format, path }) => ["--format", format, "--output", path]);
  const said = async (...options: readonly string[]) => {
    const sides = [dev("dev.json"), "--before", dev("old.json", laterDeletion)];
    const { code } = await runCli(["review", ...sides, ...outputs, ...options]);
    const [comment = "", json = "", junit = ""] = reports.map(({ path }) => readFileSync(path, "utf8"));
    return [code, /\*\*(.*?)\*\*/.exec(comment)?.[1], JSON.parse(json).outcome, / failures="(\d+)"/.exec(junit)?.[1]];
  };

  expect(await said()).toEqual([0, "Nothing to approve", "nothing to approve", "0"]);
  expect(await said("--strict")).toEqual([3, "Needs approval", "needs approval", "1"]);
});

test("review exits with 3 if every claim is proved and the change needs approval", async () => {
  const elsewhere = (text: string) => text.replace("terraform.dev.tfstate", "terraform.other.tfstate");

  const { code, out } = await runCli(["review", dev("dev.json", elsewhere), "--before", dev("old.json")]);

  expect(out).toMatch(/^dev {2}changes what runs or where state lives \(1\)\n/);
  expect(code).toBe(3);
});

test("review exits with 0 if nothing changes; --output writes a comment with the marker of --name, and prints its path", async () => {
  const path = join(folder, "comment.md");

  const { code, out } = await runCli([
    ...["review", dev("dev.json"), "--before", dev("old.json")],
    ...["--name", "prod", "--format", "markdown", "--output", path],
  ]);

  expect({ code, out }).toEqual({ code: 0, out: `${path}: written\n` });
  expect(readFileSync(path, "utf8")).toMatch(/^<!-- studio-perimeter review prod -->\n### prod: changes nothing\n/);
});

test("review writes several forms of one review, each to its own --output.", async () => {
  const [comment, json, junit] = ["c.md", "r.json", "r.xml"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];

  const { code, out } = await runCli([
    ...["review", dev("dev.json"), "--before", dev("old.json")],
    ...["--format", "markdown", "--output", comment, "--format", "json", "--output", json],
    ...["--format", "junit", "--output", junit],
  ]);

  expect({ code, out }).toEqual({
    code: 0,
    out: [comment, json, junit].map((path) => `${path}: written\n`).join(""),
  });
  expect(readFileSync(comment, "utf8")).toContain("changes nothing");
  expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ kind: "nothing", format_version: "1.0" });
  expect(readFileSync(junit, "utf8")).toContain("<testsuites ");
});

test("review names a synthesized stack after its folder, because every stack has the same file name", async () => {
  mkdirSync(join(folder, "staging"));

  const { out } = await runCli(["review", bare("staging/cdk.tf.json", 90), "--before", bare("cdk.tf.json", 90)]);

  expect(out).toMatch(/^staging {2}/);
});

test("studio-perimeter --help lists review, and review --help shows an example", async () => {
  const { code, out } = await runCli(["review", "--help"]);

  expect(code).toBe(0);
  expect(out).toContain("examples:\n  terraform show -json plan > plan.json && studio-perimeter review plan.json");
  expect((await runCli(["--help"])).out).toContain("review");
});

describe("what cannot be run is one line on standard error and exit code 2", () => {
  const plan = () => file("plan.json", JSON.stringify(planJson([{ address: "aws_vpc.v", values: {} }])));
  const cases: readonly (readonly [why: string, prepare: () => readonly string[], message: string | RegExp])[] = [
    ["no plan", () => [], "review: needs one plan, got none; pass the output of terraform show -json PLAN"],
    [
      "two plans",
      () => ["a.json", "b.json"],
      "review: needs one plan, got a.json b.json; pass the output of terraform show -json PLAN, or a.json --before b.json",
    ],
    [
      "a missing file",
      () => ["nowhere.json"],
      "nowhere.json: no such file or folder; pass the folder of a root module, a plan or a state",
    ],
    ["a binary plan", () => [file("plan", "PK\u0003\u0004")], /plan: not JSON, got a binary plan; pass/],
    [
      "a stack alone",
      () => [dev("dev.json")],
      /dev\.json: not a plan, got a synthesized stack; pass the output of terraform show/,
    ],
    [
      "a folder of HCL alone",
      () => {
        file("main.tf", 'resource "aws_vpc" "v" {}');
        return [folder];
      },
      /: is a folder of HCL, which is compared with an earlier one; add --before FOLDER, or pass the output of terraform/,
    ],
    ["no declared posture", () => [plan()], /plan\.json: output perimeter_posture: missing; /],
    [
      "an unknown form",
      () => [plan(), "--format", "pdf"],
      "--format: unknown value, got pdf; use one of text, markdown, json, sarif, junit, html",
    ],
    [
      "two forms on the terminal",
      () => [plan(), "--format", "json", "--format", "text"],
      /^--format: each needs an --output of its own, got 2 and 0; repeat both: --format markdown --output a\.md /,
    ],
    [
      "more files than forms",
      () => [plan(), "--format", "json", "--output", "a", "--output", "b"],
      /^--format: each needs an --output of its own, got 1 and 2; /,
    ],
    [
      "two reports in one file",
      () => [plan(), "--format", "json", "--output", "a", "--format", "text", "--output", "a"],
      "--output: two reports would be written to one file, got a twice; name another file",
    ],
    [
      "an unknown option",
      () => [plan(), "--loud"],
      /^review: --loud: no such option; see studio-perimeter review --help$/,
    ],
  ];

  test.each(cases)("review cannot run and prints one line with exit code 2: %s", async (_, prepare, message) => {
    const { code, out, err } = await runCli(["review", ...prepare()]);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.trimEnd()).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
  });
});

test("review counts an accepted finding as accepted by its text and address, exits with 0, and names an entry that accepts nothing or ends too late", async () => {
  const elsewhere = (text: string) => text.replace("terraform.dev.tfstate", "terraform.other.tfstate");
  const args = ["review", dev("dev.json", elsewhere), "--before", dev("old.json")];
  const { differences } = JSON.parse((await runCli([...args, "--format", "json"])).out);
  const [{ text, addresses }] = differences;
  const entry = { reason: "the state moves", owner: "platform", until: A_YEAR_FROM_NOW, address: addresses };
  const accepted = file(
    "accepted.json",
    JSON.stringify({
      accepted: [
        { ...entry, finding: text },
        { ...entry, finding: "something else" },
      ],
    }),
  );
  const forever = file(
    "forever.json",
    JSON.stringify({ accepted: [{ ...entry, finding: text, until: "2999-12-31" }] }),
  );

  const { code, out } = await runCli([...args, "--policy", accepted]);
  const tooLong = await runCli([...args, "--policy", forever]);

  expect(tooLong.code).toBe(3);
  expect(tooLong.out).toContain("the last day is more than two years away");
  expect(out).toContain(`${text} (accepted until ${A_YEAR_FROM_NOW} by platform: the state moves)`);
  // Nobody has judged the other stacks.
  expect(out).toMatch(/\(accepts nothing in this stack; remove \S*accepted\.json:1 if no other stack needs it\)/);
  expect(out).not.toContain("WARNING");
  expect(code).toBe(0);
});

describe("Of two root modules whose texts differ where Terraform plans the same, review", () => {
  const VPC = 'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n';

  function rootModule(name: string, files: Readonly<Record<string, string>>): string {
    for (const [fileName, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name, "root", fileName)), { recursive: true });
      file(join(name, "root", fileName), text);
    }
    return join(folder, name, "root");
  }

  const said = async (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) => {
    const sides = [rootModule("after", after), "--before", rootModule("before", before), "--posture", "isolated"];
    const [line = ""] = (await runCli(["review", ...sides])).out.split("\n");
    return line.replace(/^\w+ {2}/, "").replace(/, \d+ violated.*/, "");
  };

  test.each([
    [
      "names an override file that only repeats what is there",
      { "main_override.tf": 'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n' },
      "changes nothing that Terraform plans, but the text of main_override.tf",
    ],
    [
      "names a main file whose value an override file replaces on both sides",
      {
        "main.tf": VPC.replace("10.0", "10.9"),
        "override.tf.json": '{"resource":{"aws_vpc":{"main":{"cidr_block":"10.0.0.0/16"}}}}',
      },
      "changes nothing that Terraform plans, but the text of main.tf and override.tf.json",
    ],
    [
      "takes comments and blanks for formatting",
      { "main.tf": `# Studio's network\n${VPC.replace("  ", "    ")}` },
      "changes nothing",
    ],
    ["takes no file of another name for another text", { "main.tf": "", "network.tf": VPC }, "changes nothing"],
  ])("%s.", async (_what, more, line) => {
    expect(
      await said({ "main.tf": VPC, ...("network.tf" in more && { "empty.tf": "" }) }, { "main.tf": VPC, ...more }),
    ).toBe(line);
  });

  const CALL = `${VPC}module "inside" {\n  source = "./inside"\n}\nmodule "outside" {\n  source = "../outside"\n  count  = 0\n}\n`;
  const NESTED = 'module "nested" {\n  source = "../nested"\n}\n';
  const WHOLE = {
    "main.tf": CALL,
    "terraform.tfvars": 'unused = "a"\n',
    "more.auto.tfvars.json": '{"other":["a"]}',
    ".terraform.lock.hcl": 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "6.1.0"\n}\n',
    "inside/main.tf": 'locals {\n  unused = "a"\n}\n',
    "inside/locals_override.tf": 'locals {\n  unused = "b"\n}\n',
    "../outside/main.tf": NESTED,
    "../nested/main.tf": 'variable "unused" {\n  default = "a"\n}\n',
    "../nested/terraform.tfvars": 'unused = "a"\n',
  };

  test.each<[what: string, more: Readonly<Record<string, string>>, line: string]>([
    [
      "names each file of values in which the value of a variable that nothing reads differs",
      { "terraform.tfvars": 'unused = "b"\n', "more.auto.tfvars.json": '{"other":["b"]}' },
      "changes nothing that Terraform plans, but the text of more.auto.tfvars.json and terraform.tfvars",
    ],
    [
      "names a file of values that only one side has",
      { "more.auto.tfvars": 'unused = "a"\n' },
      "changes nothing that Terraform plans, but the text of more.auto.tfvars",
    ],
    [
      "names the file of a called module by its path from the root module",
      { "inside/main.tf": 'locals {\n  unused = "c"\n}\n' },
      "changes nothing that Terraform plans, but the text of inside/main.tf",
    ],
    [
      "names the override file of a called module",
      { "inside/locals_override.tf": 'locals {\n  unused = "c"\n}\n' },
      "changes nothing that Terraform plans, but the text of inside/locals_override.tf",
    ],
    [
      "names the file of a module outside the folder, which a module that is called zero times calls",
      { "../nested/main.tf": 'variable "unused" {\n  default = "b"\n}\n' },
      "changes nothing that Terraform plans, but the text of ../nested/main.tf",
    ],
    [
      "names both files where two called modules exchange their texts",
      { "../outside/main.tf": `${NESTED}locals {\n  a = 1\n}\n`, "inside/more.tf": "locals {\n  a = 1\n}\n" },
      "changes nothing that Terraform plans, but the text of ../outside/main.tf and inside/more.tf",
    ],
    [
      "names the lock file in which another version of a provider stands",
      { ".terraform.lock.hcl": WHOLE[".terraform.lock.hcl"].replace("6.1", "6.2") },
      "changes nothing that Terraform plans, but the text of .terraform.lock.hcl",
    ],
    [
      "takes comments in files of values and of modules for formatting",
      {
        "terraform.tfvars": '# nobody reads it\nunused   = "a"\n',
        "more.auto.tfvars.json": '{ "other": [ "a" ] }',
        "../nested/main.tf": `# nothing\n${WHOLE["../nested/main.tf"]}`,
      },
      "changes nothing",
    ],
    [
      "reads no file of values in the folder of a called module, as Terraform does not",
      { "../nested/terraform.tfvars": 'unused = "b"\n' },
      "changes nothing",
    ],
  ])("%s.", async (_what, more, line) => {
    expect(await said(WHOLE, { ...WHOLE, ...more })).toBe(line);
  });

  test("compares the folders of plans that it made of them itself.", () => {
    const expressions = { cidr_block: { constant_value: "10.0.0.0/16" } };
    const plan = planJson([
      { address: "aws_vpc.main", values: { cidr_block: "10.0.0.0/16" }, expressions },
    ]) as JsonObject;
    const side = (name: string, value: string) => {
      const path = rootModule(name, { "main.tf": VPC, "terraform.tfvars": `unused = "${value}"\n` });
      return { name, ...readTerraform(path, { plans: new Map([[path, plan]]) }) };
    };

    const found = review(beforeAndAfterOfFiles(side("before", "a"), side("after", "b")), {
      ...{ name: "after", file: "after", posture: "isolated" },
    });

    expect([found.kind, found.rewritten]).toEqual(["nothing", ["terraform.tfvars"]]);
  });
});
