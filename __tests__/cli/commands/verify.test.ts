import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePolicy } from "../../../cli/policy/parse-policy";
import { readPolicy } from "../../../cli/policy/policy-file";
import { claims } from "../../../verify/claims";
import { A_YEAR_FROM_NOW } from "../../fixtures/days";
import { synthesizedText } from "../../fixtures/synthesized";
import { runCli } from "../fixtures/cli-run";
import { writeStackFile } from "../fixtures/output-folder";

let folder = "";
let environment: Record<string, string> = {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-cli-"));
  environment = { CDKTF_OUTDIR: folder };
});

afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function stack(name: string, edit: (text: string) => string = (text) => text): string {
  return writeStackFile(folder, name, edit(synthesizedText(name)));
}

function withDev(...args: readonly string[]): readonly string[] {
  stack("dev");
  return args;
}

const openDns = (text: string) => text.replace('"firewall_fail_open": "DISABLED"', '"firewall_fail_open": "ENABLED"');

/** Accepts what {@link openDns} violates. */
const acceptedOpenDns = {
  claim: "dns-fails-closed",
  finding: 'firewall_fail_open is "ENABLED"',
  address: ["aws_route53_resolver_firewall_config.dns_firewall_fail_closed", "aws_vpc.network_vpc"],
  reason: "moves",
  owner: "team",
  until: A_YEAR_FROM_NOW,
};

test("verify without a name decides all synthesized environments, and exits with 0 when every claim is proved", async () => {
  stack("dev");
  stack("staging");

  const { code, out, err } = await runCli(["verify"], environment);

  expect({ code, err }).toEqual({ code: 0, err: "" });
  const rows = out.trimEnd().split("\n");
  expect(rows).toHaveLength(5);
  const verdicts = /(\d+) of (\d+) (?:claims )?proved(?:, (\d+) not applicable)?/;
  expect(rows[1]).toMatch(new RegExp(`^dev {6}isolated {3}${verdicts.source}$`));
  expect(rows[2]).toMatch(new RegExp(`^staging {2}inspected {2}${verdicts.source}$`));
  expect(rows[4]).toMatch(
    new RegExp(`^${verdicts.source} in \\d+\\.\\d s\\. Terraform: \\S+stacks/\\*/cdk\\.tf\\.json$`),
  );
  for (const row of [rows[1], rows[2], rows[4]]) {
    const [, proved, all, absent = 0] = verdicts.exec(row ?? "") ?? [];
    expect(Number(proved) + Number(absent)).toBe(Number(all));
  }
});

test("a violated claim is exit code 1, and is printed with its counterexample, remedy and explaining command", async () => {
  stack("dev", openDns);

  const { code, out } = await runCli(["verify", "dev"], environment);

  expect(code).toBe(1);
  expect(out).toMatch(/\ndev {4}isolated {2}\d+ of \d+ proved, 1 violated(?:, \d+ not applicable)?\n/);
  expect(out).toContain(
    [
      "dev",
      "  violated   dns-fails-closed: DNS fails closed",
      '    firewall_fail_open is "ENABLED"',
      "    Fix: Set firewall_fail_open to DISABLED, and associate a DNS Firewall rule group with the VPC.",
      "",
      "studio-perimeter explain CLAIM says what a claim means.",
    ].join("\n"),
  );
  expect(out).not.toContain("no-internet-path");
});

test("verify --all lists the proved claims too", async () => {
  stack("dev", openDns);

  const { code, out } = await runCli(["verify", "dev", "--all"], environment);

  expect(code).toBe(1);
  expect(out).toContain("  proved     no-internet-path: No route to the internet\n");
  expect(out).toContain("  violated   dns-fails-closed");
});

test("verify --explain prints all evidence of one claim", async () => {
  stack("dev");

  const { code, out } = await runCli(["verify", "dev", "--explain", "dns-fails-closed"], environment);

  expect(code).toBe(0);
  expect(out).toContain("aws_route53_resolver_firewall_config.dns_firewall_fail_closed");
  expect(out).toContain("  1 proved");
});

