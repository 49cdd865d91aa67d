import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "./sha256";

/** One AWS API call. */
export interface SignedCall {
  /** Service name, as in the host name and the signature. */
  readonly service: "servicecatalog" | "sts";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends a call with a Signature Version 4 and returns the response body.
 *
 * @throws if the service returns an error
 */
export type SignedPost = (call: SignedCall, signal: AbortSignal) => Promise<string>;

/** Props of {@link createSignedPost}. */
export interface SignedPostProps {
  readonly region: string;
  /** What the host names of AWS end in: `amazonaws.com`. */
  readonly dnsSuffix: string;
  readonly credentials: Credentials;
  /**
   * Endpoint URL of every service.
   * @default - the regional host of the service, which resolves to its interface endpoint
   */
  readonly endpoint?: string;
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Time limit of one attempt, in milliseconds. */
  readonly attemptMilliseconds: number;
}

/** AWS credentials. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MILLISECONDS = 100;
const RETRYABLE_ERROR = /Throttl|TooManyRequests|RequestLimitExceeded|ServiceUnavailable|InternalFailure/;

/** What came back from one attempt. */
type Attempt =
  | { readonly kind: "answer"; readonly status: number; readonly body: string }
  /** The connection was lost or stayed silent. */
  | { readonly kind: "no answer"; readonly reason: string };

/** Creates a {@link SignedPost} that retries lost connections, silent services, and throttled and failed calls. */
export function createSignedPost(props: SignedPostProps): SignedPost {
  return async (call, signal) => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptCall(call, props, signal);
      if (outcome.kind === "answer" && outcome.status >= 200 && outcome.status < 300) {
        return outcome.body;
      }
      if (attempt === ATTEMPTS || !isRetryable(outcome)) {
        throw new Error(failureText(call, outcome));
      }
      await props.pause(FIRST_PAUSE_MILLISECONDS * 2 ** attempt, signal);
    }
  };
}

function isRetryable(outcome: Attempt): boolean {
  return (
    outcome.kind === "no answer" ||
    outcome.status >= 500 ||
    outcome.status === 429 ||
    RETRYABLE_ERROR.test(outcome.body)
  );
}

function failureText({ service }: SignedCall, outcome: Attempt): string {
  return outcome.kind === "no answer"
    ? `${service}: no answer, got ${outcome.reason}; check its interface endpoint, and launch the product again`
    : `${service}: call failed, got ${outcome.status} ${errorCodeOf(outcome.body)}; check the role of the function`;
}

/** @throws only if the caller aborts */
async function attemptCall(call: SignedCall, props: SignedPostProps, signal: AbortSignal): Promise<Attempt> {
  const limit = AbortSignal.timeout(props.attemptMilliseconds);
  try {
    const response = await send(call, props, AbortSignal.any([signal, limit]));
    return { kind: "answer", status: response.status, body: await response.text() };
  } catch (error) {
    signal.throwIfAborted();
    return {
      kind: "no answer",
      reason: limit.aborted ? `silence for ${props.attemptMilliseconds / 1000} s` : connectionError(error),
    };
  }
}

/** `fetch` wraps the error of the connection, whose code says what happened. */
function connectionError(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : "a lost connection";
}

async function send(call: SignedCall, props: SignedPostProps, signal: AbortSignal): Promise<Response> {
  const url = new URL(props.endpoint ?? `https://${call.service}.${props.region}.${props.dnsSuffix}`);
  const signer = new SignatureV4({
    service: call.service,
    region: props.region,
    credentials: props.credentials,
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    path: "/",
    headers: { ...call.headers, host: url.host },
    body: call.body,
  });
  return await fetch(url, { method: "POST", headers: { ...headers }, body: call.body, signal });
}

/** Error code of a JSON or XML response. The rest of the body is omitted, because it may quote the request. */
function errorCodeOf(body: string): string {
  return /"__type"\s*:\s*"(?:[^"#]*#)?(\w+)"|<Code>(\w+)<\/Code>/.exec(body)?.slice(1).find(Boolean) ?? "no code";
}
