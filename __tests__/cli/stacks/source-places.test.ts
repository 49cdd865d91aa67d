import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { placesOfReview } from "../../../cli/stacks/places-of-input";
import { sourcePlaces } from "../../../verify/terraform/read/folder/source-places";
import { synthesizedText } from "../../fixtures/synthesized";
import { runCli } from "../fixtures/cli-run";
import { writeStackFile } from "../fixtures/output-folder";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-places-"));
  const write = (name: string, ...lines: readonly string[]): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), lines.join("\n"));
  };
  write(
    "main.tf",
    'provider "aws" { region = "eu-west-1" }',
    'resource "aws_vpc" "main" {',
    '  cidr_block = "10.0.0.0/16"',
    "}",
    'module "inside" { source = "./inside" }',
    'module "bought" {',
    '  source = "registry.example/team/bought/aws"',
    "}",
  );
  write(
    "data.tf",
    'data "aws_caller_identity" "me" {}',
    'resource "aws_subnet" "many" {',
    "  count = 2",
    "  vpc_id = aws_vpc.main.id",
    '  cidr_block = "10.0.1.0/24"',
    "  map_public_ip_on_launch = true",
    "}",
  );
  write("more.tf.json", "{", '  "resource": {', '    "aws_s3_bucket": {', '      "aws_vpc": {}', "    }", "  }", "}");
  write("unread.tf", "locals {", '  lost = "${"x" /* } */}"', "}");
  write("inside/main.tf", "", 'resource "aws_vpc" "main" { cidr_block = "10.1.0.0/16" }');
  write(".terraform/modules/bought/main.tf", 'resource "aws_vpc" "main" { cidr_block = "10.2.0.0/16" }');
  write(
    ".terraform/modules/modules.json",
    JSON.stringify({
      Modules: [{ Key: "bought", Source: "registry.example/team/bought/aws", Dir: ".terraform/modules/bought" }],
    }),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["a resource", "aws_vpc.main", "main.tf", 2],
  ["an instance", "aws_subnet.many[1]", "data.tf", 2],
  ["an attribute", "aws_vpc.main.id", "main.tf", 2],
  ["the main route table of a VPC", "aws_vpc.main main route table", "main.tf", 2],
  ["a data source", "data.aws_caller_identity.me", "data.tf", 1],
  ["a resource in JSON", "aws_s3_bucket.aws_vpc", "more.tf.json", 4],
  ["a resource of a local module", "module.inside.aws_vpc.main", "inside/main.tf", 2],
  ["a resource of a downloaded module", 'module.bought["a.b"].aws_vpc.main[0]', "main.tf", 6],
  ["a file", "unread.tf", "unread.tf", 1],
])("%s is found at its line", (_, address, file, line) => {
  expect(sourcePlaces(folder).placeOf(address)).toEqual({ file: join(folder, file), line });
});

test("modules that call each other end the search", () => {
  const cycle = join(folder, "cycle");
  mkdirSync(cycle);
  writeFileSync(join(cycle, "main.tf"), 'module "again" { source = "../cycle" }');

  expect(sourcePlaces(cycle).placeOf("module.again.module.again")?.line).toBe(1);
});

test("what the folder does not have is found nowhere", () => {
  expect(sourcePlaces(folder).placeOf("aws_vpc.other")).toBeUndefined();
});

interface SarifResult {
  readonly ruleId: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number };
    };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  }[];
}

async function sarifResults(
  args: readonly string[],
  environment = {},
  command = "verify",
): Promise<readonly SarifResult[]> {
  const { out } = await runCli([command, ...args, "--format", "sarif"], environment);
  return JSON.parse(out).runs[0].results;
}

/** The line of each result, as `file:line`. */
function linesOf(results: readonly SarifResult[]): readonly string[] {
  return results.map(({ locations: [first] }) => {
    const { artifactLocation, region } = first?.physicalLocation ?? {
      artifactLocation: { uri: "" },
      region: undefined,
    };
    return `${artifactLocation.uri}:${region?.startLine}`;
  });
}

