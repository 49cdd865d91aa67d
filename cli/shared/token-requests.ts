/** A request to a service that knows the caller by a token. */
export interface TokenRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @default - no body */
  readonly body?: string | Uint8Array;
}

/** What a service answered. */
export interface TokenReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const REQUEST_LIMIT_MS = 60_000;

/**
 * Sends one request. It follows no redirection, because another host would receive the token.
 *
 * @throws the reason, without the token, when there is no answer in time
 */
export async function sendWithToken({ url, ...request }: TokenRequest): Promise<TokenReply> {
  const reply = await fetch(url, {
    ...request,
    redirect: "manual",
    signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
  }).catch((error: Error & { readonly cause?: Error }) => {
    throw new Error(error.cause?.message ?? error.message);
  });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}

const SHOWN_CHARACTERS = 300;

/** The status and the start of the text in one line, for a message. */
export function shownReply({ status, text }: TokenReply): string {
  return `${status} ${text.replaceAll(/\s+/g, " ").trim().slice(0, SHOWN_CHARACTERS)}`;
}

/** Statuses that a token without a permission gets; services hide what it may not see. */
export function isRefusedToken({ status }: Pick<TokenReply, "status">): boolean {
  return status === 401 || status === 403 || status === 404;
}

/** An address that may receive a token: HTTPS, or HTTP of this machine. `undefined` for any other text. */
export function tokenUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.protocol === "http:" && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  return url?.protocol === "https:" || isLocal ? url : undefined;
}

/** Whether a text fits into a header as a token: it is not empty, and has neither spaces nor other characters than ASCII. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
