import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeptResults } from "../../../../cli/commands/support/kept-results";
import { recordVariables, synthesizeUnlessKept } from "../../../../cli/commands/support/kept-synthesis";
import { decideUnlessKept } from "../../../../cli/commands/support/kept-verdicts";
import type { TerraformFile } from "../../../../cli/shared/inputs/synthesized-stacks";
import type { EnvironmentSummary } from "../../../../cli/stacks/synthesize-environments";
import { decideClaims } from "../../../../verify/claims/decide-claims";
import { readPosture } from "../../../../verify/posture/read-posture";
import { textReport } from "../../../../verify/report/text-report";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { synthesizedText, violatedText } from "../../../fixtures/synthesized";
import { writeStackFile } from "../../fixtures/output-folder";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-kept-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const kept = (program = "one") => openKeptResults(join(folder, "kept"), program);

describe("kept results", () => {
  test("a kept result is found by its name and inputs, by the program that kept it", () => {
    kept().write("dev", "inputs", { verdict: "proved" });

    expect(kept().read("dev", "inputs")).toEqual({ verdict: "proved" });
    expect(kept().read("prod", "inputs")).toBeUndefined();
    expect(kept().read("dev", "other inputs")).toBeUndefined();
    expect(kept("another").read("dev", "inputs")).toBeUndefined();
  });

  test.each(["", "null", "[]", '{"program":"one"'])("a file that was cut off or edited holds no result: %j", (text) => {
    kept().write("dev", "inputs", { verdict: "proved" });
    writeFileSync(join(folder, "kept", "dev.json"), text);

    expect(kept().read("dev", "inputs")).toBeUndefined();
  });

  test("a program that was not compiled keeps nothing", () => {
    const uncompiled = openKeptResults(join(folder, "kept"));
    uncompiled.write("dev", "inputs", {});

    expect(uncompiled.read("dev", "inputs")).toBeUndefined();
  });
});

describe("a kept synthesis", () => {
  const dev: EnvironmentSummary = {
    name: "dev",
    region: "eu-west-1",
    zones: 2,
    vpcCidr: "10.0.0.0/16",
    egress: "none",
  };
  let runs = 0;

  /** Writes one stack, which depends on an environment variable. */
  function synthesize(outdir: string): readonly EnvironmentSummary[] {
    runs += 1;
    writeStackFile(outdir, "dev", `{"account": "${process.env.PERIMETER_TEST_ACCOUNT}"}`);
    return [dev];
  }

  beforeEach(() => {
    runs = 0;
    process.env.PERIMETER_TEST_ACCOUNT = "111122223333";
  });

  afterEach(() => {
    delete process.env.PERIMETER_TEST_ACCOUNT;
  });

  const outdir = () => join(folder, "out");
  const run = () => synthesizeUnlessKept(outdir(), kept(), synthesize);

  test("a second synthesis is skipped when nothing changed", () => {
    expect(run()).toEqual({ environments: [dev], isKept: false });
    expect(run()).toEqual({ environments: [dev], isKept: true });
    expect(runs).toBe(1);
  });

  test("a kept synthesis records the sources of now, so that an edit of a comment does not make it look out of date", () => {
    run();
    writeFileSync(join(outdir(), "sources.json"), "{}");

    expect(run().isKept).toBe(true);
    expect(JSON.parse(readFileSync(join(outdir(), "sources.json"), "utf8"))).toHaveProperty(["envs/index.ts"]);
  });

  test.each([
    [
      "an environment variable that it reads has another value",
      () => (process.env.PERIMETER_TEST_ACCOUNT = "444455556666"),
    ],
    ["an environment variable that it reads is gone", () => delete process.env.PERIMETER_TEST_ACCOUNT],
    ["a file that it wrote was edited", () => writeStackFile(outdir(), "dev", "{}")],
    ["a file was added to its output", () => writeStackFile(outdir(), "qa", "{}")],
    ["its output is gone", () => rmSync(outdir(), { recursive: true })],
  ])("a synthesis runs again when %s", (_, change) => {
    run();
    change();

    expect(run().isKept).toBe(false);
    expect(run().isKept).toBe(true);
  });

  test("an environment variable counts with the value from before the synthesis, and not if the synthesis sets it first", () => {
    const { result, variables } = recordVariables(() => {
      const before = process.env.PERIMETER_TEST_ACCOUNT;
      process.env.PERIMETER_TEST_ACCOUNT = "changed";
      process.env.PERIMETER_TEST_OWN = "own";
      return [
        before,
        process.env.PERIMETER_TEST_ACCOUNT,
        process.env.PERIMETER_TEST_OWN,
        "PERIMETER_NONE" in process.env,
      ];
    });
    delete process.env.PERIMETER_TEST_OWN;

    expect(result).toEqual(["111122223333", "changed", "own", false]);
    expect(variables).toEqual({ PERIMETER_TEST_ACCOUNT: "111122223333", PERIMETER_NONE: null });
  });

  test("a synthesis that lists the environment variables depends on all of them", () => {
    const { variables } = recordVariables(() => ({ ...process.env }));

    expect(variables).toEqual({ ...process.env });
  });
});

describe("kept verdicts", () => {
  let decisions = 0;

  function decide({ name, path }: TerraformFile) {
    decisions += 1;
    const configuration = readConfiguration(JSON.parse(readFileSync(path, "utf8")), path);
    const subject = { configuration, posture: readPosture(configuration) };
    return { name, file: path, subject, claimResults: decideClaims(subject) };
  }

  beforeEach(() => {
    decisions = 0;
  });

  test("kept verdicts print the same report, and another Terraform file is decided anew", () => {
    const file = { name: "dev", path: writeStackFile(folder, "dev", synthesizedText("dev")) };
    const first = decideUnlessKept(file, kept(), decide);
    const second = decideUnlessKept(file, kept(), decide);

    expect([first.isKept, second.isKept, decisions]).toEqual([false, true, 1]);
    const style = { color: false, detail: "evidence" } as const;
    expect(textReport([second.stack], style)).toBe(textReport([first.stack], style));

    writeStackFile(folder, "dev", violatedText("dev"));
    const changed = decideUnlessKept(file, kept(), decide);
    expect(changed.isKept).toBe(false);
    expect(changed.stack.claimResults.some(({ verdict }) => verdict.kind === "violated")).toBe(true);
  });
});
