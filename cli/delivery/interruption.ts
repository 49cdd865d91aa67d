import type { ExitCode } from "../shared/command";

/** What a shell reports for a command that Ctrl-C ended. */
export const INTERRUPTED: ExitCode = 130;
const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs a command that cleans up after a signal. It gets a signal of its own, and the exit code is 130 if it threw after that. */
export async function untilInterrupted(run: (signal: AbortSignal) => Promise<ExitCode>): Promise<ExitCode> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  for (const signal of ENDING_SIGNALS) {
    process.on(signal, interrupt);
  }
  try {
    return await run(interruption.signal);
  } catch (error) {
    if (interruption.signal.aborted) {
      return INTERRUPTED;
    }
    throw error;
  } finally {
    for (const signal of ENDING_SIGNALS) {
      process.off(signal, interrupt);
    }
  }
}
