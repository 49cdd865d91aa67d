/** The error of a step or a command that took longer than its limit. */
export class TimeLimitError extends Error {}

/**
 * Waits for a promise, but not longer than a limit.
 *
 * @throws TimeLimitError with the message when the limit has passed
 */
export async function within<T>(milliseconds: number, message: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeLimitError(message)), milliseconds);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** A signal that aborts after a limit, and when one of the other signals aborts; `stop` ends the timer. */
export function signalWithin(
  milliseconds: number,
  message: string,
  others: readonly AbortSignal[],
): { readonly signal: AbortSignal; readonly stop: () => void } {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new TimeLimitError(message)), milliseconds);
  return { signal: AbortSignal.any([limit.signal, ...others]), stop: () => clearTimeout(timer) };
}