test.each([["--explain"], ["--claims"]])(
  "verify %s exits with 0 for a claim that is accepted and for one that is not applicable, and with 1 for an open one.",
  async (option) => {
    stack("dev", openDns);
    const policy = file("p.json", JSON.stringify({ accepted: [acceptedOpenDns] }));
    const none = file("none.json", '{"accepted": []}');
    const resultOf = async (claim: string, path: string) => {
      const { code, err } = await runCli(["verify", "dev", option, claim, "--policy", path], environment);
      return { code, err };
    };

    expect(await resultOf("dns-fails-closed", policy)).toEqual({ code: 0, err: "" });
    expect(await resultOf("people-need-mfa", policy)).toEqual({ code: 0, err: "" });
    expect(await resultOf("dns-fails-closed", none)).toEqual({ code: 1, err: "" });
  },
);

test("verify --posture decides the claims of another posture", async () => {
  stack("dev");

  const { code, out } = await runCli(["verify", "dev", "--posture", "inspected"], environment);

  expect(code).toBe(1);
  expect(out).toContain("undecided  firewall-denies-by-default");
});

test("verify --output writes the report, and prints its path and the summary", async () => {
  stack("dev");
  const path = join(folder, "report.json");

  const { code, out } = await runCli(["verify", "dev", "--format", "json", "--output", path], environment);

  expect(code).toBe(0);
  expect(out).toMatch(
    /^\S+report\.json: written\n\d+ of \d+ claims proved.* in \d+\.\d s\. Terraform: .*cdk\.tf\.json\n$/,
  );
  expect(JSON.parse(readFileSync(path, "utf8")).stacks[0].name).toBe("dev");
});

test("verify --output /dev/null prints nothing, because a device has the report and nothing else", async () => {
  stack("dev");

  expect(await runCli(["verify", "dev", "--output", "/dev/null"], environment)).toEqual({ code: 0, out: "", err: "" });
});

test.each(["json", "sarif", "junit", "markdown", "oscal"])(
  "verify --format %s prints a report in that form",
  async (format) => {
    stack("dev");

    const { code, out } = await runCli(["verify", "dev", "--format", format], environment);

    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(100);
  },
);

test("the folder of a root module in HCL is verified, with its variables and the modules that it calls", async () => {
  file("root/main.tf", `module "network" {\n  source  = "./network"\n  subnets = var.subnets\n}\n`);
  file("root/variables.tf", 'variable "subnets" { default = ["a", "b"] }\n');
  file(
    "root/network/main.tf",
    `variable "subnets" {}
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "this" {
  for_each                = toset(var.subnets)
  vpc_id                  = aws_vpc.this.id
  map_public_ip_on_launch = each.key == "b"
}
`,
  );

  const { code, out } = await runCli(["verify", join(folder, "root"), "--posture", "isolated", "--all"], environment);

  expect(code).toBe(1);
  expect(out).toContain('module.network.aws_subnet.this["b"] gives a public address');
  expect(out).not.toContain('module.network.aws_subnet.this["a"] gives a public address');
});

test.each([["verify"], ["verify", "--init"], ["ask"]])(
  "%s %s refuses a folder whose HCL has a syntax error, with every file and line, and writes nothing",
  async (...command) => {
    const root = join(folder, "root");
    mkdirSync(root);
    writeFileSync(join(root, "main.tf"), '\nresource "aws_vpc" "v" {\n');
    writeFileSync(join(root, "other.tf"), "locals {\n  a = \n}\n");

    const { code, out, err } = await runCli([...command.filter((word) => word !== undefined), root], environment);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(
      /main\.tf:2: a block that starts here has no closing brace.*\n.*other\.tf:2: expected an expression/,
    );
    expect(readdirSync(root)).toEqual(["main.tf", "other.tf"]);
  },
);

test("verify --init suggests the accounts that resources name, and each suggestion can be uncommented on its own", async () => {
  const root = join(folder, "root");
  const [first, second] = ["111122223333", "444455556666"];
  file(
    "root/main.tf",
    `resource "aws_cloudwatch_log_destination_policy" "this" {
  destination_name = "logs"
  access_policy    = "arn:aws:iam::${first}:root arn:aws:iam::${second}:root"
}
`,
  );

  expect(await runCli(["verify", "--init", "--no-plan", root], environment)).toMatchObject({ code: 0, err: "" });

  const path = join(root, "studio-perimeter.yaml");
  const text = readFileSync(path, "utf8");
  const accountsOf = (written: string) => parsePolicy(written, path).declared?.accounts;
  const one = text.replace(`# "${second}"`, `"${second}"`);
  expect(accountsOf(text)).toEqual([]);
  expect(accountsOf(one)).toEqual([second]);
  expect(accountsOf(one.replace(`# "${first}"`, `"${first}"`))).toEqual([first, second]);
});

