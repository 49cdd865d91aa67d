import type { ChildProcessByStdio } from "node:child_process";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";

/** Exit code and output of a command. */
export interface CommandResult {
  /** -1 when the command has no exit code, because it was not started or was ended. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /**
   * Why the command has no exit code, such as `ended by SIGKILL`.
   * @default - it ended by itself
   */
  readonly ending?: string;
}

/** Surroundings of a command. */
export interface CommandOptions {
  readonly env: NodeJS.ProcessEnv;
  /** @default - the folder of this process */
  readonly cwd?: string;
  /**
   * Interrupts the command.
   * @default - it cannot be interrupted
   */
  readonly signal?: AbortSignal;
  /**
   * Bytes of output after which the command is ended.
   * @default 64 MiB
   */
  readonly outputLimit?: number;
  /**
   * Bytes of memory after which the command is ended, where the system tells in /proc how much a process has.
   * @default - as many as the machine has
   */
  readonly memoryLimit?: number;
}

const MEBIBYTE = 1024 * 1024;
/** The JSON of the largest environment's plan has 2 MiB. */
const OUTPUT_LIMIT_BYTES = 64 * MEBIBYTE;
/** Time that an interrupted command has to end by itself. */
const INTERRUPT_GRACE_MS = 3000;
const MEMORY_WATCH_MS = 200;
/** A report quotes no more than this of a command's output. */
const QUOTED_CHARACTERS = 20_000;

/** Runs a command and reads its output chunk by chunk, up to a limit. A failed command is a result, not an error. */
export function runCommand(
  binary: string,
  args: readonly string[],
  { signal, outputLimit = OUTPUT_LIMIT_BYTES, memoryLimit, ...options }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(binary, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let bytes = 0;
    let ending: string | undefined;
    const collect = (stream: Readable): Buffer[] => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= outputLimit) {
          chunks.push(chunk);
        } else if (ending === undefined) {
          ending = `ended because its output exceeds ${outputLimit / MEBIBYTE} MiB`;
          kill(child);
        }
      });
      return chunks;
    };
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    const stopWatching = whenMemoryExceeds(memoryLimit, child, (limit) => {
      ending ??= `ended because it needs more than ${limit / MEBIBYTE} MiB of memory`;
      kill(child);
    });
    /** Terraform may finish its current call. The rehearsal waits for the end, so that no process outlives it. */
    const interrupt = (): void => {
      child.kill("SIGINT");
      setTimeout(() => kill(child), INTERRUPT_GRACE_MS).unref();
    };
    signal?.addEventListener("abort", interrupt, { once: true });
    child.on("error", ({ message }) => {
      stopWatching();
      resolve({ code: -1, stdout: "", stderr: message, ending: "not started" });
    });
    child.on("close", (code, killedBy) => {
      stopWatching();
      signal?.removeEventListener("abort", interrupt);
      const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString("utf8");
      ending ??= killedBy === null ? undefined : `ended by ${killedBy}`;
      resolve({ code: code ?? -1, stdout: text(stdout), stderr: text(stderr), ...(ending ? { ending } : {}) });
    });
  });
}

/** Ends a process for certain. Its own children may keep its pipes open, so nobody waits for those. */
function kill(child: ChildProcessByStdio<null, Readable, Readable>): void {
  child.kill("SIGKILL");
  child.stdout.destroy();
  child.stderr.destroy();
}

/** Terraform prints an error once for each block that has it, so one mistake can fill a screen. Each one is kept once, with its count. */
function withoutRepetition(output: string): string {
  const counts = new Map<string, number>();
  for (const error of output.split(/\n(?=Error: )/)) {
    counts.set(error.trim(), (counts.get(error.trim()) ?? 0) + 1);
  }
  return [...counts].map(([error, count]) => (count === 1 ? error : `${error}\n(${count} times)`)).join("\n\n");
}

/** The error text of a failed command: how it ended, and the end of what it wrote. Never empty. */
export function errorOutput({ code, stdout, stderr, ending }: CommandResult): string {
  const output = withoutRepetition(stderr.trim() || stdout.trim());
  const left = output.length - QUOTED_CHARACTERS;
  const quoted = left > 0 ? `(${left} characters are left out)\n${output.slice(-QUOTED_CHARACTERS)}` : output;
  const how = ending ?? (output === "" ? `exit code ${code}` : "");
  return (
    [how, quoted].filter(Boolean).join(how !== "" && quoted !== "" ? ":\n" : "") +
    (quoted === "" ? ", without output" : "")
  );
}

/** Calls back once a process needs more memory than the limit. @returns what ends the watch */
function whenMemoryExceeds(
  limit: number | undefined,
  { pid }: { readonly pid?: number | undefined },
  callback: (limit: number) => void,
): () => void {
  if (limit === undefined) {
    return () => undefined;
  }
  const watch = setInterval(() => {
    if (memoryOf(pid) > limit) {
      clearInterval(watch);
      callback(limit);
    }
  }, MEMORY_WATCH_MS);
  watch.unref();
  return () => clearInterval(watch);
}

/** Bytes of memory that a process has in use; 0 where the system does not tell. */
function memoryOf(pid: number | undefined): number {
  try {
    const [, kibibytes = "0"] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kibibytes) * 1024;
  } catch {
    return 0;
  }
}
