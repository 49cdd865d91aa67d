import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFolderNeeds } from "../../../rehearsal/folder/read-folder";
import { comparedTexts } from "../../../rehearsal/plan/compared-texts";
import { usesZonesByPosition } from "../../../rehearsal/plan/zone-uses";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-compared-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Whether the zones of a folder decide nothing, whose first zone is compared with a value from elsewhere. */
function isDecided(files: Readonly<Record<string, string>>, environment: NodeJS.ProcessEnv = {}, text?: string) {
  const main = 'locals { open = data.aws_availability_zones.all.names[0] == var.zone }\nvariable "zone" {}';
  for (const [name, content] of Object.entries({ "main.tf": main, ...files })) {
    writeFileSync(join(folder, name), content);
  }
  const needs = readFolderNeeds(folder);
  const variableFiles = text === undefined ? [] : [{ kind: "text", syntax: "hcl", text } as const];
  const texts = needs.files.map((file) => file.text);
  return usesZonesByPosition(texts, comparedTexts({ name: "x", needs, variableFiles }, environment));
}

const value = 'zone = "eu-west-1b"\n';

test("Zones may decide something where a variable names one of them, from wherever its value comes.", () => {
  expect(isDecided({ "terraform.tfvars": 'zone = "none"\n' }, { TF_VAR_zone: "none" }, 'zone = "none"')).toBe(true);
  expect(isDecided({}, { TF_VAR_zone: "eu-west-1b" })).toBe(false);
  expect(isDecided({}, {}, value)).toBe(false);
  expect(isDecided({ "terraform.tfvars": value })).toBe(false);
});

test.each([
  ["a template", "zones.tpl", 'templatefile("zones.tpl", {})', '%{ if zone == "b" }x%{ endif }'],
  ["JSON", "zones.json", 'jsondecode(file("zones.json"))', '{ "zone": "eu-west-1b" }'],
  ["YAML", "zones.yaml", 'yamldecode(file("${path.module}/zones.yaml"))', "zone: eu-west-1b\n"],
  ["YAML with letters", "zones.yaml", 'yamldecode(file("zones.yaml"))', "zones:\n  - a\n  - b\n"],
  ["CSV", "zones.csv", 'csvdecode(file("zones.csv"))', "zone,open\neuw1-az2,yes\n"],
])("Zones may decide something where %s that is read names one of them.", (_what, name, call, text) => {
  const files = { [name]: text };

  expect(isDecided({ ...files, "read.tf": `locals { x = filesha256("${name}") }` })).toBe(true);
  expect(isDecided({ ...files, "read.tf": `locals { x = ${call} }` })).toBe(false);
});