test("verify --init says of an argument that no resource sets that it is not set.", async () => {
  const root = join(folder, "root");
  file("root/main.tf", 'resource "aws_emr_cluster" "this" {\n  ec2_attributes {\n    subnet_id = "subnet-1"\n  }\n}\n');

  await runCli(["verify", "--init", root], environment);

  expect(readFileSync(join(root, "studio-perimeter.yaml"), "utf8")).toContain(
    "argument: ec2_attributes.service_access_security_group  # not set here\n",
  );
});

test.each([
  ["without a VPC", 'resource "aws_sagemaker_domain" "a" {}', true],
  ["with a VPC", 'resource "aws_vpc" "a" {}', false],
])(
  "verify --init asks for the posture of the network of another root module in a folder %s",
  async (_, text, isAsked) => {
    const root = mkdtempSync(join(tmpdir(), "first-posture-"));
    writeFileSync(join(root, "main.tf"), text);

    await runCli(["verify", "--init", "--no-plan", root]);
    const policy = readFileSync(join(root, "studio-perimeter.yaml"), "utf8");

    expect(policy.includes("write the posture of the network that another one has")).toBe(isAsked);
    expect(policy).not.toMatch(/\n\n\n/);
  },
);

test("verify --init suggests neither that a value of another root module is harmless, nor that a folder with a VPC has its network elsewhere.", async () => {
  const root = join(folder, "root");
  file(
    "root/main.tf",
    `provider "aws" { region = "eu-west-1" }
data "terraform_remote_state" "hub" { backend = "s3" }
resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
resource "aws_route" "out" {
  route_table_id         = aws_vpc.this.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  transit_gateway_id     = data.terraform_remote_state.hub.outputs.transit_gateway_id
}
`,
  );

  await runCli(["verify", "--init", "--no-plan", root], environment);

  expect(readFileSync(join(root, "studio-perimeter.yaml"), "utf8")).not.toMatch(/found\n|region/);
});

test.each([
  ["no firewall rule group", "", "no allow list of a firewall rule group"],
  [
    "an allow list",
    'resource "aws_networkfirewall_rule_group" "this" {\n  rule_group {\n    rules_source {\n      rules_source_list {\n        generated_rules_type = "ALLOWLIST"\n        targets = ["example.com"]\n      }\n    }\n  }\n}\n',
    "the allow lists of firewall rule groups",
  ],
])("verify --init says where it found the allowed domains of a folder with %s.", async (_, text, found) => {
  const root = join(folder, "root");
  file("root/main.tf", `provider "aws" { region = "eu-west-1" }\n${text}`);

  await runCli(["verify", "--init", "--no-plan", root], environment);

  expect(readFileSync(join(root, "studio-perimeter.yaml"), "utf8")).toContain(
    `# Domains that Studio may connect to. Found: ${found}.\n`,
  );
});

test("verify --init suggests a Region where the provider leaves it to the environment.", async () => {
  const root = join(folder, "root");
  file("root/main.tf", 'provider "aws" {}\nresource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/16"\n}\n');

  await runCli(["verify", "--init", "--no-plan", root], environment);

  const path = join(root, "studio-perimeter.yaml");
  const text = readFileSync(path, "utf8");
  expect(parsePolicy(text, path).region).toBeUndefined();
  expect(parsePolicy(text.replace("# region:", "region:"), path).region).toBe("eu-west-1");
});

test.each([
  ["nope", "studio-perimeter explain lists the claims"],
  ["internet", "did you mean no-internet-path"],
])("explain %s names the claims that are meant, and where all are listed, in one short line.", async (name, advice) => {
  const { code, err } = await runCli(["explain", name], environment);

  expect(code).toBe(2);
  expect(err).toContain(`explain: no such claim, got ${name}; ${advice}`);
  expect(err.length).toBeLessThan(250);
});

