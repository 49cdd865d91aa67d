const ATTEMPTS = 4;
const FIRST_PAUSE_MILLISECONDS = 250;
const ATTEMPT_MILLISECONDS = 2_500;

/**
 * Puts an answer where CloudFormation waits for it: without one, a stack hangs until its time-out.
 *
 * Sent as bytes, so that no content type is added, which the signature of the address does not cover.
 *
 * @throws when no attempt is accepted; the address stays out of the message
 */
export async function putAnswer(
  responseUrl: string,
  answer: string,
  pause: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const body = new TextEncoder().encode(answer);
  let last = "no answer";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) {
      await pause(FIRST_PAUSE_MILLISECONDS * 2 ** attempt);
    }
    try {
      const signal = AbortSignal.timeout(ATTEMPT_MILLISECONDS);
      const response = await fetch(responseUrl, { method: "PUT", body, signal, redirect: "error" });
      await response.body?.cancel();
      if (response.ok) {
        return;
      }
      last = `status ${response.status}`;
    } catch (error) {
      last = error instanceof Error ? error.name : "no answer";
    }
  }
  throw new Error(`cloudformation: does not take the answer, got ${last}; let the S3 endpoint reach its bucket`);
}
