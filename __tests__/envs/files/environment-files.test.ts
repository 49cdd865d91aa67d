import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { environmentsOfFiles } from "../../../envs/files/environment-files";
import { parseEnvironments } from "../../../envs/validation/parse-environments";
import { validEnvironments } from "../../fixtures/arbitrary-environment";
import { propertyRuns } from "../../fixtures/property-runs";
import { sampleEnvironment, TODAY } from "../fixtures/sample-environment";

const SAMPLE = stringify(sampleEnvironment);
let folder = "";

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "environment-files-")), "envs");
  mkdirSync(folder);
});

afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function read(files: Readonly<Record<string, string | Uint8Array>>) {
  write(files);
  return parseEnvironments(environmentsOfFiles(folder), TODAY);
}

function issuesOf(files: Readonly<Record<string, string | Uint8Array>>): readonly string[] {
  const parsed = read(files);
  return parsed.kind === "invalid" ? parsed.issues : [];
}

function namesOf(files: Readonly<Record<string, string | Uint8Array>>): readonly string[] {
  const parsed = read(files);
  return parsed.kind === "valid" ? parsed.environments.map(({ name }) => name) : parsed.issues;
}

const typescript = parseEnvironments([sampleEnvironment], TODAY);

test.each([
  ["team.yaml", SAMPLE],
  ["team.yml", `# yaml-language-server: $schema=environment.schema.json\n---\n${SAMPLE}...\n`],
  ["team.json", JSON.stringify({ $schema: "./environment.schema.json", ...sampleEnvironment }, null, "\t")],
  ["team.yaml", `\uFEFF${SAMPLE.replaceAll("\n", "\r\n")}`],
  ["teams/research/team.yaml", SAMPLE],
])("An environment in %s is the same as in TypeScript.", (path, text) => {
  expect(read({ [path]: text })).toEqual(typescript);
});

test("A folder without files of data has no environments.", () => {
  expect(environmentsOfFiles(folder)).toEqual([]);
});

test("Any environment reads the same from YAML and from JSON as from TypeScript.", () => {
  fc.assert(
    fc.property(validEnvironments, (environment) => {
      const expected = { kind: "valid", environments: [environment], inspections: [] };

      expect(read({ "one.yaml": stringify(environment) })).toEqual(expected);
      rmSync(join(folder, "one.yaml"));
      expect(read({ "one.json": JSON.stringify(environment) })).toEqual(expected);
      rmSync(join(folder, "one.json"));
    }),
    propertyRuns(25),
  );
});

test("Files are read in the order of their paths, next to files of the folder that are no environments.", () => {
  const named = (name: string, block: number) =>
    stringify({ ...sampleEnvironment, name, vpcCidr: `10.${block}.0.0/16` });

  expect(
    namesOf({
      "b.yaml": named("b", 1),
      "a/z.yaml": named("z", 2),
      "c.json": JSON.stringify({ ...sampleEnvironment, name: "c", vpcCidr: "10.3.0.0/16" }),
      "environment.schema.json": "{}",
      "prices.json": "{}",
      "README.md": "# Teams",
      "index.ts": "",
      "pipeline.ts": "",
    }),
  ).toEqual(["z", "b", "c"]);
});

test.each<[string, string | Uint8Array, readonly (string | RegExp)[]]>([
  ["a.toml", "", ["envs/a.toml: is no environment; name it .yaml, .yml or .json, or move it out of envs/"]],
  ["a.yaml.bak", "", ["envs/a.yaml.bak: is no environment; name it .yaml, .yml or .json, or move it out of envs/"]],
  [".a.yaml.swp", "", [/^envs\/\.a\.yaml\.swp: is no environment/]],
  ["a.yaml", "", ["envs/a.yaml:1: is empty; write its fields"]],
  ["a.yaml", "# only a comment\n", ["envs/a.yaml:1: is empty; write its fields"]],
  ["a.yaml", "- name: a\n", ["envs/a.yaml:1: is not an object; write the fields of one environment"]],
  ["a.json", "[]", ["envs/a.json:1: is not an object; write the fields of one environment"]],
  ["a.json", "{'name': 'a'}", [/^envs\/a\.json:\d+: is not valid JSON: /]],
  ["a.json", "{\n  // a comment\n}", [/^envs\/a\.json:\d+: is not valid JSON: /]],
  ["a.json", '{\n  "name": "a",\n  "name": "b"\n}', ["envs/a.json:3: has this key twice; keep one of them"]],
  ["a.yaml", "name: a\nregion: eu-west-1\nname: b\n", ["envs/a.yaml:3: has this key twice; keep one of them"]],
  ["a.yaml", "name: a\n\tregion: x\n", ["envs/a.yaml:2: is indented with a tab; use spaces"]],
  ["a.yaml", "name: [a\n", [/^envs\/a\.yaml:1: opens a bracket that is not closed; /]],
  ["a.yaml", "name: a\n---\nname: b\n", ["envs/a.yaml:1: holds 2 documents; write one per file"]],
  ["a.yaml", "name: a\ntags: &t {x: y}\n", ["envs/a.yaml:2: tags: uses an anchor or an alias; write the value out"]],
  [
    "a.yaml",
    "x: &a [x]\ny: &b [*a, *a]\n",
    [
      "envs/a.yaml:1: x: uses an anchor or an alias; write the value out",
      "envs/a.yaml:2: y: uses an anchor or an alias; write the value out",
    ],
  ],
  ["a.yaml", "name: *a\n", [/^envs\/a\.yaml:1: /]],
  ["a.yaml", "name: a\nvpcCidr: !!binary aGk=\n", [/^envs\/a\.yaml:2: /]],
  ["a.yaml", "name: !env NAME\n", [/^envs\/a\.yaml:1: /]],
  ["a.yaml", "name: a\n? [x]\n: y\n", [/^envs\/a\.yaml:2: has a key that is not a plain text/]],
  ["a.yaml", "tags:\n  1: x\n", [/^envs\/a\.yaml:2: tags: has a key that is not a plain text/]],
  ["a.yaml", "__proto__: {x: y}\n", [/^envs\/a\.yaml:1: has a key that is not a plain text/]],
  ["a.json", '{"__proto__": {"x": 1}}', [/^envs\/a\.json:1: has a key that is not a plain text/]],
  ["a.yaml", Uint8Array.from([0x6e, 0xff, 0xfe]), ["envs/a.yaml: is not text in UTF-8; save it as UTF-8"]],
  ["a.yaml", `x: ${"[".repeat(100_000)}`, [/^envs\/a\.yaml:1: /]],
  ["a.yaml", "- ".repeat(100_000), [/^envs\/a\.yaml:1: /]],
  ["a.json", "[".repeat(100_000), [/^envs\/a\.json:\d+: is not valid JSON: /]],
  ["a.yaml", "#".repeat(300_000), ["envs/a.yaml: has 300000 bytes; an environment has less than 262144"]],
  [
    "qa.ts",
    "export const qa = {};",
    [/^envs\/qa\.ts: is not in the list of environments; import it in envs\/index\.ts/],
  ],
])("The file %s that holds no environment is reported (case %#)", (path, content, expected) => {
  const issues = issuesOf({ [path]: content });

  expect(issues).toHaveLength(expected.length);
  expect(issues).toEqual(expected.map((each) => (typeof each === "string" ? each : expect.stringMatching(each))));
});