test("verify --init writes a policy file that declares the posture of the folder, and refuses to write it twice", async () => {
  const root = join(folder, "root");
  file(
    "root/main.tf",
    `resource "aws_internet_gateway" "this" {}
resource "aws_networkfirewall_rule_group" "this" {
  rule_group {
    rules_source {
      rules_source_list {
        generated_rules_type = "ALLOWLIST"
        targets              = [".example.com", "api.example.org"]
      }
    }
  }
}
resource "aws_networkfirewall_firewall" "this" {
  subnet_mapping { subnet_id = "subnet-1" }
  subnet_mapping { subnet_id = "subnet-2" }
}
`,
  );

  expect(await runCli(["verify", "--init", "--no-plan", root], environment)).toMatchObject({ code: 0, err: "" });
  expect(readPolicy(undefined, root).declared).toMatchObject({
    posture: "inspected-multi-az",
    allowed_domains: [
      { name: "example.com", match: "subdomains", ports: [443] },
      { name: "api.example.org", match: "exact", ports: [443] },
    ],
  });
  const again = await runCli(["verify", "--init", root], environment);
  expect(again.err).toContain("exists already");
  expect(again.err).not.toMatch(/planned with|read without a plan/);
  const { code, out } = await runCli(["verify", root, "--claims", "dns-fails-closed,no-public-address"], environment);
  expect(code).toBe(1);
  expect(out).toMatch(/inspected-multi-az {2}0 of 2 proved/);
});

test("An accepted finding of a stack that does not exist is named once, however many stacks are verified.", async () => {
  const entry = {
    claim: "no-internet-path",
    finding: "a path to the internet",
    address: "aws_vpc.x",
    reason: "moves",
    owner: "team",
    until: A_YEAR_FROM_NOW,
  };
  const policy = file("p.json", JSON.stringify({ accepted: [{ ...entry, stack: "nowhere" }] }));
  const inputs = ["dev", "staging"].flatMap((name) => ["--file", stack(name)]);

  const { code, err } = await runCli(["verify", ...inputs, "--policy", policy, "--topics", "network"], environment);

  expect(code).toBe(0);
  expect(err).toMatch(/^\S+p\.json:1: accepts nothing: no such stack, got nowhere; [^\n]*\n$/);
});

test("An entry of a policy without a stack that accepts a finding of one stack warns nobody, and one that no stack uses warns.", async () => {
  const policy = file("p.json", JSON.stringify({ accepted: [acceptedOpenDns] }));
  const args = ["verify", "dev", "staging", "--policy", policy, "--claims", "dns-fails-closed"];
  stack("staging");
  stack("dev", openDns);
  const used = await runCli(args, environment);
  stack("dev");
  const unused = await runCli(args, environment);

  expect(used.code).toBe(0);
  expect(used.out).toContain(`dev: accepted until ${A_YEAR_FROM_NOW} by team`);
  expect(used.out).not.toContain("WARNING");
  expect(unused.out).toMatch(/WARNING: accepts nothing here; remove \S+p\.json:1/);
});

test("a policy file next to an output that declares a posture, or with an unknown field, is refused", async () => {
  const path = stack("dev");
  const twice = await runCli([
    "verify",
    "--file",
    path,
    "--policy",
    file("p.json", '{"posture": "isolated", "log_retention_days": 1}'),
  ]);
  const unknown = await runCli(["verify", "--file", path, "--policy", file("q.json", '{"postures": "isolated"}')]);

  expect(twice.err).toMatch(
    /p.json: declares a posture, and so does .*output perimeter_posture; remove one of them\n$/,
  );
  expect(unknown.err).toMatch(/q.json:1: postures: is not a field, got isolated; did you mean posture\?\n$/);
});

test("A plan, a state and a stack are read for what they hold, without an option that says which", async () => {
  const values = { root_module: { resources: [] } };
  const plan = file(
    "plan.json",
    JSON.stringify({ format_version: "1.2", resource_changes: [], planned_values: values }),
  );
  const state = file("state.json", JSON.stringify({ format_version: "1.0", values }));

  const { code, out, err } = await runCli(["verify", plan, state, stack("dev"), "--posture", "isolated"]);

  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out.split("\n").slice(1, 4)).toEqual(
    [plan, state, "cdk.tf.json"].map((path) => expect.stringMatching(new RegExp(`${path} +isolated +\\d+ of \\d+`))),
  );
});

test("--source belongs to the one file that may be a plan", async () => {
  const dev = stack("dev");

  const two = await runCli(["verify", dev, stack("staging"), "--source", folder]);
  const none = await runCli(["verify", dev, "--source", folder]);

  expect(two.err).toMatch(/--source: belongs to one plan, got 2 plans; pass one with it\n$/);
  expect(none.err).toMatch(/is not a plan, got a synthesized stack; pass it with --file\n$/);
});

