import { spawn } from "node:child_process";
import type { CommandLine } from "./check";

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: "exited"; readonly code: number; readonly out: string; readonly err: string }
  | { readonly kind: "timed-out" }
  | { readonly kind: "not-started"; readonly reason: string };

/** Characters that are kept of each stream: no answer of these commands is longer. */
const MAX_OUTPUT = 64_000;

/**
 * Runs a program without a shell, and ends it when its time is over.
 *
 * @param milliseconds time until the program is killed
 */
export function runCommand(
  [program, ...args]: CommandLine,
  environment: Readonly<Record<string, string | undefined>>,
  milliseconds: number,
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    // A group of its own: git starts other programs, which must end with it.
    const child = spawn(program, args, { env: { ...environment }, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const texts = { out: "", err: "" };
    const timer = setTimeout(() => {
      endGroup(child.pid);
      resolve({ kind: "timed-out" });
    }, milliseconds);
    for (const [name, stream] of [["out", child.stdout] as const, ["err", child.stderr] as const]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        texts[name] = `${texts[name]}${text}`.slice(0, MAX_OUTPUT);
      });
    }
    child.on("error", ({ message }) => {
      clearTimeout(timer);
      resolve({ kind: "not-started", reason: message });
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ kind: "exited", code: code ?? 1, ...texts });
    });
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, "SIGKILL");
    }
  } catch {
    // The group ended by itself in the meantime.
  }
}