test("SARIF of a folder points at the line of the block, and at the line of a file that cannot be read", async () => {
  const results = await sarifResults([folder, "--posture", "isolated", "--claims", "no-public-address"]);

  expect(new Set(linesOf(results))).toEqual(new Set([`${join(folder, "data.tf")}:2`]));
});

test("SARIF of a review points at the line of the block, as that of verify does", async () => {
  const earlier = join(folder, "earlier");
  mkdirSync(earlier);
  const vpc = 'resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }\n';
  writeFileSync(join(earlier, "main.tf"), vpc);
  const later = join(folder, "later");
  mkdirSync(later);
  const block = 'resource "aws_vpc_endpoint" "more" {\n  vpc_id = "vpc-1"\n  service_name = "s"\n}\n';
  writeFileSync(join(later, "main.tf"), `${vpc}\n${block}`);
  const args = [later, "--before", earlier, "--posture", "isolated"];
  const results = await sarifResults(args, {}, "review");

  const named = results.filter(
    ({ ruleId, message }) => ruleId.startsWith("change-") && message.text.includes("aws_vpc_endpoint.more"),
  );
  expect(new Set(linesOf(named))).toEqual(new Set([`${join(later, "main.tf")}:3`]));
});

test("SARIF of a review of a plan points at the file of the environment that the plan is named after", () => {
  const named = (name: string) => placesOfReview({ name, path: "plan.json" }, { form: "plan" })("aws_vpc.main");

  expect(named("dev")).toMatchObject({ file: "envs/dev.ts" });
  expect(named("nobody")).toBeUndefined();
});

test.each([
  [
    "team-a",
    "envs/teams/team-a.yaml",
    "# a team\nregion: eu-west-1\nusers:\n  - name: dev\nname: 'team-a' # its name\r\n",
    5,
  ],
  ["team-b", "envs/team-b.yml", "users: [{ name: dev }]\nname: team-b\n", 2],
  ["team-c", "envs/team-c.json", '{\n  "region": "eu-west-1",\n  "name": "team-c"\n}\n', 3],
])("SARIF of the environment %s points at the line of its name in %s", (name, file, text, line) => {
  const project = process.cwd();
  mkdirSync(join(folder, file, ".."), { recursive: true });
  writeFileSync(join(folder, file), text);
  writeFileSync(join(folder, "envs", "other.ts"), 'export const a = {\n  name: "dev",\n};\n');
  process.chdir(folder);
  try {
    const named = (stack: string) =>
      placesOfReview({ name: stack, path: "plan.json" }, { form: "plan" })("aws_vpc.main");

    expect(named(name)).toEqual({ file, line });
    expect(named("dev")).toEqual({ file: "envs/other.ts", line: 2 });
  } finally {
    process.chdir(project);
  }
});

test("SARIF of a synthesized environment points at its file, and names the construct", async () => {
  const outdir = join(folder, "out");
  const stack = JSON.parse(synthesizedText("dev"));
  const [name = "", subnet] = Object.entries(stack.resource.aws_subnet)[0] ?? [];
  stack.resource.aws_subnet[name] = {
    ...(subnet as object),
    map_public_ip_on_launch: true,
    "//": { metadata: { path: "dev/network/one" } },
  };
  writeStackFile(outdir, "dev", JSON.stringify(stack));
  const results = await sarifResults(["dev", "--claims", "no-public-address"], { CDKTF_OUTDIR: outdir });
  const [location] = results[0]?.locations ?? [];

  expect(location?.physicalLocation.artifactLocation.uri).toBe("envs/dev.ts");
  expect(location?.physicalLocation.region.startLine).toBeGreaterThan(1);
  expect(location?.logicalLocations.map(({ fullyQualifiedName }) => fullyQualifiedName)).toContain("dev/network/one");
});
