const ATTEMPTS = 4;
const FIRST_PAUSE_MILLISECONDS = 250;
const ATTEMPT_MILLISECONDS = 2_500;

/**
 * Uploads a response to CloudFormation's presigned URL. Without a response the stack waits until its timeout.
 *
 * The body is sent as bytes, so that `fetch` adds no content type: the signature of the URL does not cover one.
 *
 * @throws if every attempt fails; the message omits the URL, which is a secret
 */
export async function putResponse(
  responseUrl: string,
  responseBody: string,
  pause: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const body = new TextEncoder().encode(responseBody);
  let last = "no response";
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
      last = error instanceof Error ? error.name : "no response";
    }
  }
  throw new Error(
    `cloudformation: does not accept the response, got ${last}; check that the S3 endpoint policy allows its bucket`,
  );
}
