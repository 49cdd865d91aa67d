import type { RehearsalProgress } from "./steps/run-steps";

/** Output stream of progress lines. A terminal redraws its lines; any other stream gets one line per step. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CURSOR_UP = (lines: number): string => (lines > 0 ? `\u001b[${lines}A` : "");
const CLEAR_LINE = "\u001b[2K";
const DEFAULT_COLUMNS = 80;
const MARKS: Readonly<Record<RehearsalProgress["state"], string>> = { started: "...", passed: "", failed: " FAILED" };

/** Prints progress: on a terminal one line per environment, redrawn; otherwise one line per finished step. */
export function createProgressPrinter(
  output: ProgressOutput,
  environments: readonly string[],
): (event: RehearsalProgress) => void {
  return output.isTTY ? redrawLines(output, environments) : printSteps(output, environments);
}

function printSteps(output: ProgressOutput, environments: readonly string[]): (event: RehearsalProgress) => void {
  const width = widest(environments);
  return ({ environment, step, state, seconds }) => {
    if (state !== "started") {
      output.write(
        `${environment.padEnd(width)}  ${step} ${state === "failed" ? "FAILED after " : ""}${seconds.toFixed(1)} s\n`,
      );
    }
  };
}

function redrawLines(output: ProgressOutput, environments: readonly string[]): (event: RehearsalProgress) => void {
  const width = widest(environments);
  const done = new Map<string, readonly string[]>(environments.map((environment) => [environment, []]));
  let drawn = 0;
  return ({ environment, step, state }) => {
    const previous = (done.get(environment) ?? []).filter((text) => text !== `${step}${MARKS.started}`);
    done.set(environment, [...previous, step + MARKS[state]]);
    const lines = environments.map((name) => `${name.padEnd(width)}  ${(done.get(name) ?? []).join(" ")}`);
    const columns = output.columns ?? DEFAULT_COLUMNS;
    output.write(CURSOR_UP(drawn) + lines.map((line) => `${CLEAR_LINE}${line.slice(0, columns - 1)}\n`).join(""));
    drawn = lines.length;
  };
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
