import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportModule } from "../../../cli/commands/export-module";
import { environments } from "../../../envs";
import { runCli } from "../fixtures/cli-run";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "export-module-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function run(...args: readonly string[]): string {
  let printed = "";
  exportModule.run(args, {
    out: (text) => {
      printed += text;
    },
    err: () => undefined,
    color: false,
    environment: {},
  });
  return printed;
}

test("export-module writes the standard files of a module, and its page names inputs, outputs, price and what is fixed", () => {
  const printed = run("isolated", "--out", folder);

  const files = readdirSync(folder).toSorted();
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  expect(printed).toBe(`${folder}: module of the posture isolated, 27 files\n`);
  expect(files).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "examples",
    "functions",
    "main.tf.json",
    "modules",
    "outputs.tf.json",
    "picture.svg",
    "tests",
    "variables.tf",
    "versions.tf",
  ]);
  expect(readme).toMatch(/About \d+ USD per month in eu-west-1/);
  expect(readme).toContain("| `vpc_cidr` | `string` | required |");
  expect(readme).toContain("| `perimeter_posture` |");
  expect(readme).toContain("Posture `isolated`, with 2 Availability Zones");
});

test("the page of a module shows a picture of its minimal example, with the domains of its allow-list", () => {
  run("inspected", "--out", folder);

  const picture = readFileSync(join(folder, "picture.svg"), "utf8");
  expect(readFileSync(join(folder, "README.md"), "utf8")).toMatch(
    /\n!\[The minimal example: [^\]]+\]\(picture\.svg\)\n/,
  );
  expect(picture).toContain("VPC 10.40.0.0/16");
  expect(picture).toContain("github.com");
  expect(picture).not.toContain("zprobe");
});

test("verify reads every part of an exported example from its files, with all inputs and with their defaults", async () => {
  run("isolated", "--out", folder);
  const examples = ["minimal", "complete"].map((name) => join(folder, "examples", name));

  const { code, out } = await runCli(["verify", ...examples, "--claims", "no-public-address"]);

  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("2 of 2 claims proved") });
});

test("the page of a module names what its price lacks and what it requires, and its changelog names its version", () => {
  run("inspected", "--out", folder);

  const readme = readFileSync(join(folder, "README.md"), "utf8");
  expect(readme).toMatch(/About \d+ USD per month in eu-west-1 \+ unknown: .*Network Firewall endpoint/);
  expect(readme).toContain(
    "Requires Terraform `>= 1.10.0, < 2.0.0`, and the provider `hashicorp/aws` `>= 6.25.0, < 7.0.0`.",
  );
  expect(readFileSync(join(folder, "CHANGELOG.md"), "utf8")).toMatch(
    /^# Changelog\n\n## (\d+\.\d+\.\d+)\n\nThe module of the posture inspected as studio-perimeter \1 generates it: \d+ inputs, \d+ outputs\.\n$/,
  );
});

test("export-module ENV writes a module whose inputs have the values of the environment, so that its minimal example states none", () => {
  const [environment] = environments;
  const name = environment?.name ?? "";

  expect(run(name, "--out", folder)).toMatch(new RegExp(`: module of the environment ${name}, \\d+ files\n$`));
  const minimal = readFileSync(join(folder, "examples", "minimal", "main.tf"), "utf8");
  expect(minimal).toContain('module "perimeter" {\n  source = "../.."\n}');
  expect(readFileSync(join(folder, "README.md"), "utf8")).toContain(
    `| \`vpc_cidr\` | \`string\` | \`"${environment?.vpcCidr}"\` |`,
  );
});

test("export-module --unprotected writes a module that a destroy removes with its data", () => {
  run("inspected", "--unprotected", "--out", folder);

  const main = readFileSync(join(folder, "main.tf.json"), "utf8");
  expect(main).not.toContain('"prevent_destroy": true');
  expect(main).not.toContain('"force_destroy": false');
  expect(readFileSync(join(folder, "README.md"), "utf8")).toContain("Protections against deletion are off");
});

test.each([
  ["a page of somebody else", "README.md", "# Ours\n"],
  ["a configuration of somebody else", "main.tf", "locals {}\n"],
])("export-module refuses a folder with %s, and leaves it as it is", (_, name, text) => {
  writeFileSync(join(folder, name), text);

  expect(() => run("isolated", "--out", folder)).toThrow(`has files that no earlier export wrote, got ${name}; remove`);
  expect(readdirSync(folder)).toEqual([name]);
  expect(readFileSync(join(folder, name), "utf8")).toBe(text);
});

test("export-module replaces an earlier export, and refuses it once somebody added a file that Terraform would load", () => {
  mkdirSync(join(folder, ".git"));
  run("isolated", "--out", folder);
  writeFileSync(join(folder, "NOTES.md"), "ours");
  run("isolated", "--out", folder);
  writeFileSync(join(folder, "extra.tf"), "locals {}\n");

  expect(() => run("isolated", "--out", folder)).toThrow("got extra.tf; remove them, or name an empty folder");
});

test.each([
  [
    [],
    "export-module: needs one posture or environment, or --all, got none; use one of isolated, inspected, inspected-multi-az",
  ],
  [
    ["isolated", "--all"],
    "export-module: needs one posture or environment, or --all, not both, got isolated --all; leave one of them out",
  ],
  [["isolate"], "export-module: unknown value, got isolate; did you mean isolated?"],
])("export-module with the words %j says what to write instead", (words, message) => {
  expect(() => run(...words, "--out", folder)).toThrow(message);
});
