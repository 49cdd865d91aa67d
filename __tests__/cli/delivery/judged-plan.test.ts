import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizedText } from "../../fixtures/synthesized";
import { runCli } from "../fixtures/cli-run";
import { writeStackFile } from "../fixtures/output-folder";

// The first run of the program loads every environment.
jest.setTimeout(30_000);

let folder = "";
let log = "";
let environment: Record<string, string> = {};

/** A Terraform that writes down its arguments and what it finds in its folder, and fails to initialize. */
const script = (path: string): string => `#!/bin/sh
if [ "$1" = version ]; then echo "Terraform v1.11.4"; exit 0; fi
{ echo "$@"; find . -not -type d | sort; cat cdk.tf.json; } >> "${path}"
exit 1
`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-judged-"));
  log = join(folder, "terraform.log");
  writeFileSync(join(folder, "terraform"), script(log), { mode: 0o755 });
  environment = {
    PATH: process.env.PATH ?? "",
    CDKTF_OUTDIR: join(folder, "head"),
    TERRAFORM_BINARY_NAME: join(folder, "terraform"),
  };
  writeStackFile(join(folder, "base"), "dev", synthesizedText("dev"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const plan = (...options: readonly string[]) =>
  runCli(
    [
      "deploy",
      "dev",
      "--plan-only",
      "--skip-synth",
      "--before",
      join(folder, "base"),
      "--output",
      join(folder, "plans"),
      ...options,
    ],
    environment,
  );

const comment = (): string => JSON.parse(readFileSync(join(folder, "plans", "reviews.json"), "utf8")).stacks[0].comment;

function writeHead(edit: (json: Record<string, never>) => void = () => {}): string {
  const json = JSON.parse(synthesizedText("dev"));
  edit(json);
  return writeStackFile(join(folder, "head"), "dev", JSON.stringify(json));
}

const withProgram = (json: { data: object }): void => {
  Object.assign(json.data, { external: { "[x](https://evil.example)": { program: ["sh", "-c", "id"] } } });
};

test("Terraform never runs on a stack that would execute something new, and the comment says what it is and how it may run", async () => {
  writeHead(withProgram as never);

  const { code, err } = await plan();

  expect(code).toBe(2);
  expect(existsSync(log)).toBe(false);
  expect(err).toMatch(/^dev: To plan this, Terraform would execute, load or contact [^\n]+\n {2}data\.external\.\[x\]/);
  const [digest = ""] = /[0-9a-f]{64}$/m.exec(comment()) ?? [];
  expect(err).toContain(`--allow-execution ${digest}\n`);
  expect(comment()).toMatch(/^<!-- studio-perimeter plan dev -->\n### dev: could not be planned\n/);
  expect(comment()).toMatch(/^- data\.external\.\\\[x\\\].* is added: \\\["sh","-c","id"\\\]$/m);
  expect(comment()).not.toMatch(/[^\\]\]\(/);
  expect(comment()).toContain("`PERIMETER_ALLOWED_EXECUTION`");

  const allowed = await plan("--allow-execution", `${"0".repeat(64)}, ${digest}`);
  expect(allowed).toMatchObject({ code: 2, err: expect.stringMatching(/terraform init: failed with exit code 1/) });
  expect(readFileSync(log, "utf8")).toMatch(/^init /);

  // A digest allows what it was made of, and nothing else.
  rmSync(log);
  writeHead((json) => {
    withProgram(json as never);
    Object.assign(json.data as never as object, { http: { h: { url: "https://evil.example" } } });
  });
  expect((await plan("--allow-execution", digest)).code).toBe(2);
  expect(existsSync(log)).toBe(false);
});

test("Terraform sees only the Terraform that was judged and regular files of the assets, in a folder that is gone afterwards", async () => {
  const path = writeHead();
  const stack = join(path, "..");
  writeFileSync(join(stack, "evil.tf"), 'data "external" "e" { program = ["id"] }');
  writeFileSync(join(stack, "evil.auto.tfvars"), "");
  mkdirSync(join(stack, ".terraform"));
  writeFileSync(join(stack, ".terraform", "environment"), "evil");
  mkdirSync(join(stack, "assets", "a"), { recursive: true });
  writeFileSync(join(stack, "assets", "a", "code.zip"), "zip");
  symlinkSync("/etc/passwd", join(stack, "assets", "a", "link"));

  const { code } = await plan();

  expect(code).toBe(2);
  const [command, ...rest] = readFileSync(log, "utf8").split("\n");
  expect(command).toMatch(/^init /);
  expect(rest.slice(0, 2)).toEqual(["./assets/a/code.zip", "./cdk.tf.json"]);
  expect(JSON.parse(rest[2] ?? "")).toEqual(JSON.parse(readFileSync(path, "utf8")));
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  expect(readdirSync(stack).filter((name) => name.includes("plan"))).toEqual([]);
});

test("a block that JSON.parse drops, because its name comes a second time, is judged like every other", async () => {
  const path = writeHead();
  const text = readFileSync(path, "utf8");
  writeFileSync(path, `{"data": {"external": {"e": {"program": ["id"]}}},${text.slice(1)}`);

  expect((await plan()).err).toMatch(/^ {2}data\.external\.e\.program is added: \["id"\]$/m);
  expect(existsSync(log)).toBe(false);
});

test("a new environment runs what another environment of the base branch runs, and its own state needs a look", async () => {
  writeHead();
  const prod = JSON.parse(synthesizedText("prod"));
  writeStackFile(join(folder, "head"), "prod", JSON.stringify(prod));
  const planProd = () =>
    runCli(["deploy", "prod", "--plan-only", "--skip-synth", "--before", join(folder, "base")], environment);

  expect((await planProd()).err.split("\n").slice(1, -2)).toEqual([
    "  terraform.backend.local.path is added: ../../../terraform.prod.tfstate",
  ]);

  writeStackFile(join(folder, "base"), "team-a", JSON.stringify(prod));
  expect(existsSync(log)).toBe(false);
  expect((await planProd()).err).toMatch(/terraform init: failed/);
});

test.each([
  ["a base without stacks", ["--before", "/nowhere"], /^\/nowhere: no such folder; /],
  [
    "a digest that is none",
    ["--allow-execution", "yes"],
    /^--allow-execution: not a digest of 64 hexadecimal digits, got yes; /,
  ],
])("a plan is not made, and one line says why: %s", async (_, options, message) => {
  writeHead();

  const { code, err } = await plan(...options);

  expect(code).toBe(2);
  expect(err).toMatch(message);
  expect(existsSync(log)).toBe(false);
});

test("a deployment without --plan-only takes no earlier synthesis: main was reviewed", async () => {
  expect(await runCli(["deploy", "dev", "--before", "base"], environment)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^--before: belongs to --plan-only, got a deployment; /),
  });
});
