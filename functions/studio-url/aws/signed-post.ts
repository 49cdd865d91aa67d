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
  readonly credentials: Credentials;
  /**
   * Endpoint URL of every service.
   * @default - the regional host of the service, which resolves to its interface endpoint
   */
  readonly endpoint?: string;
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
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

/** Creates a {@link SignedPost} that retries throttled and failed calls. */
export function createSignedPost(props: SignedPostProps): SignedPost {
  return async (call, signal) => {
    for (let attempt = 1; ; attempt++) {
      const response = await send(call, props, signal);
      const body = await response.text();
      if (response.ok) {
        return body;
      }
      const isRetryable = response.status >= 500 || response.status === 429 || RETRYABLE_ERROR.test(body);
      if (!isRetryable || attempt === ATTEMPTS) {
        throw new Error(
          `${call.service}: call failed, got ${response.status} ${errorCodeOf(body)}; check the role of the function`,
        );
      }
      await props.pause(FIRST_PAUSE_MILLISECONDS * 2 ** attempt, signal);
    }
  };
}

async function send(call: SignedCall, props: SignedPostProps, signal: AbortSignal): Promise<Response> {
  const url = new URL(props.endpoint ?? `https://${call.service}.${props.region}.amazonaws.com`);
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
