import { createProgressPrinter } from "../../../rehearsal/run/rehearsal-progress";
import { REHEARSAL_LIMITS, rehearsalJsonReport, rehearsalTextReport } from "../../../rehearsal/run/rehearsal-report";
import type { RehearsalReport, StepReport } from "../../../rehearsal/run/rehearse";

function step(name: string, seconds: number, outcome: StepReport["outcome"] = "passed"): StepReport {
  return { name, outcome, seconds };
}

const PASSED: RehearsalReport = {
  name: "staging",
  verdict: "passed",
  resources: 154,
  steps: [step("init", 0.25), step("plan", 1.5), step("lift", 2), step("destroy", 3)],
  notes: ["swept something"],
};
const FAILED: RehearsalReport = {
  name: "dev",
  verdict: "failed",
  resources: 0,
  steps: [step("init", 0.25), step("plan", 1, "failed"), step("destroy", 0, "not reached")],
  notes: [],
  fault: "Error: no\n\nbecause",
};

const PLAYED = { terraform: { binary: "tofu", product: "OpenTofu", version: "1.10.7" }, seconds: 12.34 };

describe("the closing report", () => {
  test("is a table of environments by steps, with what was not reached and what was not part of a scene", () => {
    const [header, ...rows] = rehearsalTextReport([PASSED, FAILED], PLAYED).split("\n\n")[0]?.split("\n") ?? [];

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

  test("tells what happened beside Terraform, the fault with its step, and what a pass does not mean", () => {
    const text = rehearsalTextReport([PASSED, FAILED], PLAYED);

    expect(text).toContain("staging: swept something");
    expect(text).toContain("dev: plan failed:\n  Error: no\n\n  because");
    expect(text).toContain(`2 environments in 12.3 s with OpenTofu 1.10.7. ${REHEARSAL_LIMITS}`);
  });

  test("is the same for machines", () => {
    expect(JSON.parse(rehearsalJsonReport([PASSED, FAILED], PLAYED))).toEqual({
      environments: [PASSED, FAILED],
      product: "OpenTofu",
      version: "1.10.7",
      seconds: 12.34,
      limits: REHEARSAL_LIMITS,
    });
  });
});

describe("progress", () => {
  const events = [
    { environment: "dev", step: "init", state: "started", seconds: 0 },
    { environment: "dev", step: "init", state: "passed", seconds: 0.5 },
    { environment: "staging", step: "init", state: "failed", seconds: 1 },
  ] as const;

  function written(isTTY: boolean): readonly string[] {
    const texts: string[] = [];
    const show = createProgressPrinter({ isTTY, columns: 20, write: (text) => texts.push(text) }, ["dev", "staging"]);
    events.forEach(show);
    return texts;
  }

  test("is a line per finished step, without control characters, where there is no terminal", () => {
    expect(written(false)).toEqual(["dev      init 0.5 s\n", "staging  init FAILED after 1.0 s\n"]);
  });

  test("is a line per environment that is written over on a terminal, and never wider than it", () => {
    const last = written(true).at(-1) ?? "";

    expect(last.startsWith("\u001b[2A")).toBe(true);
    expect(last).toContain("\u001b[2Kdev      init\n");
    expect(last).toContain("\u001b[2Kstaging  init FAILE\n");
  });
});
