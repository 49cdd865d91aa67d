import type { RehearsalProgress } from "./rehearse";

/** Where progress is written: a terminal can be written over, anything else gets plain lines. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CURSOR_UP = (lines: number): string => (lines > 0 ? `\u001b[${lines}A` : "");
const CLEAR_LINE = "\u001b[2K";
const DEFAULT_COLUMNS = 80;
const MARKS: Readonly<Record<RehearsalProgress["state"], string>> = { started: "...", passed: "", failed: " FAILED" };

/** Shows progress as a line per environment that is written over, or as a line per finished step where it cannot be. */
export function createProgressPrinter(
  screen: ProgressOutput,
  environments: readonly string[],
): (event: RehearsalProgress) => void {
  return screen.isTTY ? redrawLines(screen, environments) : printSteps(screen, environments);
}

function printSteps(screen: ProgressOutput, environments: readonly string[]): (event: RehearsalProgress) => void {
  const width = widest(environments);
  return ({ environment, step, state, seconds }) => {
    if (state !== "started") {
      screen.write(
        `${environment.padEnd(width)}  ${step} ${state === "failed" ? "FAILED after " : ""}${seconds.toFixed(1)} s\n`,
      );
    }
  };
}

function redrawLines(screen: ProgressOutput, environments: readonly string[]): (event: RehearsalProgress) => void {
  const width = widest(environments);
  const done = new Map<string, readonly string[]>(environments.map((environment) => [environment, []]));
  let drawn = 0;
  return ({ environment: scene, step, state }) => {
    const before = (done.get(scene) ?? []).filter((text) => text !== `${step}${MARKS.started}`);
    done.set(scene, [...before, step + MARKS[state]]);
    const lines = environments.map((name) => `${name.padEnd(width)}  ${(done.get(name) ?? []).join(" ")}`);
    const columns = screen.columns ?? DEFAULT_COLUMNS;
    screen.write(CURSOR_UP(drawn) + lines.map((line) => `${CLEAR_LINE}${line.slice(0, columns - 1)}\n`).join(""));
    drawn = lines.length;
  };
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