describe("what cannot be run is one line on standard error and exit code 2", () => {
  const resource = '{"resource": {"aws_vpc": {"main": {}}}}';
  const emptyState = '{"format_version": "1.0"}';
  const cases: readonly (readonly [why: string, prepare: () => readonly string[], message: string | RegExp])[] = [
    [
      "nothing was synthesized",
      () => ["verify"],
      /stacks: no synthesized stack; run npm start or npx cdktf synth; for Terraform of your own, pass the folder of its root module$/,
    ],
    [
      "an unknown environment",
      () => withDev("verify", "test"),
      /stacks: no such environment, got test; use one of dev; or pass a plan, a state, or the folder of a root module$/,
    ],
    [
      "a missing file that no option names",
      () => ["verify", "nothing.json"],
      "nothing.json: no such file or folder; pass the folder of a root module, a plan or a state",
    ],
    [
      "a missing file",
      () => ["verify", "--file", "nowhere.json"],
      "nowhere.json: no such file or folder; pass the folder of a root module, a plan or a state",
    ],
    [
      "HCL",
      () => ["verify", "--file", file("main.tf", 'resource "aws_vpc" "main" {\n}')],
      /main.tf: is one file of a root module in HCL; pass its folder, got a file$/,
    ],
    [
      "truncated JSON",
      () => ["verify", "--file", file("cut.json", resource.slice(0, 20))],
      /cut.json: not JSON, got truncated or malformed JSON, 20 characters; pass/,
    ],
    [
      "JSON of 100,000 levels",
      () => ["verify", "--file", file("deep.json", `{"resource": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`)],
      /deep.json: nested deeper than 500 levels, which no Terraform is; pass/,
    ],
    [
      "a member __proto__",
      () => ["verify", "--file", file("proto.json", '{"resource": {"__proto__": {}}}')],
      /proto.json: has a member named __proto__, which this program does not read; give it another name$/,
    ],
    [
      "an unknown topic",
      () => withDev("verify", "--topics", "net"),
      /^--topics: unknown value, got net; did you mean network\?$/,
    ],
    [
      "only claims of another posture",
      () => withDev("verify", "--claims", "state-is-kept"),
      /dev: no selected claim applies to its posture, got isolated; select others with --claims or --topics$/,
    ],
    [
      "a source without a plan",
      () => withDev("verify", "dev", "--source", "."),
      "--source: belongs to one plan, got 0 plans; pass one with it",
    ],
    [
      "a state without a Region that is joined with a synthesized stack",
      () => withDev("verify", "dev", "--join", file("network.json", emptyState)),
      /^--join \S+network.json: is not known to be in the Region of \S+cdk.tf.json, got several or none and eu-west-1; name/,
    ],
    [
      "a joined file that is neither a state nor a stack",
      () => ["verify", "--state", file("state.json", emptyState), "--join", file("other.json", resource)],
      /^--join: \S+other.json is neither a state nor a stack; pass the output of terraform show -json for a state, a state file, or cdk.tf.json$/,
    ],
    [
      "a joined state with a name that no module has",
      () => ["verify", "--state", file("state.json", emptyState), "--join", `2nd=${file("network.json", emptyState)}`],
      "--join: not the name of a module, got 2nd; write NAME=FILE with letters, digits, - and _",
    ],
    ["a folder without Terraform", () => ["verify", "./nowhere"], /nowhere: no such file or folder; pass/],
    ["an empty file", () => ["verify", "--file", file("empty.json", "")], /got an empty file; pass/],
    ["a binary plan", () => ["verify", "--file", file("plan.out", "PK\u0003\u0004")], /got a binary plan; pass/],
    ["JSON of something else", () => ["verify", "--file", file("other.json", "[]")], /other.json: /],
    [
      "a stack given as a plan",
      () => ["verify", "--plan", stack("dev")],
      /is not a plan, got a synthesized stack; pass it with --file$/,
    ],
    [
      "a folder given as a plan",
      () => ["verify", "--plan", "__tests__/corpus/central-inspection"],
      /: is not a plan, got a folder; pass the output of terraform show -json PLAN; to judge the folder, pass it without an option$/,
    ],
    [
      "no declared posture",
      () => ["verify", "--file", file("bare.json", resource)],
      /bare.json: output perimeter_posture: missing; declare it, write studio-perimeter.yaml with verify --init, or pass --posture/,
    ],
    [
      "an unknown posture",
      () => ["verify", "--posture", "open"],
      "--posture: unknown value, got open; use one of isolated, inspected, inspected-multi-az",
    ],
    [
      "an unknown form",
      () => ["verify", "--format", "html"],
      "--format: unknown value, got html; use one of text, json, sarif, junit, markdown, oscal",
    ],
    [
      "an unknown claim",
      () => ["verify", "--explain", "no-such-claim"],
      /^--explain: no such claim, got no-such-claim; studio-perimeter explain lists the claims$/,
    ],
    [
      "a claim of other postures",
      () => withDev("verify", "dev", "--explain", "allowlist-is-narrow"),
      /allowlist-is-narrow does not apply to its posture, got isolated; it applies to inspected, inspected-multi-az$/,
    ],
    [
      "an unknown option",
      () => ["verify", "--strict"],
      /^verify: --strict: no such option; see studio-perimeter verify --help$/,
    ],
    [
      "an option without its value",
      () => ["verify", "--plan"],
      /^verify: --plan: needs a value; pass --plan FILE, or --plan=FILE if it starts with a dash$/,
    ],
    [
      "a folder without Terraform given as a plan",
      () => ["verify", "--plan", "/"],
      /^\/: is not a plan, got a folder; pass the output of terraform show -json PLAN$/,
    ],
    [
      "a folder without Terraform given as a state",
      () => ["verify", "--state", "/"],
      /^\/: is not a state, got a folder; pass the output of terraform show -json$/,
    ],
    [
      "a report to nowhere",
      () => ["verify", "--file", stack("dev"), "--output", "/nonexistent/report"],
      /^\/nonexistent\/report: no such file or folder \(ENOENT\); pass another path$/,
    ],
    ["an unknown command", () => ["prove"], /^studio-perimeter: no such command, got prove; use one of build, verify/],
  ];

  test.each(cases)("verify cannot run and prints one line with exit code 2: %s", async (_, prepare, message) => {
    const { code, out, err } = await runCli(prepare(), environment);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.trimEnd()).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
  });
});

