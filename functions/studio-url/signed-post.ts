import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "./sha256";

/** One call of an AWS service by its own credentials. */
export interface Call {
  /** Name of the service, in its host and in the signature. */
  readonly service: "servicecatalog" | "sts";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a signed call and returns the body of the answer. @throws what the service answers but success */
export type SignedPost = (call: Call, signal: AbortSignal) => Promise<string>;

export interface SignedPostProps {
  readonly region: string;
  readonly credentials: Credentials;
  /** @default - the service's host in the region, which its interface endpoint answers */
  readonly endpoint?: string;
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MILLISECONDS = 100;
const WORTH_ANOTHER_TRY = /Throttl|TooManyRequests|RequestLimitExceeded|ServiceUnavailable|InternalFailure/;

export function signedPost(props: SignedPostProps): SignedPost {
  return async (call, signal) => {
    for (let attempt = 1; ; attempt++) {
      const response = await send(call, props, signal);
      const body = await response.text();
      if (response.ok) {
        return body;
      }
      const passing = response.status >= 500 || response.status === 429 || WORTH_ANOTHER_TRY.test(body);
      if (!passing || attempt === ATTEMPTS) {
        throw new Error(
          `${call.service}: refuses, got ${response.status} ${codeOf(body)}; see the role of the function`,
        );
      }
      await props.pause(FIRST_PAUSE_MILLISECONDS * 2 ** attempt, signal);
    }
  };
}

async function send(call: Call, props: SignedPostProps, signal: AbortSignal): Promise<Response> {
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

/** Services name the fault in JSON or in XML; the rest of what they say may quote the request. */
function codeOf(body: string): string {
  return /"__type"\s*:\s*"(?:[^"#]*#)?(\w+)"|<Code>(\w+)<\/Code>/.exec(body)?.slice(1).find(Boolean) ?? "no code";
}
