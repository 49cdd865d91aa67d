import type { Progress } from "./rehearse";

/** Where progress is written: a terminal can be written over, anything else gets plain lines. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const UP = (lines: number): string => (lines > 0 ? `\u001b[${lines}A` : "");
const CLEAR_LINE = "\u001b[2K";
const DEFAULT_COLUMNS = 80;
const MARKS: Readonly<Record<Progress["state"], string>> = { started: "...", passed: "", failed: " FAILED" };

/** Shows progress as a line per environment that is written over, or as a line per finished step where it cannot be. */
export function progressOn(screen: Screen, scenes: readonly string[]): (event: Progress) => void {
  return screen.isTTY ? overwriting(screen, scenes) : appending(screen, scenes);
}

function appending(screen: Screen, scenes: readonly string[]): (event: Progress) => void {
  const width = widest(scenes);
  return ({ scene, step, state, seconds }) => {
    if (state !== "started") {
      screen.write(
        `${scene.padEnd(width)}  ${step} ${state === "failed" ? "FAILED after " : ""}${seconds.toFixed(1)} s\n`,
      );
    }
  };
}

function overwriting(screen: Screen, scenes: readonly string[]): (event: Progress) => void {
  const width = widest(scenes);
  const done = new Map<string, readonly string[]>(scenes.map((scene) => [scene, []]));
  let drawn = 0;
  return ({ scene, step, state }) => {
    const before = (done.get(scene) ?? []).filter((text) => text !== `${step}${MARKS.started}`);
    done.set(scene, [...before, step + MARKS[state]]);
    const lines = scenes.map((name) => `${name.padEnd(width)}  ${(done.get(name) ?? []).join(" ")}`);
    const columns = screen.columns ?? DEFAULT_COLUMNS;
    screen.write(UP(drawn) + lines.map((line) => `${CLEAR_LINE}${line.slice(0, columns - 1)}\n`).join(""));
    drawn = lines.length;
  };
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