test("help lists every command, and the help of a command shows examples", async () => {
  const overview = await runCli(["--help"]);
  const help = await runCli(["verify", "--help"]);
  const nothing = await runCli([]);

  expect(overview.code).toBe(0);
  expect(overview.out).toContain("verify");
  expect(help).toMatchObject({ code: 0, err: "" });
  expect(help.out).toContain("examples:");
  expect(nothing.code).toBe(2);
});

test("explain prints every field of a claim, and lists all claims by topic without a name", async () => {
  const one = await runCli(["explain", "dns-fails-closed"]);
  const all = await runCli(["explain"]);
  const two = await runCli(["explain", "a", "b"]);

  const [claim] = claims.filter(({ name }) => name === "dns-fails-closed");
  for (const text of [claim?.title, claim?.meaning, ...(claim?.details ?? []), claim?.remedy]) {
    expect(one.out).toContain(text);
  }
  expect(one.out).toContain("controls  NIST.800-53.r5 SC-7(18), NIST.800-53.r5 SC-24\n");
  expect(one.out).toContain("postures  isolated, inspected, inspected-multi-az\n");
  expect(one.out).not.toMatch(/\b[SW]\d+(?:\.\d+)?\b/);
  const listed = all.out.match(/^ {2}[a-z-]+(?= {2})/gm)?.map((line) => line.trim());
  expect(listed?.toSorted()).toEqual(claims.map(({ name }) => name).toSorted());
  expect(all.out).toContain("DNS\n  private-dns-on ");
  expect(two).toMatchObject({ code: 2, err: "explain: accepts one claim, got a b; name one claim\n" });
});

test("verify warns on standard error of a Suricata rule that AWS Network Firewall would refuse, and keeps its report clean", async () => {
  const path = stack("staging", (text) => text.replace("flow:to_server", "flaw:to_server"));

  const { out, err } = await runCli(["verify", "--file", path], environment);

  expect(err).toMatch(
    /^warning: .*aws_networkfirewall_rule_group\.\S+: .*line \d+ has the unknown keyword flaw; correct the spelling/m,
  );
  expect(out).not.toContain("warning");
});
