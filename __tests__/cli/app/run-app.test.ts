/** @jest-environment node */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runApp } from "../../../cli/app/run-app";
import { synthesizedText, violatedText } from "../../fixtures/synthesized";

let folder = "";
let mockStack = "";

// The framework is not loaded: these tests are about what the app does with a finished synthesis.
jest.mock("../../../envs", () => jest.requireActual("../../fixtures/environments"));
jest.mock("../../../stacks/synthesize", () => ({
  synthesize: ({ publishIf }: { publishIf: (finished: string) => boolean }) => {
    const finished = join(folder, "finished");
    write(join(finished, "stacks", "dev", "cdk.tf.json"), mockStack);
    if (publishIf(finished)) {
      cpSync(finished, outdir(), { recursive: true });
    }
  },
}));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-app-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const outdir = () => join(folder, "out");
const published = () => join(outdir(), "stacks", "dev", "cdk.tf.json");
const proved = () => synthesizedText("dev");
const violated = () => violatedText("dev");
/** AWS has no such retention. */
const refused = () => proved().replaceAll('"retention_in_days": 30', '"retention_in_days": 31');

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function run(stack: string, variables: Readonly<Record<string, string>> = {}) {
  mockStack = stack;
  let [out, err] = ["", ""];
  const app: Parameters<typeof runApp>[0] = {
    env: { CDKTF_OUTDIR: outdir(), ...variables },
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
  };
  runApp(app);
  return { code: app.exitCode, out, err };
}

test("the app writes stacks whose claims hold, and says how many it proved and how long that took", () => {
  const { code, out, err } = run(proved());

  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^\d+ of \d+ claims proved.* in \d+\.\d s\. Terraform: \S+\/out\/stacks\/\*\/cdk\.tf\.json\n$/);
  expect(JSON.parse(readFileSync(join(outdir(), "sources.json"), "utf8"))).toHaveProperty(["envs/index.ts"]);
});

test("the app writes nothing where a claim does not hold: it exits with 1, names the claim, and leaves the last synthesis", () => {
  write(published(), "last");
  write(join(outdir(), "sources.json"), "{}");

  const { code, err } = run(violated());

  expect(code).toBe(1);
  expect(err).toMatch(/^dev\n {2}VIOLATED|^dev\n.*violated/i);
  expect(err).toMatch(/\ndev: nothing written; fix the above, or set STUDIO_PERIMETER_UNPROVEN=allow [^\n]*\n$/);
  expect(readFileSync(published(), "utf8")).toBe("last");
  expect(existsSync(join(outdir(), "sources.json"))).toBe(true);
});

test("the app writes nothing where AWS would refuse a value: it exits with 2 and names the value", () => {
  const { code, err } = run(refused());

  expect(code).toBe(2);
  expect(err).toMatch(/^dev: aws_cloudwatch_log_group\.\S+: .*31/);
  expect(existsSync(published())).toBe(false);
});

test("the app writes nothing where Terraform would load a file of another author together with the stack", () => {
  write(join(dirname(published()), "extra.tf"), "");
  write(join(dirname(published()), "plan"), "");

  const { code, err } = run(proved());

  expect(code).toBe(2);
  expect(err).toMatch(
    /^\S+\/extra\.tf: not of this project, but Terraform would load it; remove it\ndev: nothing written/,
  );
});

test.each([
  ["a violated claim", violated],
  ["a refused value", refused],
])("STUDIO_PERIMETER_UNPROVEN=allow writes a stack with %s, and warns before and after the evidence", (_, stack) => {
  const { code, err } = run(stack(), { STUDIO_PERIMETER_UNPROVEN: "allow" });

  const [first, ...lines] = err.trimEnd().split("\n");
  expect(code).toBe(0);
  expect(first).toBe("WARNING: dev: written although it must not be deployed, because STUDIO_PERIMETER_UNPROVEN=allow");
  expect(lines.at(-1)).toBe(first);
  expect(lines.length).toBeGreaterThan(1);
  expect(readFileSync(published(), "utf8")).toBe(stack());
});

test("STUDIO_PERIMETER_UNPROVEN with another value than allow is a mistake, and nothing is written", () => {
  const { code, err } = run(proved(), { STUDIO_PERIMETER_UNPROVEN: "yes" });

  expect({ code, err }).toEqual({
    code: 2,
    err: "STUDIO_PERIMETER_UNPROVEN: unknown value, got yes; use allow, or unset it\n",
  });
  expect(existsSync(outdir())).toBe(false);
});
