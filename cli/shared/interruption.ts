import type { ExitCode } from "./command";

/** What a shell reports for a command that Ctrl-C ended. */
const INTERRUPTED: ExitCode = 130;
const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs a command that cleans up after a signal. It gets a signal of its own, and the exit code is 130 if it threw after that. */
export async function untilInterrupted(run: (signal: AbortSignal) => Promise<ExitCode>): Promise<ExitCode> {
  const interruption = new AbortController();
  const stop = onEndingSignal(() => interruption.abort());
  try {
    return await run(interruption.signal);
  } catch (error) {
    if (interruption.signal.aborted) {
      return INTERRUPTED;
    }
    throw error;
  } finally {
    stop();
  }
}

/** Runs a part of a command that cleans up after a signal. The signal then ends the program, as it does without a part that cleans up. */
export async function cleanedUpBeforeEnd<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController();
  let received: NodeJS.Signals | undefined;
  const stop = onEndingSignal((signal) => {
    received = signal;
    interruption.abort();
  });
  try {
    return await run(interruption.signal);
  } finally {
    stop();
    if (received !== undefined) {
      process.kill(process.pid, received);
    }
  }
}

/** @returns what stops listening */
function onEndingSignal(listener: (signal: NodeJS.Signals) => void): () => void {
  for (const signal of ENDING_SIGNALS) {
    process.on(signal, listener);
  }
  return () => {
    for (const signal of ENDING_SIGNALS) {
      process.off(signal, listener);
    }
  };
}