test("The older name of accepted findings is answered with its line and the name that policy files use, too.", () => {
  const text = `${SAMPLE}acceptedFindings: []\n`;

  expect(issuesOf({ "a.yaml": text })).toEqual([
    expect.stringMatching(
      new RegExp(
        `^envs/a\\.yaml:${text.trimEnd().split("\n").length}: \\S+ acceptedFindings: .*; did you mean accepted\\?$`,
      ),
    ),
  ]);
});

test("A TypeScript file that another one imports is in the list.", () => {
  write({ "index.ts": 'import { qa } from "./qa";', "qa.ts": 'import { list } from "./list";', "list.ts": "" });

  expect(environmentsOfFiles(folder)).toEqual([]);
});

test("A link that leads nowhere, and a folder with the name of a file, are reported or read as what they are.", () => {
  symlinkSync(join(folder, "nowhere.yaml"), join(folder, "link.yaml"));
  mkdirSync(join(folder, "folder.yaml"));

  expect(issuesOf({})).toEqual([
    "envs/link.yaml: cannot be read (ENOENT): it is a link; correct its permissions, or remove it",
  ]);
});

test("A file that may not be read is reported.", () => {
  write({ "a.yaml": SAMPLE });
  chmodSync(join(folder, "a.yaml"), 0);

  // The superuser may read every file.
  expect(issuesOf({})).toEqual(
    process.getuid?.() === 0 ? [] : ["envs/a.yaml: cannot be read (EACCES); correct its permissions, or remove it"],
  );
});

test("An issue of a field has the file and the line of the field, or of the closest field around it.", () => {
  const text = SAMPLE.replace("region: eu-west-1", "region: eu-west-9")
    .replace("resilience: multi-zone\n", "")
    .concat("color2: red\n");
  const lineOf = (start: string) => text.split("\n").findIndex((line) => line.startsWith(start)) + 1;

  expect(issuesOf({ "team.yaml": text })).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        `^envs/team.yaml:${lineOf("region")}: ${sampleEnvironment.name}: region: AWS has no such Region`,
      ),
      expect.stringMatching(`^envs/team.yaml:1: ${sampleEnvironment.name}: resilience: is missing`),
      expect.stringMatching(`^envs/team.yaml:${lineOf("color2")}: ${sampleEnvironment.name}: color2: is not a field`),
    ]),
  );
});

test("A field in a list has its own line.", () => {
  const text = "name: a\negress:\n  kind: inspected\n  allowList:\n    - name: x.example\n      ports: [443, 99999]\n";

  expect(issuesOf({ "a.yaml": text })).toContainEqual(
    expect.stringMatching(/^envs\/a\.yaml:6: a: egress\.allowList\[0\]\.ports\[1\]: is above 65535, got 99999/),
  );
});

test("The name of an environment may be there once, in whatever files.", () => {
  const issues = issuesOf({ "a.yaml": SAMPLE, "b.json": JSON.stringify(sampleEnvironment) });

  expect(issues).toContainEqual(
    expect.stringMatching(/^envs\/b\.json:1: .*: name: is also the name of another environment/),
  );
});

test("An account id without quotes is a number, and refused with what to do.", () => {
  expect(issuesOf({ "a.yaml": `${SAMPLE}account: 012345678901\n`.replace(/^account: "\d+"\n/m, "") })).toContainEqual(
    expect.stringMatching(/account: is not text, got 12345678901; use a string of twelve digits/),
  );
});
