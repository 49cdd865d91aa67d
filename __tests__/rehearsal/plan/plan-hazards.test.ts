import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readFolderNeeds } from "../../../rehearsal/folder/read-folder";
import { planHazard } from "../../../rehearsal/plan/plan-hazards";

let project = "";
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "studio-perimeter-hazards-"));
});
afterEach(() => rmSync(project, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** @param files of the root module, which calls a module next to it */
function hazardOf(files: Readonly<Record<string, string>>): string | undefined {
  write("modules/net/main.tf", 'resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }');
  write("root/main.tf", 'module "net" { source = "../modules/net" }\nresource "terraform_data" "t" {}');
  for (const [path, text] of Object.entries(files)) {
    write(path, text);
  }
  return planHazard(readFolderNeeds(join(project, "root")));
}

test("A folder is planned that reads its own files by paths that are written out, also by a template.", () => {
  const hazard = hazardOf({
    "root/app.tf": `locals {
      policy   = file("\${path.module}/policy.json")
      root     = file("\${path.root}/policy.json")
      plain    = filebase64sha256("policy.json")
      module   = file("\${path.module}/../modules/net/main.tf")
      template = templatefile("./role.tpl", { name = "x" })
      name     = "profile (of file)"
    }`,
    "root/policy.json": "{}",
    "root/role.tpl": "${name}",
    "root/studio-perimeter.yaml": "posture: isolated",
  });

  expect(hazard).toBeUndefined();
});

test.each([
  ["an absolute path", 'locals { x = file("/etc/hostname") }', "outside of the folder"],
  ["a path out of the folder", 'locals { x = file("${path.module}/../../secret") }', "outside of the folder"],
  ["the folder of the user", 'locals { x = file("~/.aws/credentials") }', "not written out"],
  [
    "a computed path in a text, which cannot be left out",
    "locals { x = <<EOT\nfile(local.x)\nEOT\n}",
    "not written out",
  ],
  ["a computed path in code that nobody understands", "locals { x = file(local.x) ]", "not written out"],
  ["an escaped path", 'locals { x = file("\\u002fetc/hostname") }', "not written out"],
  ["a call over several lines", 'locals { x = file(\n  "/etc/hostname"\n) }', "outside of the folder"],
  [
    "a line that looks like a comment",
    'locals { x = <<EOT\n# ${file("/etc/hostname")}\nEOT\n}',
    "outside of the folder",
  ],
  ["a list of files", 'locals { x = fileset("/proc", "*/environ") }', "outside of the folder"],
  ["a text that is a template", "locals { x = templatestring(local.text, {}) }", "not written out"],
  ["the files of another program", 'data "external" "x" { program = ["sh"] }', "hashicorp/external"],
  ["a page", 'data "http" "x" { url = "http://127.0.0.1" }', "hashicorp/http"],
  [
    "another provider",
    'terraform {\n required_providers {\n k8s = { source = "hashicorp/kubernetes" }\n }\n}\nresource "k8s_pod" "p" {}',
    "hashicorp/kubernetes",
  ],
  ["a module by an absolute path", 'module "m" { source = "/srv/module" }', "absolute path"],
  ["a module by an escaped path", 'module "m" { source = "\\u002fsrv/module" }', "absolute path"],
  ["a module of this machine", 'module "m" { source = "http://localhost:8080/m.zip" }', "a program on this machine"],
  ["a module of this machine by its address", 'module "m" { source = "http://127.1/m.zip" }', "a program on this"],
  ["a module by an address of IPv6", 'module "m" { source = "http://[::1]:8080/m.zip" }', "a program on this machine"],
  ["a call with a comment in it", 'locals { x = file /* * */ # y\n ("/etc/hostname") }', "outside of the folder"],
  ["a file that no copy has", 'locals { x = fileexists("${path.module}/.git/HEAD") }', "not those of the folder"],
  ["a file that only the copy has", 'locals { x = fileexists("zz_rehearsal_override.tf.json") }', "not those of the"],
  ["a list of files that leads out", 'locals { x = fileset("${path.module}/src", "{..,x}/*") }', "not written out"],
  ["a list of files that the copy adds to", 'locals { x = fileset("${path.module}", "*") }', "not those of the folder"],
  [
    "a program that encrypts the state",
    'terraform {\n encryption {\n key_provider "external" "k" { command = ["sh"] }\n }\n}',
    "encrypts the state",
  ],
])("A folder is not planned that uses %s.", (_what, text, reason) => {
  expect(hazardOf({ "root/hazard.tf": text })).toContain(reason);
});

test.each([
  ["in a text", 'locals { x = file("${path.module}/${var.name}") }'],
  ["by a function", 'locals { x = fileexists(join("/", ["", "etc"])) }'],
  ["inside another one", 'locals { x = templatefile(\n  file(local.a), # of (b\n  { y = "${filemd5(var.c)}" }\n) }'],
])("A folder is planned that computes paths of files %s, because the plan reads none of them.", (_what, text) => {
  expect(hazardOf({ "root/computed.tf": text })).toBeUndefined();
});

test("An example of a call in a description reads no file.", () => {
  const text = 'variable "x" {\n  description = "Set it with filemd5(\\"path\\") or file(x)"\n}';

  expect(hazardOf({ "root/variables.tf": text })).toBeUndefined();
});

test("A called module may be the repository of the root module, and nothing that contains more.", () => {
  write(".git/HEAD", "");
  write("main.tf", "");

  expect(hazardOf({ "root/up.tf": 'module "own" { source = "../" }' })).toBeUndefined();
  expect(hazardOf({ "root/up.tf": 'module "all" { source = "../.." }' })).toContain("are not those of one project");
});

test("A template that reads a file, and expressions in JSON, are found as well.", () => {
  const template = {
    "root/t.tf": 'locals { x = templatefile("role.tpl", {}) }',
    "root/role.tpl": '${file("/etc/hostname")}',
  };

  expect(hazardOf(template)).toMatch(/role\.tpl reads a file$/);
  expect(
    hazardOf({ "root/t.tf": "", "root/x.tf.json": JSON.stringify({ locals: { x: '${file("/etc/hostname")}' } }) }),
  ).toContain("/etc/hostname, which is outside of the folder");
});

test("A state of another root module is read by HCL of the root module alone, where the copy answers it.", () => {
  const state = 'data "terraform_remote_state" "net" { backend = "http" }';

  expect(hazardOf({ "root/state.tf": state })).toBeUndefined();
  expect(hazardOf({ "root/state.tf": `/**/ ${state}` })).toContain("state of another root module");
  expect(hazardOf({ "root/state.tf": "", "modules/net/state.tf": state })).toContain("state of another root module");
  expect(hazardOf({ "root/zzz_override.tf": "", "modules/net/state.tf": "" })).toContain("would override");
});

test.each([
  ["of HCL", "root/state.tf", 'data "terraform\\u005fremote_state" "net" { backend = "http" }'],
  ["of JSON", "root/state.tf.json", '{ "data": { "terraform\\u005fremote_state": { "net": { "backend": "http" } } } }'],
  ["of OpenTofu alone", "root/state.tofu", 'data "terraform_remote_state" "net" { backend = "http" }'],
])("A state in a file %s that the copy does not answer is not read.", (_what, file, text) => {
  expect(hazardOf({ [file]: text })).toContain("state of another root module");
});

test.each(["zz_rehearsal_override.tofu.json", "zzz_override.tofu", "zz_rehearsal_override.tf.json"])(
  "%s would win over the file that keeps the plan away from a state, so the folder is not planned.",
  (name) => {
    expect(hazardOf({ [`root/${name}`]: "{}" })).toContain("would override");
  },
);

test("A list of the files of a folder is read where a copy has each of them, and a downloaded module reads its own files.", () => {
  const listed = { "root/list.tf": 'locals { x = fileset("${path.module}/src", "**") }', "root/src/a.py": "" };
  const modules = { Modules: [{ Key: "m", Source: "acme/m/aws", Dir: ".terraform/modules/m" }] };
  const downloaded = {
    "root/.terraform/modules/modules.json": JSON.stringify(modules),
    "root/.terraform/modules/m/main.tf": 'locals { x = file("${path.module}/policy.json") }',
  };

  expect(hazardOf({ ...listed, ...downloaded })).toBeUndefined();
  expect(hazardOf({ "root/src/.git/HEAD": "" })).toContain("not those of the folder");
});

test("A folder whose files are long rows of what begins an expression is judged at once.", () => {
  const rows = ["\n", "\r", "file /*", "file #", "file\n#", "data ", "source ", "path ", "\u2028"].map((part) =>
    part.repeat(20_000),
  );
  const started = performance.now();

  expect(hazardOf({ "root/rows.tf": rows.join("\n") })).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(2_000);
});

test("A link that leads out of the folder is not followed; one inside is.", () => {
  write("modules/net/policy.json", "{}");
  write("root/x.tf", "");
  symlinkSync("../modules/net/policy.json", join(project, "root", "inside.json"));
  expect(hazardOf({})).toBeUndefined();

  symlinkSync("/etc/hostname", join(project, "root", "outside.json"));
  expect(hazardOf({})).toMatch(/outside\.json is a link that leads out of the folder$/);
});
