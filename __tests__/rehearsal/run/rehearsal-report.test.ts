import { createProgressPrinter } from "../../../rehearsal/run/rehearsal-progress";
import { REHEARSAL_LIMITS, rehearsalJsonReport, rehearsalTextReport } from "../../../rehearsal/run/rehearsal-report";
import type { RehearsalReport } from "../../../rehearsal/run/rehearse";
import type { StepReport } from "../../../rehearsal/run/steps/run-steps";

function step(name: string, seconds: number, outcome: StepReport["outcome"] = "passed"): StepReport {
  return { name, outcome, seconds };
}

const PASSED: RehearsalReport = {
  name: "staging",
  verdict: "passed",
  resources: 154,
  steps: [step("init", 0.25), step("plan", 1.5), step("lift", 2), step("destroy", 3)],
  notes: ["removed a resource"],
};
const FAILED: RehearsalReport = {
  name: "dev",
  verdict: "failed",
  resources: 0,
  steps: [step("init", 0.25), step("plan", 1, "failed"), step("destroy", 0, "not reached")],
  notes: [],
  fault: "Error: no\n\nbecause",
};

const RUN = { terraform: { binary: "tofu", product: "OpenTofu", version: "1.10.7" }, seconds: 12.34 };

describe("the rehearsal report", () => {
  test("The text report is a table of environments and steps, with a dash for steps that were not reached or do not apply.", () => {
    const [header, ...rows] = rehearsalTextReport([PASSED, FAILED], RUN).split("\n\n")[0]?.split("\n") ?? [];

    expect(header?.split(/ {2,}/)).toEqual([
      "environment",
      "resources",
      "init",
      "plan",
      "lift",
      "destroy",
      "total",
      "verdict",
    ]);
    expect(rows.map((row) => row.trim().split(/ {2,}/))).toEqual([
      ["staging", "154", "0.3", "1.5", "2.0", "3.0", "6.8", "passed"],
      ["dev", "0", "0.3", "FAILED", "-", "-", "1.3", "failed"],
    ]);
  });

  test("The text report contains the notes, the fault with its step, and the limits of a rehearsal.", () => {
    const text = rehearsalTextReport([PASSED, FAILED], RUN);

    expect(text).toContain("staging: removed a resource");
    expect(text).toContain("dev: step plan failed:\n  Error: no\n\n  because");
    expect(text).toContain(`2 environments in 12.3 s with OpenTofu 1.10.7. ${REHEARSAL_LIMITS}`);
  });

  test("The JSON report contains the same values.", () => {
    expect(JSON.parse(rehearsalJsonReport([PASSED, FAILED], RUN))).toEqual({
      environments: [PASSED, FAILED],
      product: "OpenTofu",
      version: "1.10.7",
      seconds: 12.34,
      limits: REHEARSAL_LIMITS,
    });
  });
});

describe("rehearsal progress", () => {
  const events = [
    { environment: "dev", step: "init", state: "started", seconds: 0 },
    { environment: "dev", step: "init", state: "passed", seconds: 0.5 },
    { environment: "staging", step: "init", state: "failed", seconds: 1 },
  ] as const;

  function printedTexts(isTTY: boolean): readonly string[] {
    const texts: string[] = [];
    const print = createProgressPrinter({ isTTY, columns: 20, write: (text) => texts.push(text) }, ["dev", "staging"]);
    events.forEach(print);
    return texts;
  }

  test("Without a terminal, progress is one line per finished step without control characters.", () => {
    expect(printedTexts(false)).toEqual(["dev      init 0.5 s\n", "staging  init FAILED after 1.0 s\n"]);
  });

  test("On a terminal, progress is one redrawn line per environment, no wider than the terminal.", () => {
    const last = printedTexts(true).at(-1) ?? "";

    expect(last.startsWith("\u001b[2A")).toBe(true);
    expect(last).toContain("\u001b[2Kdev      init\n");
    expect(last).toContain("\u001b[2Kstaging  init FAILE\n");
  });
});
